"""Custom field values on pages: their addresses and answers, alike for clients and contacts."""

from typing import NamedTuple

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import Missing, accounts, may
from models.base.cipher import Unreadable
from models.base.fields import LARGEST_ID
from models.base.paging import page_of
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.contact_value import Closed, FieldValue
from models.clients.custom_field import CustomField
from views._address_removal import Losing, losing
from views.custom_values._value_form import form_of, seen_in, typed_in, value_id
from web.account_page import profile_page
from web.responses import answer, page, partial, toast
from web.saving import save_valid


class Place(NamedTuple):
    """Where the custom field values of one kind of owner stand: the set of their fields and the names of their modules."""

    set: str
    values: str
    changes: str
    revelations: str


ACCOUNTS = Place("account", "custom_values", "custom_value_changes", "revelations")
CONTACTS = Place("contact", "contact_values", "contact_value_changes", "contact_revelations")


def place_of(field_value: FieldValue) -> Place:
    return ACCOUNTS if isinstance(field_value.owner, Account) else CONTACTS


def value_elements(field_value: FieldValue, account: Account | None) -> tuple[str, str, str]:
    """The elements of a custom field value, its name and its value: a contact's on the page of a client are items of a list."""
    return ("li", "span", "span") if account and place_of(field_value) is CONTACTS else ("div", "dt", "dd")


def value_url(field_value: FieldValue, what: str, account: Account | None = None) -> str:
    """The address of a custom field value's show, edit, update, changes or revelation.

    `account` is the client on whose page a contact's custom field value stands, so that one comes back there.
    """
    place = place_of(field_value)
    endpoint = {"changes": f"{place.changes}.index", "revelation": f"{place.revelations}.create"}.get(
        what, f"{place.values}.{what}"
    )
    back = {"account": account.id} if account and place is CONTACTS else {}
    return url_for(
        endpoint, field_id=field_value.field.id, **{f"{place.set}_id": field_value.owner.id}, **back
    )


def may_edit(field_value: FieldValue, account: Account | None = None) -> bool:
    """Whether to draw the control of a custom field value, on the page of `account`."""
    archived = (
        account.archived if account else place_of(field_value) is CONTACTS and field_value.owner.resting
    )
    return may(f"{place_of(field_value).values}.update") and not field_value.field.archived and not archived


def came_from(owner: Account | Contact) -> Account | None:
    """The client on whose page the custom field value stands."""
    if isinstance(owner, Account):
        return owner
    account_id = request.args.get("account", 0, int)
    return accounts([account_id]).first() if 0 < account_id <= LARGEST_ID else None


def find_value(owner: Account | Contact, field_id: int) -> FieldValue:
    """The custom field value of an address, of a field in use or archived; 404 in words when the field is gone."""
    field = _field(owner, field_id)
    if field is None:
        raise Missing(_("This field no longer exists: it was removed in the settings."))
    return FieldValue.of(owner, field)


def _field(owner: Account | Contact, field_id: int) -> CustomField | None:
    set_ = "account" if isinstance(owner, Account) else "contact"
    known = CustomField.select().where(CustomField.set == set_, CustomField.id == field_id)
    return known.first() if field_id <= LARGEST_ID else None


def value_in_frame(template: str, owner: Account | Contact, status: int = 200, **context):
    """A page about a custom field value, in the frame of its client or of its contact."""
    account = came_from(owner)
    if isinstance(owner, Account):
        return profile_page(template, owner, "info", status=status, **context)
    return page(template, status, contact=owner, account=account, **context)


def value_page(field_value: FieldValue, **context):
    """The custom field value as it stands, the focus on its control; `revealed` is a sensitive value in the open."""
    if request.htmx.wants_fragment:
        account = came_from(field_value.owner)
        return partial(
            "custom_values/fact.html", field_value=field_value, account=account, focus=True, **context
        )
    return value_in_frame(
        f"{place_of(field_value).values}/show.html", field_value.owner, field_value=field_value, **context
    )


def edited(
    field_value: FieldValue, form, status: int = 200, theirs: str | None = None, lost: Losing | None = None
):
    """The form; after a conflict `theirs` is what others have saved meanwhile."""
    context = {"field_value": field_value, "form": form, "theirs": theirs, "losing": lost}
    if request.htmx.wants_fragment:
        return partial("custom_values/form.html", account=came_from(field_value.owner), **context), status
    return value_in_frame(f"{place_of(field_value).values}/edit.html", field_value.owner, status, **context)


def save_value(owner: Account | Contact, field_id: int):
    """Save the one value that a form names."""
    field = _field(owner, field_id)
    if field is None or field.archived:
        return closed(owner, field_id, field)
    fact = FieldValue.of(owner, field)
    form = form_of(fact)
    read = save_valid(form, lambda: typed_in(form, fact))
    if not read.done:
        return edited(fact, form, read.status)
    lost = losing([fact.row.id]) if fact.field.in_addresses and fact.row and read.result == "" else None
    if lost:
        return edited(fact, form, 422, lost=lost)
    try:
        saved = save_valid(form, lambda: fill(fact, read.result, seen_in(form)), fact)
    except Closed:
        return closed(owner, field_id, _field(owner, field_id))
    if not saved.done:
        now = FieldValue.of(owner, field)
        return edited(now, form, saved.status, theirs=now.value if saved.theirs else None)
    message = toast(_("“%(field)s” is saved.", field=field.label)) if saved.result else None
    return value_answer(FieldValue.of(owner, field), message)


def fill(field_value: FieldValue, value: str | None, seen: int) -> bool:
    """Keep what was typed; False when it stands so already, as a sensitive value does that nobody typed."""
    return value is not None and field_value.fill(current_user, value, seen)


def value_answer(field_value: FieldValue, message: dict | None):
    account = came_from(field_value.owner)
    return answer(
        "custom_values/fact.html",
        see=home_of(field_value, account),
        message=message,
        field_value=field_value,
        account=account,
        focus=True,
    )


def home_of(field_value: FieldValue, account: Account | None) -> str:
    """The page where a custom field value stands among others, at its place."""
    if account:
        return url_for("info.show", account_id=account.id, _anchor=value_id(field_value))
    return url_for("contacts.show", contact_id=field_value.owner.id, _anchor=value_id(field_value))


def closed(owner: Account | Contact, field_id: int, field: CustomField | None):
    """The field was archived (409) or removed (404) while somebody typed: nothing is saved, and nothing typed is lost."""
    field_value = FieldValue(field or CustomField(id=field_id, label="", type="text"), owner)
    status = 409 if field else 404
    context = {"field_value": field_value, "typed": "\n".join(request.form.getlist("value"))}
    if request.htmx.wants_fragment:
        return partial("custom_values/closed.html", account=came_from(owner), **context), status
    return value_in_frame(f"{place_of(field_value).values}/update.html", owner, status, **context)


def revealed(field_value: FieldValue):
    """The answer in which a sensitive value stands in the open."""
    if not field_value.field.sensitive:
        return value_page(field_value)
    try:
        return value_page(field_value, revealed=field_value.reveal(current_user))
    except Unreadable:
        return value_page(field_value, unreadable=True)


def changes_page(field_value: FieldValue):
    """Who changed the value, when, from what to what."""
    found = page_of(field_value.changes(), request.args.get("after"))
    account = came_from(field_value.owner)
    here = value_url(field_value, "changes", account)
    further = f"{here}{'&' if '?' in here else '?'}after={found.next_key}"
    return value_in_frame(
        f"{place_of(field_value).changes}/index.html",
        field_value.owner,
        field_value=field_value,
        rows=[(event, *field_value.change(event)) for event in found.rows],
        page={
            "next_url": further if found.next_key else None,
            "first_url": here if "after" in request.args else None,
        },
    )


def init_app(app):
    app.jinja_env.globals |= {
        "value_url": value_url,
        "value_id": value_id,
        "may_edit_value": may_edit,
        "value_elements": value_elements,
        "home_of_value": home_of,
    }
