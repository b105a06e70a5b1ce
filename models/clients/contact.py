"""Contacts: people, who own their personal data whatever accounts they stand on."""

from typing import NamedTuple

from peewee import CharField, ForeignKeyField, IntegerField, TextField, fn

from models.base.alphabet import danish_sort_key
from models.base.archived import still_done
from models.base.clock import now
from models.base.database import current_action, transaction
from models.base.event import Event
from models.base.event_handlers import dispatch
from models.base.fields import InstantField
from models.base.folding import fold
from models.base.mailbox import mailbox, written
from models.base.phone_number import e164
from models.base.photo import Photographed
from models.base.recorded import Field, Recorded
from models.base.search_change import SearchChange
from models.base.visible_text import tidied
from models.clients.account import Account
from models.clients.custom_field import CustomField
from models.staff.user import initials

NAMES = ("first_name", "last_name")


def name_keys(first_name: str, last_name: str) -> dict:
    """The columns of a contact that follow from the name: to sort by first or last name, and to find parts of it."""
    forms = fold(f"{first_name} {last_name}")
    return {
        "sort_key": danish_sort_key(f"{first_name} {last_name}".strip()),
        "last_name_key": danish_sort_key(f"{last_name} {first_name}".strip()),
        "folded_name": forms.danish,
        "plain_name": forms.plain,
    }


class Contact(Photographed, Recorded):
    """A person."""

    noun = "contact"
    history_group = "contacts"
    fields = {
        "first_name": Field(restorable=True),
        "last_name": Field(restorable=True),
        "language": Field("language", restorable=True),
        "street": Field(restorable=True, filled_with="address"),
        "postal_code": Field(restorable=True, filled_with="address"),
        "city": Field(restorable=True, filled_with="address"),
        "country": Field("country", restorable=True),
        "merged_into": Field("contact"),
    }
    untold = frozenset({"created_at"})
    undoable = ("created", "changed", "removed")
    # What is left as long as evidence names the person.
    left_by_purge = frozenset(
        {
            "id",
            "first_name",
            "last_name",
            "sort_key",
            "last_name_key",
            "folded_name",
            "plain_name",
            "created_at",
        }
    )
    unrecorded = frozenset({"sort_key", "last_name_key", "folded_name", "plain_name", "photo", "purged_at"})
    findable = frozenset(NAMES)

    first_name = CharField(max_length=255)
    last_name = CharField(default="", max_length=255)
    sort_key = TextField(index=True)
    last_name_key = TextField(index=True)
    folded_name = TextField()
    plain_name = TextField(default="")
    language = CharField(default="da", max_length=5)
    street = CharField(default="")
    postal_code = CharField(default="")
    city = CharField(default="")
    country = CharField(default="DK", max_length=2)
    photo = CharField(null=True)
    created_at = InstantField(default=now)
    merged_into = ForeignKeyField("self", null=True, on_delete="SET NULL")
    purged_at = InstantField(
        null=True
    )  # since when only the name is left, for the evidence that names the person

    resting = False  # whether all of the contact's accounts are archived; access.find_contact() looks

    def concerns(self):
        return {"contact_id": self.id}

    def found_at(self):
        return SearchChange.accounts_of(self.id)

    def derived(self):
        return name_keys(self.first_name, self.last_name)

    @classmethod
    def stands(cls):
        """What is true of a person who is neither a part of another by a merge nor only a name on kept evidence."""
        return cls.merged_into.is_null() & cls.purged_at.is_null()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return initials(self.name)

    @classmethod
    def named(cls) -> tuple:
        """The columns to select where a page only says who somebody is."""
        return cls.id, cls.first_name, cls.last_name

    @classmethod
    def meet(cls, actor, *, first_name: str, last_name: str = "", emails=(), phone: str = "", **fields):
        """Create a contact with addresses (the first is the primary one) and a phone in any format."""
        with transaction():
            contact = cls.add(
                actor,
                first_name=tidied(first_name),
                last_name=tidied(last_name),
                **fields,
            )
            for position, email in enumerate(emails):
                Address.add(actor, contact=contact, email=email, position=position)
            if phone:
                Phone.add(actor, contact=contact, number=e164(phone))
        return contact

    def rename(self, first_name: str, last_name: str, actor):
        """Give the person another name."""
        self.change(actor, self.last_event_id, first_name=first_name, last_name=last_name)

    def change(self, actor, seen: int, **values) -> bool:
        """Edit the person's own data as Recorded.edit() does. Raises Stale."""
        with transaction():
            row = self.hold()
            renamed = any(values.get(name, getattr(row, name)) != getattr(row, name) for name in NAMES)
            return self.edit(actor, seen, "renamed" if renamed else "changed", **values)

    @property
    def seen_event_id(self) -> int:
        """The newest line of history about the person, the phones and the addresses: what an editor has seen."""
        return Event.select(fn.MAX(Event.id)).where(Event.contact_id == self.id).scalar() or 0

    def amend(self, actor, verb="changed", **values) -> bool:
        with transaction(), still_done("change of a contact"):
            former = self.hold().photo
            changed = super().amend(actor, verb, **values)
            if changed and "photo" in values:
                Account.follow_photo(self.id, former, actor)
            if changed and {"first_name", "last_name"} & values.keys():
                Account.follow_contact(self.id, actor)
        return changed


class Phone(Recorded):
    """A phone number of a contact, stored as E.164 with its extension (models/base/phone_number.py)."""

    noun = "phone"
    history_group = "contacts"
    fields = {
        "number": Field("phone", restorable=True),
        "label": Field(restorable=True),
        "position": Field("place"),
        "contact": Field("contact"),
    }
    undoable = ("created", "changed", "removed")
    part_of_person = True
    stands_once = (("contact", "number"),)
    findable = frozenset({"number"})

    contact = ForeignKeyField(Contact, on_delete="CASCADE", backref="phones")
    label = CharField(default="")
    number = CharField(max_length=40, index=True)
    position = IntegerField(default=0)

    @classmethod
    def of(cls, contacts):
        """The phones of these contacts, each person's in order."""
        return cls.select().where(cls.contact.in_(contacts)).order_by(cls.position, cls.id)

    def concerns(self):
        return {"contact_id": self.contact_id}

    def found_at(self):
        return SearchChange.accounts_of(self.contact_id)

    @property
    def caption(self):
        return self.number


class Address(Recorded):
    """One e-mail address of a contact: at position 0 the primary one, after it those of e-mail-typed custom fields.

    `portal_user_id` is the sign-in with which this very person accepted an invitation, since `accepted_at`. It refers by
    number, since a sign-in can end and another of the same address begin (docs/security/portal-access.md).

    `kept_apart` is 0. Only where a contact had one mailbox in two forms, before these were known to be the same, it
    numbers the others, which a person has to decide about (models.merging.duplicates.twice_at_one()).
    """

    noun = "address"
    history_group = "contacts"
    fields = {
        "email": Field(restorable=True),
        "position": Field("place"),
        "contact": Field("contact"),
    }
    untold = frozenset({"field", "portal_user_id", "accepted_at"})
    undoable = ("created", "changed", "removed")
    part_of_person = True
    unrecorded = frozenset({"email_folded", "kept_apart"})
    findable = frozenset({"email"})

    contact = ForeignKeyField(Contact, on_delete="CASCADE", index=False, backref="addresses")
    email = CharField(max_length=254)
    email_folded = CharField(max_length=254, index=True)
    kept_apart = IntegerField(default=0)
    position = IntegerField(default=0)
    field = ForeignKeyField(CustomField, null=True, on_delete="SET NULL")
    portal_user_id = IntegerField(null=True)
    accepted_at = InstantField(null=True)

    class Meta:
        indexes = ((("contact", "email_folded", "kept_apart"), True),)

    @classmethod
    def of(cls, contacts):
        """The addresses of these contacts, each person's in order."""
        return cls.select().where(cls.contact.in_(contacts)).order_by(cls.position, cls.id)

    def concerns(self):
        return {"contact_id": self.contact_id}

    def found_at(self):
        return SearchChange.accounts_of(self.contact_id)

    def derived(self):
        return {"email_folded": mailbox(self.email)}

    def _write(self):
        self.email = written(self.email)
        super()._write()

    def amend(self, actor, verb="changed", **values) -> bool:
        """Recorded.amend(). At another mailbox nobody has accepted yet, whatever changes the address and why."""
        if "email" in values:
            values["email"] = written(values["email"])
        with transaction():
            former = self.hold()
            moves = mailbox(values.get("email", former.email)) != former.email_folded
            if moves:
                values = {"portal_user_id": None, "accepted_at": None} | values
            changed = super().amend(actor, verb, **values)
            if moves:
                with still_done("change of a contact"):
                    dispatch("address.readdressed", Readdressed(self, former), actor)
        return changed

    def put_back(self, actor, **values) -> bool:
        if "email" in values:
            return self.amend(actor, "corrected", **values)
        return super().put_back(actor, **values)

    def stays_as_is(self, event: Event) -> bool:
        """Whether its acceptance ended with `event` and it has come to an account since: that one invites anew."""
        if event.kind != "address.access_ended":
            return False
        come = Event.select().where(
            Event.noun == "linked_address",
            Event.subject_id.in_([row.id for row in self.linked_addresses]),
            Event.effect == "created",
            Event.id > event.id,
            Event.action.not_in((event.action, current_action())),
        )
        return come.exists()

    def parts(self):
        return list(self.linked_addresses)

    def record(self, verb, effect, actor, changes, concerns=None):
        with still_done("change of a contact"):  # what follows on every account too
            return super().record(verb, effect, actor, changes, concerns)

    def remove(self, actor, verb="removed"):
        with still_done("change of a contact"):
            super().remove(actor, verb)

    @property
    def caption(self):
        return self.email


class Readdressed(NamedTuple):
    """An address that has become that of another mailbox, and what it was before."""

    address: Address
    former: Address
