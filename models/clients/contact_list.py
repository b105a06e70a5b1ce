"""The contacts list: one page of people and, in a fixed number of queries, what their rows show."""

from functools import reduce
from operator import and_, or_

from peewee import fn

from models.base.folding import JOINED, Word, parse
from models.base.model import grouped
from models.base.paging import page_of
from models.clients.account import Account
from models.clients.contact import Address, Contact, Phone
from models.clients.link import Link

FILTERS = ("q", "language", "clients")
# Letters of addresses, which stand as they are written, and what models.base.folding makes of them.
LETTERS = dict(
    zip(
        "åäáàâãçčćđðéèêëíìîïıłñńňøöóòôõšśşüúùûůýÿžźż",
        "aaaaaacccddeeeeiiiiilnnnoooooosssuuuuuyyzzz",
        strict=True,
    )
) | {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}

FEWEST_DIGITS = 3  # of a phone number: fewer are part of almost any

LONGEST_TEXT = 200
NAMED = (Account.id, Account.name, Account.sort_key, Account.archived_at)

DIALLED = fn.REPLACE(Phone.number, ";ext=", "")  # with the extension behind it

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
    if text and parse(text):
        query = query.where(found_by(text))
    if asked.get("language"):
        query = query.where(Contact.language == asked["language"][:5])
    if asked.get("clients") == "none":
        query = query.where(Contact.id.not_in(Link.contacts_on(accounts())))
    return query


def found_by(text: str):
    """What is found as search finds it: each word of a reading is part of the name, an address or a phone."""
    query = parse(text)
    return reduce(or_, (reduce(and_, map(_found_by_word, words)) for words in query.readings))


def _found_by_word(word: Word):
    found = [Contact.id.is_null()]
    if word.forms:
        plain, danish = word.forms[0], word.forms[-1]
        found += [_stands_in(Contact.plain_name, plain), _stands_in(Contact.folded_name, danish)]
        found.append(_has(Address, _is_in_address(plain, danish)))
    found += [_has_phone(each) for each in word.digits]
    if word.dialled:
        found.append(_has(Phone, DIALLED.startswith(f"+{word.dialled}")))
    return reduce(or_, found)


def _is_in_address(plain: str, danish: str):
    email = Address.email_folded
    # Few have other letters than ASCII, and to fold them takes long.
    other, folded = fn.OCTET_LENGTH(email) != fn.LENGTH(email), email
    for letter, instead in LETTERS.items():
        folded = fn.REPLACE(folded, letter, instead)
    found = email.contains(plain) | Address.email.contains(plain)
    found |= other & (folded.contains(plain) | folded.contains(danish))
    local, _at, domain = plain.partition("@")
    if local and domain and "+" not in local:  # mail to anna+moms@x comes to anna@x
        found |= email.startswith(f"{local}+") & email.endswith(f"@{domain}")
    return found


def _stands_in(column, fragment: str):
    """In a word of a folded column, or in several that are written as one."""
    found = column.contains(fragment)
    return found | fn.REPLACE(column, " ", "").contains(fragment) if len(fragment) >= JOINED else found


def _has_phone(digits: str):
    return _has(Phone, DIALLED.contains(digits)) if len(digits) >= FEWEST_DIGITS else Contact.id.is_null()


def _has(model, condition):
    return Contact.id.in_(model.select(model.contact).where(condition))
