"""Custom field values: what the firm's custom fields hold on one account or contact."""

from typing import NamedTuple

from models.base.archived import hold_concerned, still_done
from models.base.cipher import decrypted, encrypted
from models.base.database import transaction
from models.base.event import Event
from models.base.model import plain
from models.base.recorded import Stale
from models.clients.account import Account
from models.clients.addresses import add_address, correct_address, remove_address
from models.clients.contact import Address, Contact
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.field_type import Unfit


class Closed(Exception):
    """The field was archived or removed meanwhile and takes no value."""


class FieldValue(NamedTuple):
    """One custom field on one account or contact; `row` is what holds its value, an Address for a contact's e-mail."""

    field: CustomField
    owner: Account | Contact
    row: CustomValue | Address | None = None

    @classmethod
    def of(cls, owner: Account | Contact, field: CustomField) -> "FieldValue":
        rows = _rows([field], [owner])
        return cls(field, owner, rows.get((field.id, owner.id)))

    @classmethod
    def of_account(cls, account: Account) -> list["FieldValue"]:
        """The custom field values of an account in the firm's order, also those without a value."""
        return _field_values("account", [account])[account.id]

    @classmethod
    def of_contacts(cls, contacts) -> dict[int, list["FieldValue"]]:
        """The custom field values of contacts by their id, in the firm's order, also those without a value.

        E-mail addresses that stand in a field are not among them: they stand among the contact's addresses.
        """
        found = _field_values("contact", list(contacts))
        return {
            contact_id: [
                field_value
                for field_value in field_values
                if not (field_value.field.in_addresses and field_value.value)
            ]
            for contact_id, field_values in found.items()
        }

    @property
    def value(self) -> str:
        """What is kept, empty for nothing; of a sensitive field the encrypted text."""
        return getattr(self.row, self._column) if self.row else ""

    @property
    def missing(self) -> bool:
        return self.field.required and not self.value

    @property
    def seen(self) -> int:
        """What an editor of it has seen (Recorded.last_event_id)."""
        return self.row.last_event_id if self.row else 0

    def fill(self, actor, value: str, seen: int | None = None) -> bool:
        """Keep a value that CustomField.read() gave, or none; False when it stands so already.

        `seen` is as in Recorded.edit(). Raises Stale, Closed, addresses.Taken, and Unfit when it is required and empty.
        """
        with transaction():
            hold_concerned(**self.owner.concerns())
            field = self._field_now()
            self.owner.hold()
            if field.required and not value:
                raise Unfit("required")
            return FieldValue.of(self.owner, field)._keep(actor, value, seen)

    def reveal(self, actor) -> str:
        """The value of a sensitive field in the open; that it was looked at stands in the history. Raises Unreadable."""
        text = self._open(self.value)
        if text:
            with still_done("reading of what is masked"):
                self.row.record("revealed", "changed", actor, {})
        return text

    def changes(self):
        """The history of the field here, newest first: change() tells them."""
        noun = (Address if self.field.in_addresses else CustomValue).noun
        mine = Event.account_id if isinstance(self.owner, Account) else Event.contact_id
        told = Event.select(Event.subject_id, Event.changes).where(
            Event.noun == noun, mine == self.owner.id, Event.changes.contains('"field"')
        )
        ids = {each.subject_id for each in told if self.field.id in each.values.get("field", ())}
        ids |= {self.row.id} if self.row else set()
        return (
            Event.select()
            .where(Event.noun == noun, Event.subject_id.in_(ids), Event.kind != "address.moved")
            .order_by(Event.id.desc())
        )

    def change(self, event: Event) -> tuple[str, str]:
        """The value before and after an event of changes()."""
        old, new = event.values.get(self._column, (None, None))
        return old or "", new or ""

    def _field_now(self) -> CustomField:
        try:
            field = self.field.hold()
        except CustomField.DoesNotExist as error:
            raise Closed from error
        if field.archived:
            raise Closed
        return field

    @property
    def _column(self) -> str:
        return "email" if self.field.in_addresses else "value"

    def _open(self, kept: str) -> str:
        return decrypted(kept) if kept and self.field.sensitive else kept

    def _keep(self, actor, value: str, seen: int | None) -> bool:
        now = self._open(self.value)
        if value == now:
            return False
        if seen is not None and self._then(seen) != now:
            if value == self._then(seen):
                return False
            raise Stale({self._column: self.value})
        if self.field.in_addresses:
            return self._keep_address(actor, value)
        kept = encrypted(value) if value and self.field.sensitive else value
        if self.row:
            return self.row.amend(actor, value=kept)
        CustomValue.add(actor, field=self.field, value=kept, **{_owner_name(self.owner): self.owner})
        return True

    def _then(self, seen: int) -> str | None:
        """The value as of an event, None when nobody can tell."""
        if self.row is None:
            return None if seen else ""
        return self._open(self.row._values_at(seen).get(self._column, self.value) or "")

    def _keep_address(self, actor, email: str) -> bool:
        if not email:
            remove_address(self.row, actor)
        elif self.row:
            correct_address(self.row, email, actor)
        else:
            add_address(self.owner, email, actor, self.field)
        return True


def _field_values(set_: str, owners: list) -> dict[int, list[FieldValue]]:
    fields = list(CustomField.of_set(set_))
    rows = _rows(fields, owners)
    return {
        owner.id: [FieldValue(field, owner, rows.get((field.id, owner.id))) for field in fields]
        for owner in owners
    }


def _rows(fields: list[CustomField], owners: list) -> dict:
    """(field, owner) by id → what holds the value."""
    if not fields or not owners:
        return {}
    owner = getattr(CustomValue, _owner_name(owners[0]))
    kept = [field for field in fields if not field.in_addresses]
    values = CustomValue.select().where(CustomValue.field.in_(kept), owner.in_(owners))
    found = {(row.field_id, plain(row.__data__[owner.name])): row for row in values}
    if fields[0].set == "contact":
        addresses = Address.select().where(Address.field.in_(fields), Address.contact.in_(owners))
        for row in addresses.order_by(Address.position.desc(), Address.id.desc()):
            found[row.field_id, row.contact_id] = row
    return found


def _owner_name(owner) -> str:
    return "account" if isinstance(owner, Account) else "contact"
