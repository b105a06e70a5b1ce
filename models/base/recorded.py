"""The base class of models whose every change is an event of the history; optimistic locking (Stale)."""

from typing import NamedTuple

from peewee import ForeignKeyField, fn

from models.base.archived import hold_concerned
from models.base.database import transaction
from models.base.event import Event
from models.base.event_handlers import dispatch
from models.base.model import BaseModel, plain
from models.base.search_change import SearchChange


class Stale(Exception):
    """Somebody else changed the same fields meanwhile; `theirs` maps each to the value that stands now."""

    def __init__(self, theirs: dict):
        super().__init__(", ".join(theirs))
        self.theirs = theirs


class MadeUseOf(Exception):
    """Somebody has relied on what was made, so it can no longer be as if it had never been."""


class Field(NamedTuple):
    """What people are told of a column.

    `kind` says how its values are read (words.formats.READERS and words.field_changes). A `restorable` one can be written
    back from the history. A merge fills those of one group, `filled_with`, from what goes where all of the group are empty.
    What is `on_info` stands on the Info tab, as it is and as of a day, and where two records are compared.
    """

    kind: str = "text"
    restorable: bool = False
    filled_with: str = ""
    on_info: bool = False


class Recorded(BaseModel):
    """A record of which every creation, change and removal is an event with old and new values.

    Besides what every model says of itself (models.base.model), it says what is no part of its history
    and what search goes by. Its words, by noun, are in words/.
    """

    untold = frozenset()  # columns that the sentence says already, or that are kept for the program alone
    unrecorded = frozenset()  # columns that are derived, secret or counted elsewhere
    findable = frozenset()  # columns that search finds accounts by
    revivable = True  # else it stays gone when its removal is undone
    on_merge = "row_by_row"

    def concerns(self) -> dict:
        """The pages that an event about this record stands on: account_id, contact_id, user_id."""
        raise NotImplementedError

    def found_at(self) -> list[int]:
        """The ids of the accounts that search finds by its `findable` columns."""
        return []

    def derived(self) -> dict:
        """The columns that follow from the others, with their values."""
        return {}

    def values(self) -> dict:
        """What the history keeps of this record, by field name."""
        kept = (field for field in self._meta.sorted_fields if field.name not in self.unrecorded)
        return {field.name: plain(self.__data__.get(field.name)) for field in kept if field.name != "id"}

    @property
    def caption(self) -> str:
        """What the history calls it, since the record may be gone when it is read."""
        return getattr(self, "name", "")

    def hold(self):
        """BaseModel.hold(), after the accounts that it concerns()."""
        hold_concerned(**self.concerns())
        return super().hold()

    def record(self, verb: str, effect: str, actor, changes: dict, concerns: dict | None = None):
        event = Event.record(f"{self.noun}.{verb}", effect, self, actor, changes, concerns=concerns)
        dispatch(event.kind, self, actor)
        return event

    @classmethod
    def add(cls, actor, verb: str = "created", **values):
        """Create and record one, by `actor` (a User, a Contact or None for the system)."""
        with transaction():
            made = cls(**values)
            made._write()
            made.record(
                verb,
                "created",
                actor,
                {name: [None, new] for name, new in made.values().items() if new is not None},
            )
        return made

    def _write(self):
        hold_concerned(**self.concerns())
        self._set(self.derived())
        self.save(force_insert=True)
        self._note_for_search(self.findable)

    def _set(self, values: dict):
        for name, value in values.items():
            setattr(self, name, value)

    def _note_for_search(self, changed):
        if self.findable & changed:
            SearchChange.note(*self.found_at())

    def amend(self, actor, verb: str = "changed", **values) -> bool:
        """Write those of `values` that differ from the row as it is now, in one event; False when none does.

        Raises DoesNotExist when the record has been removed meanwhile.
        """
        with transaction():
            row = self.hold()
            changes = {
                name: [plain(row.__data__.get(name)), plain(value)]
                for name, value in values.items()
                if plain(row.__data__.get(name)) != plain(value)
            }
            self._set(values)
            if not changes:
                return False
            # What moves is told where it leaves: there its absence would surprise.
            moves = any(isinstance(self._meta.fields[name], ForeignKeyField) for name in changes)
            concerns = row.concerns() if moves else None
            row._note_for_search(changes.keys())
            row._set(values)
            derived = row.derived()
            type(self).update({name: values[name] for name in changes} | derived).where(
                type(self).id == self.id
            ).execute()
            self._set(derived)
            self._note_for_search(changes.keys())
            kept = {name: change for name, change in changes.items() if name not in self.unrecorded}
            self.record(verb, "changed", actor, kept, concerns)
        return True

    @classmethod
    def from_values(cls, record_id: int, values: dict) -> "Recorded":
        """A record as the history tells it: `values` as values() gives them. It is not written."""
        fields = cls._meta.fields
        # Not its default: that is of today.
        empty = {name: None for name, field in fields.items() if field.null}
        known = {name: fields[name].python_value(value) for name, value in values.items() if name in fields}
        return cls(**empty | known | {"id": record_id})

    @classmethod
    def revive(cls, record_id: int, values: dict, actor) -> "Recorded":
        """Write a removed record again, under its old id, as the history tells it."""
        with transaction():
            back = cls.from_values(record_id, values)
            back._write()
            changes = {name: [None, value] for name, value in back.values().items() if value is not None}
            back.record("restored", "created", actor, changes)
        return back

    def put_back(self, actor, **values) -> bool:
        """amend() to values that stood before."""
        return self.amend(actor, "restored", **values)

    def take_away(self, actor):
        """Undo that it was made. Raises MadeUseOf where somebody has relied on it since."""
        self.remove(actor)

    def stays_as_is(self, event: Event) -> bool:
        """Whether undoing `event` leaves this very record alone, as where somebody has decided about it since."""
        return False

    @property
    def last_event_id(self) -> int:
        """The newest line of its history: what an editor has seen."""
        return self._events().select(fn.MAX(Event.id)).scalar() or 0

    def _events(self):
        return Event.select().where(Event.noun == self.noun, Event.subject_id == self.id)

    def edit(self, actor, seen: int, verb: str = "changed", **values) -> bool:
        """amend() by somebody who saw the record as of event `seen` and perhaps left fields as they were.

        Fields that only others changed since then keep the others' values. Raises Stale, and writes nothing, when both
        changed a field to different values (rule Clients 6).
        """
        with transaction():
            return self.amend(actor, verb, **self.own_changes(seen, **values))

    def own_changes(self, seen: int, **values) -> dict:
        """Those of `values` that an editor who saw event `seen` has changed. Raises Stale as edit() does."""
        row = self.hold()
        before = self._values_at(seen)
        now = {name: plain(row.__data__.get(name)) for name in values}
        mine = {name: value for name, value in values.items() if plain(value) != before.get(name, now[name])}
        both = [name for name in mine if name in before and now[name] != plain(mine[name])]
        if both:
            raise Stale({name: now[name] for name in both})
        return mine

    def changed_since(self, seen: int) -> set[str]:
        """The names of the fields that were changed after event `seen`."""
        return set(self._values_at(seen))

    def brought_up(self, seen: int, **values) -> dict:
        """`values` of somebody who saw event `seen`, with those fields that only others changed as they stand now."""
        before = self._values_at(seen)
        now = self.hold().__data__
        return {
            name: plain(now[name]) if name in before and plain(value) == before[name] else value
            for name, value in values.items()
        }

    def _values_at(self, event_id: int) -> dict:
        """What stood as of an event in those fields that have changed since."""
        later = self._events().where(Event.id > event_id).order_by(Event.id.desc())
        return {name: old for event in later for name, (old, _new) in event.values.items()}

    def parts(self) -> list:
        """The records that exist only as long as this one does; they go before it, each with its own event."""
        return []

    def remove(self, actor, verb: str = "removed"):
        """Delete the row and its parts; the last values stay in the events."""
        with transaction():
            for part in self.parts():
                part.remove(actor)
            self.record(
                verb,
                "removed",
                actor,
                {name: [old, None] for name, old in self.values().items() if old is not None},
            )
            self._note_for_search(self.findable)
            self.delete_instance()
