"""Facts on pages: their addresses and answers, alike for clients and contacts."""

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
from models.clients.contact_value import Closed, Fact
from models.clients.custom_field import CustomField
from views._address_removal import Losing, losing
from views.custom_values._value_form import fact_id, form_of, seen_in, typed_in
from web.account_page import profile_page
from web.responses import answer, page, partial, toast
from web.saving import save_valid


class Place(NamedTuple):
    """Where the facts of one kind of owner stand: the set of their fields and the names of their modules."""

    set: str
    values: str
    changes: str
    revelations: str


ACCOUNTS = Place("account", "custom_values", "custom_value_changes", "revelations")
CONTACTS = Place("contact", "contact_values", "contact_value_changes", "contact_revelations")


def place_of(fact: Fact) -> Place:
    return ACCOUNTS if isinstance(fact.owner, Account) else CONTACTS


def fact_elements(fact: Fact, account: Account | None) -> tuple[str, str, str]:
    """The elements of a fact, its name and its value: a contact's on the page of a client are items of a list."""
    return ("li", "span", "span") if account and place_of(fact) is CONTACTS else ("div", "dt", "dd")


def fact_url(fact: Fact, what: str, account: Account | None = None) -> str:
    """The address of a fact's show, edit, update, changes or revelation.

    `account` is the client on whose page a contact's fact stands, so that one comes back there.
    """
    place = place_of(fact)
    endpoint = {"changes": f"{place.changes}.index", "revelation": f"{place.revelations}.create"}.get(
        what, f"{place.values}.{what}"
    )
    back = {"account": account.id} if account and place is CONTACTS else {}
    return url_for(endpoint, field_id=fact.field.id, **{f"{place.set}_id": fact.owner.id}, **back)


def may_edit(fact: Fact, account: Account | None = None) -> bool:
    """Whether to draw the control of a fact, on the page of `account`."""
    archived = account.archived if account else place_of(fact) is CONTACTS and fact.owner.resting
    return may(f"{place_of(fact).values}.update") and not fact.field.archived and not archived


def came_from(owner: Account | Contact) -> Account | None:
    """The client on whose page the fact stands."""
    if isinstance(owner, Account):
        return owner
    account_id = request.args.get("account", 0, int)
    return accounts([account_id]).first() if 0 < account_id <= LARGEST_ID else None


def find_fact(owner: Account | Contact, field_id: int) -> Fact:
    """The fact of an address, of a field in use or archived; 404 in words when the field is gone."""
    field = _field(owner, field_id)
    if field is None:
        raise Missing(_("This field is no longer there: it was removed in the settings."))
    return Fact.of(owner, field)


def _field(owner: Account | Contact, field_id: int) -> CustomField | None:
    set_ = "account" if isinstance(owner, Account) else "contact"
    known = CustomField.select().where(CustomField.set == set_, CustomField.id == field_id)
    return known.first() if field_id <= LARGEST_ID else None


def fact_page(template: str, owner: Account | Contact, status: int = 200, **context):
    """A page about a fact, in the frame of its client or of its contact."""
    account = came_from(owner)
    if isinstance(owner, Account):
        return profile_page(template, owner, "info", status=status, **context)
    return page(template, status, contact=owner, account=account, **context)


def value_page(fact: Fact, **context):
    """The fact as it stands, the focus on its control; `revealed` is a sensitive value in the open."""
    if request.htmx.wants_fragment:
        account = came_from(fact.owner)
        return partial("custom_values/fact.html", fact=fact, account=account, focus=True, **context)
    return fact_page(f"{place_of(fact).values}/show.html", fact.owner, fact=fact, **context)


def edited(fact: Fact, form, status: int = 200, theirs: str | None = None, lost: Losing | None = None):
    """The form; after a conflict `theirs` is what others have saved meanwhile."""
    context = {"fact": fact, "form": form, "theirs": theirs, "losing": lost}
    if request.htmx.wants_fragment:
        return partial("custom_values/form.html", account=came_from(fact.owner), **context), status
    return fact_page(f"{place_of(fact).values}/edit.html", fact.owner, status, **context)


def save_value(owner: Account | Contact, field_id: int):
    """Save the one value that a form names."""
    field = _field(owner, field_id)
    if field is None or field.archived:
        return closed(owner, field_id, field)
    fact = Fact.of(owner, field)
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
        now = Fact.of(owner, field)
        return edited(now, form, saved.status, theirs=now.value if saved.theirs else None)
    message = toast(_("“%(field)s” is saved.", field=field.label)) if saved.result else None
    return value_answer(Fact.of(owner, field), message)


def fill(fact: Fact, value: str | None, seen: int) -> bool:
    """Keep what was typed; False when it stands so already, as a sensitive value does that nobody typed."""
    return value is not None and fact.fill(current_user, value, seen)


def value_answer(fact: Fact, message: dict | None):
    account = came_from(fact.owner)
    return answer(
        "custom_values/fact.html",
        see=home_of(fact, account),
        message=message,
        fact=fact,
        account=account,
        focus=True,
    )


def home_of(fact: Fact, account: Account | None) -> str:
    """The page where a fact stands among others, at its place."""
    if account:
        return url_for("info.show", account_id=account.id, _anchor=fact_id(fact))
    return url_for("contacts.show", contact_id=fact.owner.id, _anchor=fact_id(fact))


def closed(owner: Account | Contact, field_id: int, field: CustomField | None):
    """The field was archived (409) or removed (404) while somebody typed: nothing is saved, and nothing typed is lost."""
    fact = Fact(field or CustomField(id=field_id, label="", type="text"), owner)
    status = 409 if field else 404
    context = {"fact": fact, "typed": "\n".join(request.form.getlist("value"))}
    if request.htmx.wants_fragment:
        return partial("custom_values/closed.html", account=came_from(owner), **context), status
    return fact_page(f"{place_of(fact).values}/update.html", owner, status, **context)


def revealed(fact: Fact):
    """The answer in which a sensitive value stands in the open."""
    if not fact.field.sensitive:
        return value_page(fact)
    try:
        return value_page(fact, revealed=fact.reveal(current_user))
    except Unreadable:
        return value_page(fact, unreadable=True)


def changes_page(fact: Fact):
    """Who changed the value, when, from what to what."""
    found = page_of(fact.changes(), request.args.get("after"))
    account = came_from(fact.owner)
    here = fact_url(fact, "changes", account)
    further = f"{here}{'&' if '?' in here else '?'}after={found.next_key}"
    return fact_page(
        f"{place_of(fact).changes}/index.html",
        fact.owner,
        fact=fact,
        rows=[(event, *fact.change(event)) for event in found.rows],
        page={
            "next_url": further if found.next_key else None,
            "first_url": here if "after" in request.args else None,
        },
    )


def init_app(app):
    app.jinja_env.globals |= {
        "fact_url": fact_url,
        "fact_id": fact_id,
        "may_edit_fact": may_edit,
        "fact_elements": fact_elements,
        "home_of_fact": home_of,
    }
