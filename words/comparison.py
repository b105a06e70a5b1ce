"""Comparison of two accounts or two contacts, field by field, before a merge."""

from typing import NamedTuple

from flask_babel import gettext as _

from access import accounts
from models.base.phone_number import format_phone
from models.clients.account import Account
from models.clients.account_role import AccountRoleHolder
from models.clients.contact import Address, Contact, Phone
from models.clients.contact_list import accounts_of
from models.clients.contact_value import FieldValue
from models.clients.link import Link
from models.clients.tag import Tag
from words import labels
from words.formats import custom_value, info_texts, language, local_day, postal_address


class Pair(NamedTuple):
    """One field of the two; `same` when there is nothing to choose."""

    label: str
    kept: str
    gone: str

    @property
    def same(self) -> bool:
        return self.kept == self.gone and "•" not in self.kept  # what is masked may differ


def compared(kept, gone) -> list[Pair]:
    """Every field that one of the two accounts or contacts has."""
    field_values = account_texts if kept.noun == "account" else contact_texts
    ours, theirs = field_values(kept), field_values(gone)
    pairs = [Pair(label, ours.get(label, ""), theirs.get(label, "")) for label in ours | theirs]
    return [pair for pair in pairs if pair.kept or pair.gone]


def account_texts(account: Account) -> dict[str, str]:
    return {
        _("Name"): account.name,
        _("ID"): str(account.id),
        _("Type"): str(labels.ACCOUNT_TYPES[account.type]),
        _("Address"): postal_address(account),
        **info_texts(account),
        _("Contacts"): ", ".join(link.contact.name for link in Link.of_account(account)),
        _("Team"): ", ".join(user.name for user in account.team),
        _("Roles"): ", ".join(row.caption for row in AccountRoleHolder.of_account(account)),
        _("Tags"): ", ".join(tag.name for tag in Tag.of_account(account)),
        _("Last login"): local_day(account.last_login_at),
        _("Client since"): local_day(account.created_at),
        **value_texts(FieldValue.of_account(account)),
    }


def contact_texts(contact: Contact) -> dict[str, str]:
    held = accounts_of([contact.id], accounts)[contact.id]
    return {
        _("Name"): contact.name,
        _("E-mail"): ", ".join(address.email for address in Address.of([contact.id])),
        _("Phone"): ", ".join(format_phone(phone.number) for phone in Phone.of([contact.id])),
        _("Address"): postal_address(contact),
        _("Language"): language(contact.language),
        _("Clients"): ", ".join(account.name for account in held),
        **value_texts(FieldValue.of_contacts([contact])[contact.id]),
    }


def value_texts(held) -> dict[str, str]:
    return {each.field.label: str(custom_value(each)) for each in held if each.value}
