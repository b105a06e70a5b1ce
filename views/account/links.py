"""Contacts' places on an account."""

from flask import Blueprint, make_response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from peewee import IntegrityError
from wtforms import StringField

from access import accounts, contacts, find, find_account, find_contact
from models.base.database import transaction
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.contact_list import ContactList
from models.clients.link import LastContact, Link
from models.clients.linking import link_contact, unlink
from models.portal.readiness import Readiness
from views.account.info import contacts_section, info_page
from web.account_page import lamps, profile_page
from web.forms import BaseForm, at_most, stripped
from web.responses import answer, partial, toast

bp = Blueprint("links", __name__)

MOST_FOUND = 10


class LinkForm(BaseForm):
    """What somebody who is known already is on an account."""

    description = StringField(
        _l("Description on this client"), [at_most(255)], [stripped], id="link-description"
    )


@bp.get("/accounts/<int:account_id>/links/new")
def new(account_id):
    account = find_account(account_id)
    found = finds(account)
    if request.htmx.wants_fragment and request.htmx.target == "contact-finds":
        return partial("links/finds.html", account=account, **found)
    return finder(account, LinkForm(formdata=None), found)


@bp.post("/accounts/<int:account_id>/links")
def create(account_id):
    account = find_account(account_id)
    contact = find_contact(request.form.get("contact_id", 0, int))
    form = LinkForm()
    if not form.validate():
        return finder(account, form, finds(account, contact.name), 422)
    with transaction() as action:
        known = is_linked(account, contact)
        link_contact(account, contact, current_user, form.description.data)
    if known:
        text = _("%(name)s is already a contact of this client.", name=contact.name)
        return added(account, contact, toast(text, "info"))
    text = _("%(name)s is now a contact of this client.", name=contact.name)
    return added(account, contact, toast(text, undo=undo_of(account, action)))


@bp.post("/accounts/<int:account_id>/links/<int:link_id>/deletion")
def delete(account_id, link_id):
    account = find_account(account_id)
    link = find_link(account, link_id)
    neighbour = neighbour_of(account, link)
    try:
        with transaction() as action:
            unlink(link, current_user)
    except (LastContact, IntegrityError):
        text = _(
            "%(name)s cannot be removed: a client must have at least one contact.", name=link.contact.name
        )
        return contacts_answer(account, status=422, link_problems={link.id: text})
    text = _("%(name)s is no longer a contact of this client.", name=link.contact.name)
    return contacts_answer(
        account, toast(text, undo=undo_of(account, action)), focus_on=neighbour and neighbour.id
    )


def find_link(account: Account, link_id: int) -> Link:
    gone = _("The contact is no longer on this client; nothing was changed. Reload the page.")
    return find(Link.of_account(account), link_id, gone)


def is_linked(account: Account, contact: Contact) -> bool:
    account.hold()
    return Link.get_or_none(account=account, contact=contact) is not None


def neighbour_of(account: Account, link: Link) -> Link | None:
    """The contact that stands after this one on the page, or the one before the last."""
    links = list(Link.of_account(account))
    place = links.index(link) if link in links else 0
    return next(iter([*links[place + 1 :], *reversed(links[:place])]), None)


def finds(account: Account, text: str | None = None) -> dict:
    """The contacts that the reader may see and that fit a text, and those of them that stand on the account."""
    text = (text or request.args.get("q", "")).replace("\0", " ").strip()
    listed = ContactList(contacts() if text else Contact.select().where(False), accounts, {"q": text})
    ids = [row.id for row in listed.rows[:MOST_FOUND]]
    linked = Link.select(Link.contact).where(Link.account == account, Link.contact.in_(ids)).tuples()
    return {"q": text, "listed": listed, "most": MOST_FOUND, "linked": {row_id for (row_id,) in linked}}


def finder(account: Account, form: LinkForm, found: dict, status: int = 200):
    """The search for a contact to link, in place or as a page."""
    context = {"account": account, "form": form, **found}
    if request.htmx.wants_fragment:
        response = make_response(partial("links/adder.html", opened=True, **context), status)
        response.headers["HX-Retarget"] = "#link-adder"  # whichever form asked
        return response
    context.pop("account")
    return profile_page("links/new.html", account, "info", status=status, **context)


def undo_of(account: Account, action: str) -> dict:
    """The Undo of a toast about an action that its reader has just done on this account."""
    url = url_for("reversals.create", account_id=account.id, action=action)
    return {"action": url, "target": "#contacts-list", "swap": "outerMorph", "fields": {}}


def contacts_answer(account: Account, message: dict | None = None, status: int = 200, **context):
    """The contacts as they stand now, with what depends on them and a word about what happened.

    Answers forms that swap #contacts-list by outerMorph, so that what is open elsewhere among them stays open.
    """
    if status != 200 and not request.htmx.wants_fragment:
        return info_page(account, status, **context)
    return changed("info/contacts_changed.html", account, message, status, **context)


def added(account: Account, contact: Contact, message: dict):
    """The contacts with one more, and closed what it was added by."""
    link = Link.get(account=account, contact=contact)
    return changed("links/added.html", account, message, fold=request.htmx.target, focus_on=link.id)


def changed(template: str, account: Account, message: dict | None, status: int = 200, **context):
    return answer(
        template,
        see=url_for("info.show", account_id=account.id, _anchor="contacts"),
        message=message,
        status=status,
        account=account,
        lamps=lamps(account, Readiness.of(account)),
        **contacts_section(account),
        **context,
    )
