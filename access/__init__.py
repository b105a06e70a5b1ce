"""Authorisation: the guard before every request, which admits nobody by default, and the finders that every view begins with."""

from datetime import datetime
from functools import lru_cache

from flask import abort, current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user
from werkzeug.exceptions import Conflict, NotFound, Unauthorized

from access import form_after_sign_in, page_owner, portal_session
from access.known_browsers import remember
from access.policy import POLICY
from access.policy.entries import STAFF, Entry
from models.base.clock import now
from models.base.database import db, transaction
from models.base.event import Event
from models.base.fields import LARGEST_ID
from models.clients.account import Account, Assignment
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.merge import Merge
from models.staff.firm import Firm
from models.staff.sign_in import SignIn
from models.staff.user import User

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


login_manager = LoginManager()


class Missing(NotFound):
    """A record that is no longer where the person saw it; the description says so in words."""


class Foreign(Missing):
    """A record that is not the person's, whether it exists or not: a denial, which web/denial_log.py logs."""


class Archived(Conflict):
    """What is read, not changed, until an archived account is reactivated (rule Clients 3); told in words of its own."""

    def __init__(self, text: str | None = None):
        super().__init__(text or _("This client is archived. Reactivate it before you change anything."))


def archived_words(name: str) -> str:
    """What is said of an archived client where it has to be named."""
    return _("%(name)s is archived. Reactivate it before you change anything.", name=name)


class ArchivedEverywhere(Archived):
    """A contact all of whose accounts are archived."""

    def __init__(self):
        super().__init__(
            _("All clients of this contact are archived. Reactivate one of them before you change anything.")
        )


class PageOfAnotherUser(Conflict):
    """A page that was drawn for somebody who is signed in here no more; nothing of what it sent is drawn for who is."""

    def __init__(self):
        super().__init__(
            _(
                "%(name)s is now signed in on this browser, so nothing was saved here. What you typed is still on the page where you typed it: copy it, or sign in as yourself and save again.",
                name=page_owner.name_now(),
            )
        )


class AccountNotOpen(Foreign):
    """An account that is not the user's, whether it exists or not."""


class InBin(Missing):
    """An account in the bin, asked for by somebody who may bring it back (rule Clients 4)."""


class Unconfirmed(Unauthorized):
    """Who is signed in here has to prove once more who they are."""


@login_manager.user_loader
def load_user(token: str) -> User | None:
    """The member of staff whose browser holds this token, while its sign-in row lives."""
    sign_in = SignIn.find(token)
    if sign_in is None:
        return None
    if request.is_looked_at:
        sign_in.note_seen()
    sign_in.user.sign_in_token = token
    g.sign_in, g.rights, g.unproven = sign_in, sign_in.rights, sign_in.unproven
    return sign_in.user


def sign_in(user: User, factor: str = "password"):
    """Let `user` in by this browser, with a new session that keeps nothing of the one before (ASVS 7.2.4).

    `factor` is what they proved who they are by, as labels.FACTORS names it.
    """
    address = request.remote_addr or ""
    with transaction():
        if current_user.is_authenticated:
            g.sign_in.end(current_user, "replaced")
        user.sign_in_token = SignIn.start(user, request.user_agent.string, address)
        Event.log("sign_in.succeeded", user, user.email, factor=factor, address=address)
    session.clear()
    login_user(user)
    remember(user)


def prove():
    """The signed-in person has proved once more who they are, and goes on with a session of another token."""
    current_user.sign_in_token = g.sign_in.prove()
    login_user(current_user._get_current_object())


class SignedOut(Unauthorized):
    """A form was sent that somebody filled in, and their session has ended meanwhile (access/form_after_sign_in.py)."""


def guard():
    """Before every request: our own origin for unsafe methods, a set-up firm, a policy entry, a person whom it admits and
    for whom the page was drawn that sends it.
    """
    if request.endpoint is None:
        return None  # no such address: the router's 404 stands
    writes = request.method not in SAFE_METHODS
    if writes and not same_origin():
        abort(403)
    entry = POLICY.get(request.endpoint)
    if entry is None:
        abort(403)
    request.max_content_length = largest_body()
    ask = sign_in_required(entry)
    if ask and (request.content_length or 0) > request.max_content_length:
        return ask()  # unread: a file is only taken of who is known
    if entry.audience == "client" and not (ask or entry.unsaid) and portal_session.present().contact is None:
        # Before the form is unsealed: nobody is known yet whose it may be.
        return lead("portal.actors.edit", 401)
    if writes and not form_after_sign_in.unseal():
        raise SignedOut
    if writes and unreadable():
        abort(400)
    if page_owner.is_anothers():
        raise PageOfAnotherUser
    if ask and form_after_sign_in.names_its_reader() and not request.htmx and setup_done():
        raise SignedOut
    if ask:
        return ask()
    if entry.audience in ("anyone", "client"):
        return None
    if not holds(entry):
        if unproven() and not entry.unproven:  # which is the first that holds() asks
            return lead("second_factors.index", 403)
        if "account_id" not in request.view_args:
            abort(403)
    if entry.fresh and not g.sign_in.fresh:
        raise Unconfirmed
    return None


def sign_in_required(entry: Entry):
    """The redirect to a sign-in page for who is not signed in; None for those who may go on."""
    if entry.audience == "client":
        return None if portal_session.present() else ask_into_portal
    if entry.audience == "anyone" or current_user.is_authenticated:
        return None
    return ask_to_sign_in


def largest_body() -> int:
    """How many bytes this request may hold: a file's only where one is expected, of somebody who is known."""
    entry = POLICY.get(request.endpoint, STAFF)
    known = entry.largest and (
        portal_session.present() if entry.audience == "client" else current_user.is_authenticated
    )
    return entry.largest if known else current_app.config["MAX_CONTENT_LENGTH"]


def same_origin() -> bool:
    """Whether a request comes from our own pages.

    Browsers tell by Sec-Fetch-Site on https and localhost, by Origin elsewhere; a request with neither is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") in current_app.config["OWN_ORIGINS"]


def unreadable() -> bool:
    """Whether a form holds NUL, which PostgreSQL cannot keep."""
    return any("\0" in text for _, text in request.form.items(multi=True))


def unproven() -> bool:
    """Whether the firm requires a second factor, and the signed-in user has none yet (ASVS 6.3.3)."""
    return current_user.is_authenticated and g.get("unproven", False)


def lead(endpoint: str, status: int):
    """Redirect to a page that has to come first, such as the set-up."""
    if request.htmx:
        return current_app.make_response(("", status, {"HX-Redirect": url_for(endpoint)}))
    return redirect(url_for(endpoint), 303)


def ask_to_sign_in():
    """Redirect to the sign-in page and, after it, back to the page where the person is."""
    if not setup_done():
        return redirect(url_for("setup.new"), 303)
    if request.htmx:
        return "", 401, {"HX-Redirect": url_for("sign_ins.new", next=request.htmx.page_path)}
    back = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("sign_ins.new", next=back), 303)


def ask_into_portal():
    """Redirect to the sign-in page of the portal."""
    if not setup_done():
        return redirect(url_for("setup.new"), 303)
    return lead("portal.sign_ins.new", 401)


def setup_done() -> bool:
    """Whether the firm has its owner."""
    return Firm.this() is not None


def rights() -> frozenset[str]:
    """The signed-in user's rights, read once a request."""
    if "rights" not in g:
        g.rights = current_user.rights()
    return g.rights


def holds(entry: Entry) -> bool:
    """Whether the signed-in user has a right that an entry asks for (access to the account is asked for elsewhere)."""
    if unproven() and not entry.unproven:
        return False
    if entry.owner:
        return current_user.role == "owner"
    return not entry.rights or current_user.is_manager or bool(entry.rights & rights())


def may(endpoint: str) -> bool:
    """Whether to draw a control: the signed-in user may use the endpoint, on an account that is open to them."""
    entry = POLICY.get(endpoint)
    return entry is not None and current_user.is_authenticated and holds(entry)


def accounts(among=None):
    """The accounts that exist for the signed-in user, all or those `among` some ids."""
    return Account.visible_to(current_user, rights(), among)


def visible_account_ids() -> frozenset[int] | None:
    """The ids of accounts(), perhaps with some from the bin, or None when that is all of them."""
    if current_user.is_manager or "view_all_accounts" in rights():
        return None
    minute = now().replace(second=0, microsecond=0)
    return _account_ids(db.obj, current_user.id, current_user.rights_version, minute)


@lru_cache(16)
def _account_ids(_database, user_id: int, _version: int, _minute: datetime) -> frozenset[int]:
    """Kept until the user's rights or teams change, or a minute is over and with it perhaps the time on a team."""
    ids = Assignment.account_ids_of(User(id=user_id)).tuples()
    return frozenset(account_id for (account_id,) in ids)


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


def contacts():
    """The contacts that exist for the signed-in user: with the right to view all of them those too that no open
    account names (rule Clients 13).
    """
    query = Contact.select().where(Contact.stands())
    if current_user.is_manager or "view_all_contacts" in rights():
        return query
    return query.where(Contact.id.in_(Link.contacts_on(accounts())))


def find_contact(contact_id: int) -> Contact:
    """The contact of an address, or one and the same 404 for those who do not exist and those who are not the user's.

    Who asks to read one that became a part of another is led on to that one.

    guard() has asked for the endpoint's rights. 409 to change one whose accounts are all archived; `resting` says so.
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


def find_account(account_id: int) -> Account:
    """The account of an address: 404 unless it is the user's, 403 without the endpoint's rights, 409 to change it archived."""
    account = accounts([account_id]).first() if account_id <= LARGEST_ID else None
    if account is None:
        follow_merge(Account, "account_id", account_id, accounts())
        if account_id <= LARGEST_ID and is_binned(account_id):
            raise InBin
        raise AccountNotOpen
    entry = POLICY[request.endpoint]
    if not holds(entry):
        abort(403)
    if account.archived and not entry.archived and changes():
        raise Archived
    return account


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


def is_binned(account_id: int) -> bool:
    """Whether an account is in the bin and the user may bring it back."""
    return Account.binned_for(current_user, rights()).where(Account.id == account_id).exists()


def find_binned(account_id: int) -> Account:
    """The account of an address as those find it who may bring it back from the bin, also when it is back already.

    Refused for anybody else and for any other account.
    """
    binned = Account.binned_for(current_user, rights()) if account_id <= LARGEST_ID else None
    found = binned.where(Account.id == account_id).first() if binned else None
    return found or find_account(account_id)


def find(query, record_id: int, missing: str | None = None):
    """The record of `query` with this id, or 404 with the words of `missing`.

    Ask what was found before, never the whole table.
    """
    model = query.model
    found = query.where(model.id == record_id).first() if record_id <= LARGEST_ID else None
    if found is None:
        raise Missing(missing)
    return found


def init_app(app):
    login_manager.init_app(app)
    app.before_request(guard)
    app.jinja_env.globals |= {"may": may, "unproven": unproven}
