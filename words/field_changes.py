"""What the events of a history changed, field by field, as people read it, and what of it can be restored."""

from typing import NamedTuple

from flask_babel import gettext as _

from access import accounts
from models.base.event import Event
from models.base.model import models_by_noun
from models.base.recorded import Field
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.history.restore import differs, restorable, standing
from models.staff.user import User
from words import labels
from words.formats import READERS, custom_value

# What is told of an event that is of no record.
LOGGED = {
    "sign_in": ("address",),
    "refusal": ("address", "method", "status"),
    "export": ("address",),
    "access": ("address",),
}

MASK = "••••••"


class Change(NamedTuple):
    """One changed field; `old` or `new` is empty where there was nothing. A restorable one may be written back."""

    field: str
    label: str
    old: str
    new: str
    restorable: bool


class Reading:
    """Reads the changes of some events for the signed-in user, and names nobody else's clients and contacts.

    `may_restore(event)` says whether the user may write back what an event changed.
    """

    def __init__(self, events: list[Event], may_restore=lambda event: False):
        self._may_restore = may_restore
        self._standing = standing(events)
        self._fields = _custom_fields(events)
        self._names = {
            "account": _names(accounts(_ids(events, "account")), Account.id, Account.name),
            "contact": self._contacts(events),
            "user": _names(User.select().where(User.id.in_(_ids(events, "user"))), *User.named()),
        }

    def _contacts(self, events) -> dict[int, str]:
        open_ = Link.select(Link.contact).where(Link.account.in_(accounts().select(Account.id)))
        ids = _ids(events, "contact")
        told = [event.contact_id for event in events if event.contact_id]
        seen = Contact.id.in_(told) | (Contact.id.in_(ids) & Contact.id.in_(open_))
        return {each.id: each.name for each in Contact.select(*Contact.named()).where(seen)}

    def person(self, event: Event) -> str:
        """Whose the subject of an event is, where its name does not say so."""
        return "" if event.noun in ("contact", "link") else self._names["contact"].get(event.contact_id, "")

    def changes(self, event: Event) -> list[Change]:
        """What an event changed, in the order of the form."""
        values, names = event.values, labels.FIELDS.get(event.noun, {})
        return [
            Change(name, str(names[name]), *texts, self._restorable(event, name, values[name]))
            for name, field in fields_of(event.noun).items()
            if name in values and any(texts := [self._read(field.kind, each, event) for each in values[name]])
        ]

    def text(self, event: Event, name: str, value) -> str:
        """A value of one field of the event's record."""
        return self._read(fields_of(event.noun)[name].kind, value, event)

    def _restorable(self, event: Event, name: str, change: list) -> bool:
        row = self._standing.get((event.noun, event.subject_id))
        return (
            event.effect == "changed"
            and name in restorable(event.noun)
            and row is not None
            and differs(row, name, change[0])
            and self._may_restore(event)
        )

    def _read(self, kind: str, value, event: Event) -> str:
        if kind == "on_off":
            return _("On") if value else _("Off")
        if value is None or value == "":
            return ""
        if kind == "custom":
            return self._custom(value, event)
        if kind in self._names:
            return self._names[kind].get(value, _("somebody else"))
        return READERS[kind](value)

    def _custom(self, value: str, event: Event) -> str:
        field = self._fields.get(event.subject_id)
        if field is None or field.type == "sensitive":
            return MASK
        try:
            return custom_value(CustomValue(field=field, value=value))
        except (ArithmeticError, ValueError):
            return value  # older than the field's type


def fields_of(noun: str) -> dict[str, Field]:
    """The fields that people are told of events of a noun, by name."""
    model = models_by_noun().get(noun)
    return model.fields if model else dict.fromkeys(LOGGED.get(noun, ()), Field())


def _ids(events, kind: str) -> list[int]:
    """The ids of that kind that the changes of the events name."""
    found = set()
    for event in events:
        for name, field in fields_of(event.noun).items():
            if field.kind == kind:
                found.update(event.values.get(name, ()))
    return list(found - {None})


def _names(query, number, name) -> dict[int, str]:
    return dict(query.select(number, name).tuples())


def _custom_fields(events) -> dict[int, CustomField]:
    """Custom value id → its field, also of a value that is gone."""
    ids = {event.subject_id for event in events if event.noun == CustomValue.noun}
    rows = CustomValue.select(CustomValue.id, CustomValue.field).where(CustomValue.id.in_(list(ids)))
    field_of = dict(rows.tuples())
    told = Event.select(Event.subject_id, Event.changes).where(
        Event.noun == CustomValue.noun, Event.subject_id.in_(list(ids - field_of.keys()))
    )
    for event in told.order_by(Event.id):
        old, new = event.values.get("field", (None, None))
        field_of[event.subject_id] = new or old or field_of.get(event.subject_id)
    fields = {
        field.id: field for field in CustomField.select().where(CustomField.id.in_(list(field_of.values())))
    }
    return {value_id: fields[field_id] for value_id, field_id in field_of.items() if field_id in fields}
