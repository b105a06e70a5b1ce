"""Contacts: the list, a person's page, and editing what the person owns."""

from flask import Blueprint, make_response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import accounts, contacts, find_contact
from models.clients.contact import Address, Contact, Phone
from models.clients.contact_list import FILTERS, ContactList
from models.clients.contact_value import FieldValue
from models.clients.linked_address import LinkedAddress
from models.portal.consequences import InPortal
from models.portal.invitation import with_invitations
from views._address_removal import Losing, losing
from views.clients.likenesses import NOTHING, warned
from views.contacts._contact_form import ContactForm, form_of, save_form, taken_away
from web.responses import answer, page, partial, toast
from web.saving import save_valid
from words.formats import written_fields

bp = Blueprint("contacts", __name__)


@bp.get("/contacts")
def index():
    asked = {
        name: request.args[name].replace("\0", " ") for name in (*FILTERS, "sort") if request.args.get(name)
    }
    listed = ContactList(contacts(), accounts, asked, request.args.get("after"))
    next_url = url_for("contacts.index", **asked, after=listed.next_key) if listed.next_key else None
    first_url = url_for("contacts.index", **asked) if "after" in request.args else None
    return page(
        "contacts/index.html", listed=listed, asked=asked, page={"next_url": next_url, "first_url": first_url}
    )


@bp.get("/contacts/<int:contact_id>")
def show(contact_id):
    contact = find_contact(contact_id)
    return page("contacts/show.html", **clients_of(contact), **context_of(contact))


@bp.get("/contacts/<int:contact_id>/edit")
def edit(contact_id):
    contact = find_contact(contact_id)
    return form_page(contact, form_of(contact, request.args.get("back", None, int)))


@bp.post("/contacts/<int:contact_id>")
def update(contact_id):
    contact = find_contact(contact_id)
    form = ContactForm()
    told = warned(contact=contact)
    if not form.validate() or not told.accepted:
        return form_page(contact, form, 422, told)
    lost = losing(taken_away(form, contact))
    if lost:
        return form_page(contact, form, 422, told, losing=lost)
    saved = save_valid(form, lambda: save_form(form, contact, current_user), contact)
    if not saved.done:
        return form_page(contact, form, saved.status, told, saved.theirs)
    return contact_answer(contact.hold(), form.back.data)


def clients_of(contact: Contact) -> dict:
    """The clients of a person that the reader may open, with the switches there."""
    links = LinkedAddress.by_account(contact, accounts)
    rows = with_invitations([row for link in links for row in link.rows])
    return {"links": links, "portals": InPortal(rows)}


def context_of(contact: Contact) -> dict:
    """What a person's page tells besides the clients."""
    return {
        "contact": contact,
        "phones": list(Phone.of([contact.id])),
        "addresses": list(Address.of([contact.id])),
        "values": FieldValue.of_contacts([contact])[contact.id],
    }


def form_page(
    contact: Contact,
    form: ContactForm,
    status: int = 200,
    warned_of=None,
    theirs=None,
    losing: Losing | None = None,
):
    """The form in place or as a page; `theirs` holds the values that others have saved meanwhile, by field or line."""
    context = {
        "contact": contact,
        "form": form.with_empty_lines(),
        "warned": warned_of or NOTHING,
        "theirs": written_fields(contact, theirs or {}),
        "losing": losing,
    }
    if request.htmx.wants_fragment:
        return make_response(partial("contacts/form.html", **context), status)
    return page("contacts/edit.html", status, **context)


def contact_answer(contact: Contact, back: int | None):
    """The person as it stands now, on the person's page or on that of the client that the editor came from."""
    place = back and accounts([back]).first()
    see = url_for("contacts.show", contact_id=contact.id)
    if place:
        see = url_for("info.show", account_id=place.id, _anchor="contacts")
    return answer(
        "contacts/saved.html",
        see=see,
        message=toast(_("%(name)s is saved.", name=contact.name)),
        **clients_of(contact),
        **context_of(contact),
    )
