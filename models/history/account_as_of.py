"""An account as of an instant of the past, rebuilt from its history backwards."""

from datetime import datetime

from models.base.alphabet import danish_sort_key
from models.base.event import Event
from models.base.model import grouped
from models.clients.account import Account, Assignment
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.contact import Address, Contact, Phone
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress, MutedNotification
from models.clients.merge import Merge
from models.clients.tag import AccountTag, Tag
from models.staff.user import User


class AccountAsOf:
    """An account as it was at `at`; `account` is None before it began.

    Records are instances that were never written: `links` each with `contact`, `phones`, `rows` (linked addresses with
    `address` and `muted`) and `custom_values`; `values`, `roles`, `relations`, `tags`, `team` as on Info.
    """

    def __init__(self, account: Account, at: datetime):
        self._later = Event.select().where(Event.at > at)
        self._account_id = account.id
        self._told_here = Event.account_id.in_(Merge.family("account", [account.id]))
        self.account = self._as_they_were(Account, Account.id == account.id).get(account.id)
        fields = self._as_they_were(CustomField, CustomField.id > 0)
        self.tags = self._tags()
        self.team = self._team(at)
        self.roles = self._roles()
        self.relations = self._relations()
        self.values = in_order(self._of_account(CustomValue), fields)
        self.links = self._links(fields)

    def _as_they_were(self, model, known, concerning=None) -> dict:
        """Id → record: those `known` now (an expression), and those that events `concerning` them tell of."""
        values = {row.id: row.values() for row in model.select().where(known)}
        later = self._later.where(Event.noun == model.noun)
        if concerning is not None:
            told = {event.subject_id for event in later.where(concerning)}
            elsewhere = model.select().where(model.id.in_(list(told - values.keys())))
            values = {each: {} for each in told} | {row.id: row.values() for row in elsewhere} | values
        for event in later.where(Event.subject_id.in_(list(values))).order_by(Event.id.desc()):
            if event.effect == "created":
                values[event.subject_id] = None
            else:
                before = {name: old for name, (old, _new) in event.values.items()}
                values[event.subject_id] = (values[event.subject_id] or {}) | before
        return {
            record_id: model.from_values(record_id, told)
            for record_id, told in sorted(values.items())
            if told
        }

    def _of_account(self, model) -> list:
        """The account's own records of a model."""
        found = self._as_they_were(model, model.account == self._account_id, self._told_here)
        return [row for row in found.values() if row.account_id == self._account_id]

    def _of_contacts(self, model, contact_ids: list, family: set) -> dict:
        """Contact id → their records of a model, told of anybody in the `family`."""
        found = self._as_they_were(model, model.contact.in_(contact_ids), Event.contact_id.in_(family))
        return grouped(found.values(), "contact_id")

    def _tags(self) -> list[Tag]:
        ids = [row.tag_id for row in self._of_account(AccountTag)]
        tags = self._as_they_were(Tag, Tag.id.in_(ids)).values()
        return sorted(tags, key=lambda tag: (danish_sort_key(tag.name), tag.id))

    def _team(self, at: datetime) -> list[User]:
        current = [
            row.user_id for row in self._of_account(Assignment) if not row.until_at or row.until_at > at
        ]
        return list(User.select(*User.named()).where(User.id.in_(current)).order_by(User.sort_key, User.id))

    def _relations(self) -> list[AccountRelation]:
        """Those from the account and those to it, which are told where they begin."""
        ends = (AccountRelation.account == self._account_id) | (AccountRelation.related == self._account_id)
        towards = Event.changes.contains(f'"related": [{self._account_id},')
        concerning = self._told_here | ((Event.noun == AccountRelation.noun) & towards)
        found = self._as_they_were(AccountRelation, ends, concerning)
        return [row for row in found.values() if self._account_id in (row.account_id, row.related_id)]

    def _roles(self) -> list[AccountRoleHolder]:
        rows = self._of_account(AccountRoleHolder)
        users = {
            user.id: user for user in User.select(*User.named()).where(User.id.in_([r.user_id for r in rows]))
        }
        roles = {role.id: role for role in AccountRole.select()}
        for row in rows:
            row.user, row.role = users[row.user_id], roles.get(row.role_id, AccountRole(name="–"))
        return sorted(rows, key=lambda row: (row.role.position, row.role_id))

    def _links(self, fields: dict) -> list[Link]:
        links = self._of_account(Link)
        ids = [link.contact_id for link in links]
        family = Merge.family("contact", ids)
        contacts = self._as_they_were(Contact, Contact.id.in_(ids), Event.contact_id.in_(family))
        phones, values = self._of_contacts(Phone, ids, family), self._of_contacts(CustomValue, ids, family)
        rows = self._linked_addresses(links, self._of_contacts(Address, ids, family))
        for link in links:
            link.contact = contacts[link.contact_id]
            link.phones = sorted(phones[link.contact_id], key=lambda phone: (phone.position, phone.id))
            link.custom_values = in_order(values[link.contact_id], fields)
            link.rows = sorted(rows[link.id], key=lambda row: (row.address.position, row.address_id))
        return sorted(links, key=lambda link: (link.contact.derived()["sort_key"], link.contact_id))

    def _linked_addresses(self, links: list, addresses_of: dict) -> dict:
        """Link id → its linked addresses."""
        link_ids = [link.id for link in links]
        found = self._as_they_were(LinkedAddress, LinkedAddress.link.in_(link_ids), self._told_here)
        rows = [row for row in found.values() if row.link_id in link_ids]
        muted = self._as_they_were(
            MutedNotification, MutedNotification.linked_address.in_([row.id for row in rows]), self._told_here
        )
        muted_of = grouped(muted.values(), "linked_address_id")
        addresses = {address.id: address for each in addresses_of.values() for address in each}
        for row in rows:
            row.address, row.muted = addresses[row.address_id], muted_of[row.id]
        return grouped(rows, "link_id")


def in_order(values: list[CustomValue], fields: dict) -> list[CustomValue]:
    """Custom values with their `field`, in the firm's order, without those of fields that were archived."""
    kept = [value for value in values if value.field_id in fields and not fields[value.field_id].archived_at]
    for value in kept:
        value.field = fields[value.field_id]
    return sorted(kept, key=lambda value: (value.field.position, value.field_id))
