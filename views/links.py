"""Contacts' places on an account."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from peewee import IntegrityError

from access import find, find_account
from models.account import Account
from models.database import transaction
from models.link import LastContact, Link
from models.linking import unlink
from models.readiness import Readiness
from profile_frame import lamps
from rendering import answer, toast
from views.info import contacts_of, info_page

bp = Blueprint("links", __name__)


@bp.post("/accounts/<int:account_id>/links/<int:link_id>/deletion")
def delete(account_id, link_id):
    account = find_account(account_id)
    link = find_link(account, link_id)
    try:
        with transaction() as action:
            unlink(link, current_user)
    except (LastContact, IntegrityError):
        text = _("%(name)s stays: a client keeps its last contact.", name=link.contact.name)
        return redrawn(account, status=422, link_problems={link.id: text})
    text = _("%(name)s is no longer a contact of this client.", name=link.contact.name)
    return redrawn(account, toast(text, undo=undo_of(account, action)))


def find_link(account: Account, link_id: int) -> Link:
    gone = _("The contact is no longer on this client; nothing was changed. Reload the page.")
    return find(Link.of_account(account), link_id, gone)


def undo_of(account: Account, action: str) -> dict:
    """The Undo of a toast about an action that its reader has just done on this account."""
    url = url_for("reversals.create", account_id=account.id, action=action)
    return {"action": url, "target": "#contacts-list", "swap": "outerMorph", "fields": {}}


def redrawn(account: Account, message: dict | None = None, status: int = 200, **context):
    """The contacts as they stand now, with what depends on them and a word about what happened.

    Answers forms that swap #contacts-list by outerMorph, so that what is open elsewhere among them stays open.
    """
    if status != 200 and not request.htmx.wants_fragment:
        return info_page(account, status, **context)
    return answer(
        "info/contacts_changed.html",
        see=url_for("info.show", account_id=account.id, _anchor="contacts"),
        message=message,
        status=status,
        account=account,
        contacts=contacts_of(account),
        lamps=lamps(account, Readiness.of(account)),
        **context,
    )
