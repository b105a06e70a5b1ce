"""The contacts list: one page of people and, in a fixed number of queries, what their rows show."""

import re
from functools import reduce
from operator import and_

from models.account import Account
from models.base import grouped
from models.contact import Address, Contact, Phone
from models.folding import fold
from models.link import Link
from models.mailbox import mailbox
from models.paging import page_of

FILTERS = ("q", "language", "clients")
FEWEST_DIGITS = 3  # of a phone number: fewer are part of almost any

LONGEST_TEXT = 200
NAMED = (Account.id, Account.name, Account.sort_key, Account.archived_at)

SORTS = {
    "name": (Contact.sort_key.asc(), Contact.id.asc()),
    "-name": (Contact.sort_key.desc(), Contact.id.desc()),
    "last": (Contact.last_name_key.asc(), Contact.id.asc()),
    "-last": (Contact.last_name_key.desc(), Contact.id.desc()),
}


class ContactList:
    """One page of `contacts` (those a user may see), filtered and sorted as `asked`.

    `asked` maps names of FILTERS and "sort" to text from the address bar; what makes no sense there is ignored.
    `accounts(ids)` is the query of those among some ids that the user may open, or of all of those: others are neither
    named nor counted.
    """

    def __init__(self, contacts, accounts, asked: dict, after: str | None = None):
        order = SORTS.get(asked.get("sort"), SORTS["name"])
        found = page_of(_filtered(contacts, accounts, asked).order_by(*order), after)
        self.rows, self.next_key = found.rows, found.next_key
        ids = [row.id for row in self.rows]
        self.phones = grouped(Phone.of(ids), "contact_id")
        self.addresses = grouped(Address.of(ids), "contact_id")
        self.accounts = accounts_of(ids, accounts)


def accounts_of(contact_ids: list, accounts) -> dict[int, list]:
    """Contact id → those of its accounts that `accounts(ids)` holds, by name."""
    pairs = list(Link.select(Link.contact, Link.account).where(Link.contact.in_(contact_ids)).tuples())
    named = accounts([account_id for _, account_id in pairs]).select(*NAMED)
    found = {account.id: account for account in named.order_by(Account.sort_key, Account.id)}
    people = {contact_id: set() for contact_id in contact_ids}
    for contact_id, account_id in pairs:
        people[contact_id].add(account_id)
    return {
        contact_id: [account for account in found.values() if account.id in ids]
        for contact_id, ids in people.items()
    }


def _filtered(query, accounts, asked: dict):
    text = asked.get("q", "").strip()[:LONGEST_TEXT]
    if text:
        query = query.where(_found_by(text))
    if asked.get("language"):
        query = query.where(Contact.language == asked["language"][:5])
    if asked.get("clients") == "none":
        query = query.where(Contact.id.not_in(Link.contacts_on(accounts())))
    return query


def _found_by(text: str):
    """Each word is part of the name, an address or a phone; or all of it is part of one phone."""
    words = reduce(and_, (_found_by_word(word) for word in text.split()))
    digits = typed_digits(text)
    return words | _has_phone(digits) if digits else words


def _found_by_word(word: str):
    folded, digits = fold(word).danish, typed_digits(word)
    found = _has(Address, Address.email_folded.contains(mailbox(word)))
    if folded:
        found |= Contact.folded_name.contains(folded)
    return found | _has_phone(digits) if digits else found


def _has_phone(digits: str):
    return _has(Phone, Phone.number.contains(digits))


def _has(model, condition):
    return Contact.id.in_(model.select(model.contact).where(condition))


def typed_digits(text: str) -> str:
    """What somebody typed of a phone number, as a part of its stored form; empty when it can be none."""
    digits = re.sub(r"\D", "", text).removeprefix("00")
    return digits if len(digits) >= FEWEST_DIGITS and re.fullmatch(r"[\d\s+()./-]+", text) else ""
