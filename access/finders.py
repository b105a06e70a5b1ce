"""What exists for whoever asks, and the finders that every view begins with: all else is 404."""

from datetime import datetime
from functools import lru_cache

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import permissions, portal_session
from access.doors import lead
from access.errors import AccountNotOpen, Archived, ArchivedEverywhere, Foreign, InBin, Missing
from access.policy import POLICY
from access.policy.entries import SAFE_METHODS
from models.base.clock import now
from models.base.database import db
from models.base.fields import LARGEST_ID
from models.clients.account import Account, Assignment
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.merge import Merge
from models.staff.user import User


def find(query, record_id: int, missing: str | None = None):
    """The record of `query` with this id, or 404 with the words of `missing`.

    Ask what was found before, never the whole table.
    """
    model = query.model
    found = query.where(model.id == record_id).first() if record_id <= LARGEST_ID else None
    if found is None:
        raise Missing(missing)
    return found


def accounts(among=None):
    """The accounts that exist for the signed-in user, all or those `among` some ids."""
    return Account.visible_to(current_user, permissions.rights(), among)


def visible_account_ids() -> frozenset[int] | None:
    """The ids of accounts(), perhaps with some from the bin, or None when that is all of them."""
    if current_user.is_manager or "view_all_accounts" in permissions.rights():
        return None
    minute = now().replace(second=0, microsecond=0)
    return _account_ids(db.obj, current_user.id, current_user.rights_version, minute)


@lru_cache(16)
def _account_ids(_database, user_id: int, _version: int, _minute: datetime) -> frozenset[int]:
    """Kept until the user's rights or teams change, or a minute is over and with it perhaps the time on a team."""
    ids = Assignment.account_ids_of(User(id=user_id)).tuples()
    return frozenset(account_id for (account_id,) in ids)


def find_account(account_id: int) -> Account:
    """The account of an address: 404 unless it is the user's, 403 without the endpoint's rights, 409 to change it archived."""
    account = accounts([account_id]).first() if account_id <= LARGEST_ID else None
    if account is None:
        follow_merge(Account, "account_id", account_id, accounts())
        if account_id <= LARGEST_ID and is_binned(account_id):
            raise InBin
        raise AccountNotOpen
    entry = POLICY[request.endpoint]
    if not permissions.holds(entry):
        abort(403)
    if account.archived and not entry.archived and changes():
        raise Archived
    return account


def is_binned(account_id: int) -> bool:
    """Whether an account is in the bin and the user may bring it back."""
    return Account.binned_for(current_user, permissions.rights()).where(Account.id == account_id).exists()


def find_binned(account_id: int) -> Account:
    """The account of an address as those find it who may bring it back from the bin, also when it is back already.

    AccountNotOpen for anybody else and for any other account.
    """
    binned = Account.binned_for(current_user, permissions.rights()) if account_id <= LARGEST_ID else None
    found = binned.where(Account.id == account_id).first() if binned else None
    return found or find_account(account_id)


def contacts():
    """The contacts that exist for the signed-in user: with the right to view all of them those too that no open
    account names (rule Clients 13).
    """
    query = Contact.select().where(Contact.stands())
    if current_user.is_manager or "view_all_contacts" in permissions.rights():
        return query
    return query.where(Contact.id.in_(Link.contacts_on(accounts())))


def find_contact(contact_id: int) -> Contact:
    """The contact of an address, or one and the same 404 for those who do not exist and those who are not the user's.

    Who asks to read one that became a part of another is led on to that one.

    The guard has asked for the endpoint's rights. 409 to change one whose accounts are all archived; `resting` says so.
    To link such a person to an account is no change of theirs.
    """
    about = "contact_id" in request.view_args
    try:
        contact = find(contacts(), contact_id)
    except Missing as error:
        if about:
            follow_merge(Contact, "contact_id", contact_id, contacts())
        raise Foreign(_("There is no contact here that you can open.")) from error
    contact.resting = is_resting(contact)
    if about and contact.resting and changes() and not POLICY[request.endpoint].archived:
        raise ArchivedEverywhere
    return contact


def is_resting(contact: Contact) -> bool:
    """Whether all of a contact's accounts are archived, so that what the person owns is read, not changed."""
    return Link.resting_contacts().where(Link.contact == contact).exists()


def find_portal_place(own_id: int):
    """The place of the person in the portal on an account, or 404: what is not theirs does not exist.

    Who asks to read what is that of somebody else with the same mailbox is asked who is there.
    """
    visit = portal_session.present()
    place = visit.place_on(own_id)
    if place is None:
        shared = own_id in [each.link.account_id for each in visit.reached]
        if shared and request.method in SAFE_METHODS and not visit.preview:
            abort(lead("portal.actors.edit", 303))
        raise Foreign(None)
    return place


def changes() -> bool:
    """Whether this request changes something, or asks for the form that does: what will be refused is not offered."""
    return request.method not in SAFE_METHODS or request.endpoint.endswith((".new", ".edit"))


def follow_merge(model, name: str, record_id: int, theirs):
    """Lead who asks to read what became a part of another on to that one, the view argument `name`, if it is among `theirs`."""
    whole = Merge.whole_of(model, record_id) if record_id <= LARGEST_ID else None
    if whole and request.method in SAFE_METHODS and theirs.where(model.id == whole).exists():
        there = url_for(request.endpoint, **request.view_args | {name: whole})
        asked = request.query_string.decode("ascii", "replace")
        abort(redirect(f"{there}?{asked}" if asked else there, 303))
