"""What of an account can be found: read from the database in batches, and written into the index as one record."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import phonenumbers
from peewee import chunked

from models import Account, AccountTag, Address, Contact, EarlierName, Link, LinkedAddress, Phone, Tag
from models.folding import Forms, fold
from models.phone_number import HOME, InvalidPhone, e164

NAME, CONTACT, ADDRESS, PHONE, TAG, EARLIER_NAME = (
    "name",
    "contact",
    "address",
    "phone",
    "tag",
    "earlier_name",
)

BATCH = 1000


class Text(NamedTuple):
    """One findable text: its kind, as it is shown, and folded; a phone's forms are with and without country code."""

    kind: str
    shown: str
    forms: tuple[str, str]


@dataclass(frozen=True)
class Document:
    """An account as search sees it."""

    account_id: int
    archived: bool
    sort_key: str
    name: Text
    others: tuple[Text, ...]

    @property
    def rank(self) -> tuple[bool, str, int]:
        """Its place among equals: active before archived, Danish alphabetical, then by id."""
        return self.archived, self.sort_key, self.account_id

    @cached_property
    def everything(self) -> str:
        """All folded texts, for a first look. A fragment holds no line end, so none reaches over two texts."""
        return "\n".join(form for text in (self.name, *self.others) for form in text.forms)

    def to_bytes(self) -> bytes:
        texts = [
            [kind, shown, *(0 if form == shown else form for form in forms)]
            for kind, shown, forms in (self.name, *self.others)
        ]
        return json.dumps([self.account_id, int(self.archived), self.sort_key, texts]).encode()

    @classmethod
    def from_bytes(cls, record: bytes) -> "Document":
        account_id, archived, sort_key, texts = json.loads(record)
        name, *others = (
            Text(kind, shown, (shown if plain == 0 else plain, shown if danish == 0 else danish))
            for kind, shown, plain, danish in texts
        )
        return cls(account_id, bool(archived), sort_key, name, tuple(others))


def load(account_ids: Iterable[int]) -> Iterator[Document]:
    """The documents of these accounts, in no order; binned and unknown ones are left out. Six queries a batch."""
    for ids in chunked(account_ids, BATCH):
        yield from _load_batch(ids)


def in_rank_order() -> Iterator[Document]:
    """The documents of all accounts, best rank first, as they stand when each batch is read."""
    for ids in chunked(ids_in_rank_order(), BATCH):
        found = {document.account_id: document for document in _load_batch(ids)}
        yield from (found[each] for each in ids if each in found)


def ids_in_rank_order() -> list[int]:
    ranked = (
        Account.select(Account.id)
        .where(Account.stands())
        .order_by(Account.archived_at.is_null().desc(), Account.sort_key, Account.id)
    )
    return [account_id for (account_id,) in ranked.tuples().iterator()]


def _load_batch(ids) -> Iterator[Document]:
    texts = defaultdict(list)
    contacts = Link.select(Link.account, Contact.first_name, Contact.last_name).join(Contact)
    for account_id, first_name, last_name in _rows(contacts, Link.account, ids, Contact.sort_key, Contact.id):
        texts[account_id].append(text(CONTACT, f"{first_name} {last_name}".strip()))
    addresses = (
        LinkedAddress.select(Link.account, Address.email).join(Link).switch(LinkedAddress).join(Address)
    )
    for account_id, email in _rows(addresses, Link.account, ids, Address.position, Address.id):
        texts[account_id].append(text(ADDRESS, email))
    phones = Phone.select(Link.account, Phone.number).join(Link, on=(Link.contact == Phone.contact))
    for account_id, number in _rows(phones, Link.account, ids, Phone.position, Phone.id):
        texts[account_id].append(phone_text(number))
    tags = AccountTag.select(AccountTag.account, Tag.name).join(Tag)
    for account_id, name in _rows(tags, AccountTag.account, ids, Tag.name):
        texts[account_id].append(text(TAG, name))
    earlier = EarlierName.select(EarlierName.account, EarlierName.name)
    for account_id, name in _rows(earlier, EarlierName.account, ids, EarlierName.id.desc()):
        texts[account_id].append(text(EARLIER_NAME, name))
    accounts = Account.select(Account.id, Account.name, Account.sort_key, Account.archived_at, Account.phone)
    for account_id, name, sort_key, archived_at, phone in _rows(
        accounts.where(Account.stands()), Account.id, ids
    ):
        own = [phone_text(phone)] if phone else []
        others = dict.fromkeys(own + texts[account_id])
        yield Document(account_id, archived_at is not None, sort_key, text(NAME, name), tuple(others))


def _rows(query, account, ids, *order):
    return query.where(account.in_(ids)).order_by(*order).tuples().iterator()


def text(kind: str, shown: str) -> Text:
    return Text(kind, shown, fold(shown))


def phone_text(number: str) -> Text:
    """A phone number, findable by its digits with the country code and, at home, without it."""
    stored = number
    if not stored.startswith("+"):
        with suppress(InvalidPhone):
            stored = e164(stored)
    digits = re.sub("[^0-9]", "", fold(stored).plain)
    home = stored.startswith(f"+{_home_code()}")
    return Text(PHONE, number, Forms(digits, digits.removeprefix(_home_code()) if home else digits))


@cache
def _home_code() -> str:
    return str(phonenumbers.country_code_for_region(HOME))
