"""Custom fields: what a firm wants to know beyond the fixed fields."""

from peewee import CharField, IntegerField, TextField, fn

from models.base.alphabet import danish_sort_key
from models.base.clock import now
from models.base.database import locked, transaction
from models.base.fields import InstantField
from models.base.recorded import Recorded
from models.clients.field_type import CHOICE_TYPES, TYPES, WIDER, Unfit, read
from models.staff.firm import Firm

SETS = ("account", "contact")


class TypeLocked(Exception):
    """The field has values that another type could not hold."""


class LabelTaken(Exception):
    """Another field of the set, perhaps an archived one, is called so."""


class InUse(Exception):
    """The field has, or had, values."""


class CustomField(Recorded):
    """One field of the set for accounts or of the set for contacts. `choices` holds one choice a line."""

    noun = "custom_field"

    set = CharField(max_length=10)
    label = CharField(max_length=100)
    type = CharField(max_length=20)
    choices = TextField(default="")
    position = IntegerField(default=0)
    required_at = InstantField(null=True)
    archived_at = InstantField(null=True)

    def concerns(self):
        return {}

    @property
    def caption(self):
        return self.label

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    @property
    def required(self) -> bool:
        return self.required_at is not None

    @property
    def sensitive(self) -> bool:
        return self.type == "sensitive"

    @property
    def in_addresses(self) -> bool:
        """Whether its values are e-mail addresses of contacts, with switches of their own."""
        return self.set == "contact" and self.type == "email"

    @classmethod
    def of_set(cls, set_: str):
        """The fields of a set that are in use, in the firm's order."""
        return cls.select().where(cls.set == set_, cls.archived_at.is_null()).order_by(cls.position, cls.id)

    @classmethod
    def archived_of_set(cls, set_: str) -> list:
        """The archived fields of a set, by label."""
        found = cls.select().where(cls.set == set_, cls.archived_at.is_null(False))
        return sorted(found, key=lambda field: (danish_sort_key(field.label), field.id))

    @classmethod
    def labelled(cls, set_: str, label: str, but: int | None = None):
        """The field of a set, archived or not, that is called so already; `but` is the id of one that may be."""
        named = (each for each in cls.select().where(cls.set == set_) if each.id != but)
        return next((each for each in named if each.label.casefold() == label.casefold()), None)

    @classmethod
    def define(cls, actor, *, set: str, label: str, type: str, choices: str = "", required: bool = False):
        """Add a field as the last of its set. Raises LabelTaken."""
        with transaction():
            cls._require_free(set, label)
            last = cls.select(fn.MAX(cls.position)).where(cls.set == set).scalar()
            return cls.add(
                actor,
                set=set,
                label=label,
                type=type,
                choices=choices if type in CHOICE_TYPES else "",
                position=0 if last is None else last + 1,
                required_at=now() if required else None,
            )

    @classmethod
    def _require_free(cls, set_: str, label: str, but: int | None = None):
        Firm.hold_this()  # one at a time, so that two cannot take the same label
        if cls.labelled(set_, label, but):
            raise LabelTaken

    @property
    def used(self) -> bool:
        """Whether it has, or had, a value anywhere."""
        return self.held.exists() or self.address_set.exists()

    def types(self) -> tuple[str, ...]:
        """What it may become: anything while it is unused, then only what every value of it fits into."""
        return TYPES if not self.used else (self.type, *WIDER.get(self.type, ()))

    def revise(self, actor, seen: int, *, label: str, type: str, choices: str, required: bool) -> bool:
        """Edit it as Recorded.edit() does. Raises Stale, TypeLocked, LabelTaken.

        A choice that is no longer offered stays where it was chosen: what is known of a client outlives the firm's list.
        """
        with transaction():
            self._require_free(self.set, label, self.id)
            row = self.hold()
            if type != row.type and type not in row.types():
                raise TypeLocked
            return self.edit(
                actor,
                seen,
                label=label,
                type=type,
                choices=choices if type in CHOICE_TYPES else "",
                required_at=(row.required_at or now()) if required else None,
            )

    def move(self, actor, place: int):
        """Make it number `place` of the fields in use of its set, from 1; the others keep their order."""
        with transaction():
            others = [each for each in locked(type(self).of_set(self.set)) if each.id != self.id]
            others.insert(min(max(place, 1), len(others) + 1) - 1, self)
            for position, each in enumerate(others):
                each.amend(actor, "moved", position=position)

    def archive(self, actor):
        """Ask for it no more; its values stay and come back with it."""
        self.amend(actor, "archived", archived_at=self.archived_at or now())

    def bring_back(self, actor):
        self.amend(actor, "brought_back", archived_at=None)

    def discard(self, actor):
        """Remove it for good. Raises InUse for one that ever had a value."""
        with transaction():
            self.hold()
            if self.used:
                raise InUse
            self.remove(actor)

    def read(self, typed: str, decimal: str = ",", kept: str = "") -> str:
        """What was typed as this field keeps it (field_type.read). `kept`, its value until now, may stay. Raises Unfit."""
        offered = self.choices.splitlines()
        offered += [each for each in kept.splitlines() if each not in offered and self.type in CHOICE_TYPES]
        value = read(self.type, typed, offered, decimal)
        if self.required and not value:
            raise Unfit("required")
        return value
