"""What the events of a history changed, field by field, as people read it, and what of it can be restored."""

from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from access import accounts
from models.base.event import Event
from models.base.phone_number import format_phone
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.history.restore import RESTORABLE, differs, standing
from models.staff.user import User
from words import labels
from words.formats import country, custom_value, day, language, local_day, percentage

PLACE = {
    "street": (_l("Street"), "text"),
    "postal_code": (_l("Postal code"), "text"),
    "city": (_l("City"), "text"),
    "country": (_l("Country"), "country"),
}

LOGGED = {"address": (_l("From address"), "text")}

# Noun → field → what it is called and how its values are read. Fields that are not here tell people nothing.
FIELDS = {
    "account": {
        "name": (_l("Name"), "text"),
        "type": (_l("Type"), "account_type"),
        **PLACE,
        "phone": (_l("Phone"), "phone"),
        "website": (_l("Website"), "text"),
        "registration_number": (_l("Registration number (CVR)"), "text"),
        "quickbooks_status": (_l("QuickBooks"), "quickbooks"),
        "quickbooks_error": (_l("Reason"), "text"),
    },
    "account_relation": {
        "account": (_l("From client"), "account"),
        "related": (_l("To client"), "account"),
        "kind": (_l("Relation"), "relation"),
        "percentage_hundredths": (_l("Owner's share"), "percentage"),
    },
    "contact": {
        "first_name": (_l("First name"), "text"),
        "last_name": (_l("Last name"), "text"),
        "language": (_l("Language"), "language"),
        **PLACE,
        "merged_into": (_l("Became a part of"), "contact"),
    },
    "phone": {
        "number": (_l("Phone"), "phone"),
        "label": (_l("Label"), "text"),
        "position": (_l("Place in the order"), "place"),
        "contact": (_l("Contact"), "contact"),
    },
    "address": {
        "email": (_l("E-mail"), "text"),
        "position": (_l("Place in the order"), "place"),
        "contact": (_l("Contact"), "contact"),
    },
    "link": {
        "description": (_l("Description"), "text"),
        "signer_priority": (_l("Signer number"), "text"),
        "from_on": (_l("From"), "day"),
        "until_on": (_l("Until"), "day"),
        "contact": (_l("Contact"), "contact"),
        "account": (_l("Client"), "account"),
    },
    "linked_address": {
        "login_at": (labels.SWITCHES["login"], "on_off"),
        "notify_at": (labels.SWITCHES["notify"], "on_off"),
        "email_sync_at": (labels.SWITCHES["email-sync"], "on_off"),
        "signing_authority_at": (labels.SWITCHES["signing-authority"], "on_off"),
    },
    "muted_notification": {},
    "invitation": {
        "message": (_l("Message"), "text"),
        "expires_at": (_l("Expires"), "instant"),
    },
    "assignment": {"until_at": (_l("Until"), "instant")},
    "account_role": {"user": (_l("Member of staff"), "user")},
    "account_tag": {},
    "custom_value": {"value": (_l("Value"), "custom")},
    "access_request": {"reason": (_l("Reason"), "text")},
    "user": {
        "name": (_l("Name"), "text"),
        "email": (_l("E-mail"), "text"),
        "role": (_l("Role"), "role"),
        "deactivated_at": (_l("Deactivated"), "instant"),
    },
    "firm": {"name": (_l("Name"), "text"), "language": (_l("Language"), "language")},
    "sign_in": LOGGED,
    "refusal": {**LOGGED, "method": (_l("Method"), "text"), "status": (_l("Answer"), "text")},
    "export": LOGGED,
    "access": LOGGED,
}

# What the sentence about an event says already, or what is kept for the program alone.
SILENT = {
    "account": {
        *("name_typed_at", "quickbooks_synced_at", "created_at"),
        *("archived_at", "binned_at", "merged_into"),
    },
    "contact": {"created_at"},
    "address": {"field", "portal_user_id", "accepted_at"},
    "link": {"moved_at"},
    "linked_address": {"link", "address", "agreed_email"},
    "muted_notification": {"linked_address", "type"},
    "invitation": {
        *("linked_address", "email", "invited_by"),
        *("created_at", "opened_at", "accepted_at", "revoked_at"),
    },
    "assignment": {"account", "user", "created_at", "stands_on"},
    "account_role": {"account", "role"},
    "account_tag": {"account", "tag"},
    "custom_value": {"field", "account", "contact"},
    "access_request": {"account", "user", "created_at", "answered_at", "granted_at"},
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
        values = event.values
        known = FIELDS.get(event.noun, {})
        return [
            Change(name, str(label), *texts, self._restorable(event, name, values[name]))
            for name, (label, kind) in known.items()
            if name in values and any(texts := [self._read(kind, each, event) for each in values[name]])
        ]

    def text(self, event: Event, name: str, value) -> str:
        """A value of one field of the event's record."""
        return self._read(FIELDS[event.noun][name][1], value, event)

    def _restorable(self, event: Event, name: str, change: list) -> bool:
        row = self._standing.get((event.noun, event.subject_id))
        return (
            event.effect == "changed"
            and name in RESTORABLE.get(event.noun, ())
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


READERS = {
    "text": str,
    "account_type": lambda code: str(labels.ACCOUNT_TYPES.get(code, code)),
    "quickbooks": lambda code: str(labels.STATUSES["quickbooks"].get(code, (code,))[0]),
    "role": lambda code: str(labels.ROLES.get(code, code)),
    "relation": lambda code: str(labels.RELATIONS.get(code, code)),
    "language": language,
    "country": country,
    "phone": format_phone,
    "percentage": percentage,
    "place": lambda position: str(position + 1),
    "day": lambda text: day(date.fromisoformat(text)),
    "instant": lambda text: local_day(datetime.fromisoformat(text)),
}


def _ids(events, kind: str) -> list[int]:
    """The ids of that kind that the changes of the events name."""
    found = set()
    for event in events:
        for name, (_label, each) in FIELDS.get(event.noun, {}).items():
            if each == kind:
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
