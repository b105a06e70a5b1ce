"""The Info tab of a day of the past, told beside what it says today."""

from datetime import date, timedelta
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, ValidationError

from access import accounts
from models.base.clock import day_of, now, start_of, today
from models.base.phone_number import format_phone
from models.clients.account import Account
from models.clients.linked_address import SWITCHES
from models.history.account_as_of import AccountAsOf
from models.history.account_history import AccountHistory
from web.forms import BaseForm, DayField
from words import labels
from words.formats import custom_value, day, info_texts, language, percentage, postal_address


class AsOfForm(BaseForm):
    as_of = DayField(_l("Day"), [InputRequired(_l("Choose a day."))])

    def validate_as_of(self, field):
        if field.data and field.data > today():
            raise ValidationError(_("This day is in the future."))


class ThenAndNow(NamedTuple):
    """What something was then and what it is today, as texts."""

    label: str
    then: str
    today: str

    @property
    def changed(self) -> bool:
        return self.then != self.today


class Row(NamedTuple):
    """An address on the account: its switches in their order."""

    email: ThenAndNow
    switches: list[ThenAndNow]
    gone: bool


class Person(NamedTuple):
    """A contact who stood on the account."""

    name: ThenAndNow
    facts: list[ThenAndNow]
    rows: list[Row]
    gone: bool


def as_of_context(account: Account, as_of: date) -> dict:
    """What partials/past/past.html needs: the facts of the day beside today's, and the neighbouring days with changes."""
    began, ended = start_of(as_of), start_of(as_of + timedelta(days=1))
    history = AccountHistory(account)
    earlier, later = history.last_before(began), history.first_from(ended)
    then, present = AccountAsOf(account, ended - timedelta(microseconds=1)), AccountAsOf(account, now())
    context = {
        "day": as_of,
        "earlier": day_of(earlier) if earlier else None,
        "later": day_of(later) if later else None,
        "began": day_of(account.created_at),
        "known": then.account is not None,
    }
    if then.account is None:
        return context
    people = {link.contact_id: link for link in present.links}
    here = {link.contact_id for link in then.links}
    return context | {
        "facts": compared(account_texts(then, account), account_texts(present, account)),
        "people": [person(link, people.get(link.contact_id)) for link in then.links],
        "newcomers": [link.contact.name for link in present.links if link.contact_id not in here],
    }


def compared(then: dict, today: dict) -> list[ThenAndNow]:
    """The facts of both days, those of then first. Keys are tuples that end with the label."""
    return [ThenAndNow(key[-1], then.get(key, ""), today.get(key, "")) for key in then | today]


def account_texts(then: AccountAsOf, account: Account) -> dict[tuple, str]:
    """Key → text, of everything that Info says of an account."""
    one = then.account
    known = {
        (_("Name"),): one.name,
        (_("Type"),): str(labels.ACCOUNT_TYPES[one.type]),
        (_("State"),): _("Archived") if one.archived else _("In use"),
        (_("Tags"),): ", ".join(tag.name for tag in then.tags),
        (_("Team"),): ", ".join(user.name for user in then.team),
        **{("role", each.role_id, each.role.name): each.user.name for each in then.roles},
        (_("Address"),): postal_address(one),
        **{(label,): text for label, text in info_texts(one).items()},
        (_("QuickBooks"),): str(labels.STATUSES["quickbooks"][one.quickbooks_status][0]),
        (_("Related clients"),): relations(then, account),
    }
    return known | custom_texts(then.values)


def custom_texts(values) -> dict[tuple, str]:
    return {("field", value.field_id, value.field.label): custom_value(value) for value in values}


def relations(then: AccountAsOf, account: Account) -> str:
    """The typed relations whose other end is open to the reader."""
    ends = {each.account_id for each in then.relations} | {each.related_id for each in then.relations}
    names = {each.id: each.name for each in accounts(list(ends))} | {account.id: _("this client")}
    texts = []
    for each in then.relations:
        if each.account_id in names and each.related_id in names:
            share = each.percentage_hundredths
            words = [names[each.account_id], str(labels.RELATIONS[each.kind]), names[each.related_id]]
            texts.append(" ".join(words) + (f" ({percentage(share)})" if share is not None else ""))
    return "; ".join(texts)


def person(link, today) -> Person:
    """A contact of the past beside the same one today; `today` is None for one who has left."""
    facts = person_texts(link)
    rows = {row.address_id: row for row in today.rows} if today else {}
    return Person(
        ThenAndNow("", link.contact.name, today.contact.name if today else link.contact.name),
        compared(facts, person_texts(today) if today else facts),
        [address_row(row, rows.get(row.address_id)) for row in link.rows],
        today is None,
    )


def person_texts(link) -> dict[tuple, str]:
    contact = link.contact
    known = {
        (_("Description"),): link.description,
        (_("Signer number"),): str(link.signer_priority),
        (_("Phone"),): ", ".join(format_phone(phone.number) for phone in link.phones),
        (_("Address"),): postal_address(contact),
        (_("Language"),): language(contact.language),
        (_("From"),): day(link.from_on),
        (_("Until"),): day(link.until_on),
    }
    return known | custom_texts(link.custom_values)


def address_row(row, today) -> Row:
    states = [
        ThenAndNow(str(labels.SWITCHES[name]), state(row, name), state(today or row, name))
        for name in SWITCHES
    ]
    email = ThenAndNow("", row.address.email, (today or row).address.email)
    return Row(email, states, today is None)


def state(row, switch: str) -> str:
    if not row.is_on(switch):
        return _("Off")
    muted = ", ".join(str(labels.NOTIFICATIONS[each.type]) for each in row.muted)
    return _("On, all but: %(what)s", what=muted) if switch == "notify" and muted else _("On")
