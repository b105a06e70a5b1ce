"""Saving the form of a contact in one transaction: own data, phones and e-mail addresses."""

from typing import NamedTuple

from models.base.database import transaction
from models.base.event import Event
from models.base.mailbox import written
from models.base.phone_number import e164
from models.base.recorded import Stale
from models.clients import addresses, phones
from models.clients.contact import Address, Contact, Phone


class LinesRequired(Exception):
    """Lines that have to stay: `lines` maps each, such as "addresses-2", to the custom field that needs it."""

    def __init__(self, lines: dict[str, str]):
        super().__init__(", ".join(lines))
        self.lines = lines


class Line(NamedTuple):
    """A phone or an address as somebody left it: `id` is None for a new one, and an empty new one counts for nothing."""

    id: int | None
    text: str
    label: str = ""
    removed: bool = False


class PhoneLines:
    """What is done with the lines of phones."""

    name = "phones"
    model = Phone
    taken = phones.Taken
    make_first = staticmethod(phones.make_first)
    remove = staticmethod(phones.remove_phone)

    @staticmethod
    def columns(line: Line) -> dict:
        return {"number": e164(line.text) if line.text else "", "label": line.label}

    @staticmethod
    def add(contact, line, actor):
        return phones.add_phone(contact, line.text, actor, line.label)

    @staticmethod
    def correct(phone, line, actor, seen):
        phones.correct_phone(phone, actor, seen, line.text, line.label)


class AddressLines:
    """What is done with the lines of addresses."""

    name = "addresses"
    model = Address
    taken = addresses.Taken
    make_first = staticmethod(addresses.make_primary)
    remove = staticmethod(addresses.remove_address)

    @staticmethod
    def columns(line: Line) -> dict:
        return {"email": written(line.text)}

    @staticmethod
    def add(contact, line, actor):
        return addresses.add_address(contact, line.text, actor)

    @staticmethod
    def correct(address, line, actor, seen):
        if address.own_changes(seen, email=written(line.text)):
            addresses.correct_address(address, line.text, actor)


def save(contact: Contact, actor, seen: int, own: dict, phones=(), emails=(), firsts=(None, None)):
    """Write what somebody who saw the contact as of event `seen` has typed, all of it or nothing.

    `firsts` are the places of the phone and of the address to be put first, None for no change. Lines that the editor
    did not know stay. Raises Stale: `theirs` maps a field, or a line such as "phones-2", to what stands now, and to ""
    where it is gone. Raises LinesRequired for addresses that a required field holds.
    """
    with transaction():
        contact.hold()
        theirs, needed = {}, {}
        try:
            contact.change(actor, seen, **own)
        except Stale as stale:
            theirs |= stale.theirs
        for kind, lines, first in zip((PhoneLines, AddressLines), (phones, emails), firsts, strict=True):
            saving = _Saving(kind, contact, actor, seen)
            theirs |= saving.save(lines, first)
            needed |= saving.needed
        if theirs:
            raise Stale(theirs)
        if needed:
            raise LinesRequired(needed)


class _Saving:
    """The lines of one kind on their way into the database; `theirs` and `needed` gather what stands against them."""

    def __init__(self, kind, contact: Contact, actor, seen: int):
        self.kind, self.contact, self.actor, self.seen = kind, contact, actor, seen
        self.records = {record.id: record for record in kind.model.of([contact.id])}
        self.moved = any("position" in record.changed_since(seen) for record in self.records.values())
        self.theirs, self.needed = {}, {}

    def save(self, lines, first: int | None) -> dict:
        written = {}
        # Removed first, so that what they held is free for the others.
        for place, line in sorted(enumerate(lines), key=lambda each: not each[1].removed):
            try:
                written[place] = self._write(line)
            except Stale as stale:
                self.theirs[f"{self.kind.name}-{place}"] = next(iter(stale.theirs.values()))
            except addresses.Needed as error:
                self.needed[f"{self.kind.name}-{place}"] = str(error)
        if written.get(first):
            self._put_first(written[first])
        return self.theirs

    def _put_first(self, record):
        first = self.kind.model.of([self.contact.id]).first()
        if self.moved and first != record:
            self.theirs[f"first-{self.kind.name}"] = first.caption
        else:
            self.kind.make_first(record, self.actor)

    def _write(self, line: Line):
        record = self.records.get(line.id)
        if line.id and record is None:
            return self._missed(line)
        if record is None:
            return None if line.removed or not line.text else self._add(line)
        if line.removed or not line.text:
            return self._remove(record)
        try:
            self.kind.correct(record, line, self.actor, self.seen)
        except self.kind.taken as error:  # by somebody else, since the form knows no two alike
            raise Stale({"taken": str(error)}) from error
        return record

    def _add(self, line: Line):
        try:
            return self.kind.add(self.contact, line, self.actor)
        except self.kind.taken:  # somebody else has added it meanwhile, as wanted
            return None

    def _remove(self, record):
        if record.changed_since(self.seen) & {"number", "label", "email"}:
            raise Stale({"changed": record.caption})
        self.kind.remove(record, self.actor)

    def _missed(self, line: Line):
        """A line that somebody else has removed: no loss when this editor left it as it was."""
        gone = Event.removal_of(self.kind.model.noun, line.id)
        kept = gone and all(gone.values[name][0] == text for name, text in self.kind.columns(line).items())
        if not (line.removed or kept):
            raise Stale({"gone": ""})
