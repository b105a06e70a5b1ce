"""What of an account can be found: read from the database in batches, and written into the index as one record."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import phonenumbers
from peewee import chunked

from models.database import db
from models.phone_number import HOME
from search_index.folding import Forms, fold

NAME, CONTACT, ADDRESS, PHONE, TAG, EARLIER_NAME = (
    "name",
    "contact",
    "address",
    "phone",
    "tag",
    "earlier_name",
)

BATCH = 1000

# Written out, since composing and converting would take as long again as reading; {where} is a condition on l.
_TEXTS = {
    CONTACT: "SELECT l.account_id, c.first_name || ' ' || c.last_name FROM link l"
    " JOIN contact c ON c.id = l.contact_id WHERE {where} ORDER BY c.sort_key, c.id",
    ADDRESS: "SELECT l.account_id, a.email FROM link l JOIN linked_address la ON la.link_id = l.id"
    " JOIN address a ON a.id = la.address_id WHERE {where} ORDER BY a.position, a.id",
    PHONE: "SELECT l.account_id, p.number FROM link l JOIN phone p ON p.contact_id = l.contact_id"
    " WHERE {where} ORDER BY p.position, p.id",
    TAG: "SELECT l.account_id, t.name FROM account_tag l JOIN tag t ON t.id = l.tag_id"
    " WHERE {where} ORDER BY t.name",
    EARLIER_NAME: "SELECT l.account_id, l.name FROM earlier_name l WHERE {where} ORDER BY l.id DESC",
}
_STANDS = "binned_at IS NULL AND merged_into_id IS NULL"  # Account.stands()
_ACCOUNTS = "SELECT id, archived_at IS NOT NULL, sort_key, name, phone FROM account WHERE {where} AND " + _STANDS
_IN_RANK_ORDER = f"SELECT id FROM account WHERE {_STANDS} ORDER BY archived_at IS NOT NULL, sort_key, id"  # noqa: S608


class Text(NamedTuple):
    """One findable text: its kind, as it is shown, and folded; a phone's forms are with and without country code."""

    kind: str
    shown: str
    forms: Forms


class Document:
    """An account as search sees it: the forms of its name, and its other texts, which a record keeps until asked."""

    def __init__(self, account_id: int, archived: bool, sort_key: str, name: tuple[str, str], others=()):
        self.account_id = account_id
        self.archived = archived
        self.sort_key = sort_key
        self.name = name
        self._others = others

    @property
    def others(self) -> tuple[Text, ...]:
        if isinstance(self._others, str):
            texts = json.loads(self._others)
            self._others = tuple(
                Text(kind, shown, _forms(shown if plain is None else plain, danish))
                for kind, shown, plain, danish in texts
            )
        return self._others

    @property
    def rank(self) -> tuple[bool, str, int]:
        """Its place among equals: active before archived, Danish alphabetical, then by id."""
        return self.archived, self.sort_key, self.account_id

    @cached_property
    def everything(self) -> str:
        """All folded texts, for a first look. A fragment holds no line end, so none reaches over two texts."""
        return "\n".join((*self.name, *(form for text in self.others for form in text.forms)))

    def to_bytes(self) -> bytes:
        texts = [
            (kind, shown, None if plain == shown else plain, None if danish == plain else danish)
            for kind, shown, (plain, danish) in self.others
        ]
        first = (str(self.account_id), "archived" if self.archived else "", self.sort_key, *self.name)
        return "\n".join((*first, json.dumps(texts))).encode()

    @classmethod
    def from_bytes(cls, record: bytes) -> "Document":
        account_id, archived, sort_key, plain, danish, others = record.decode().split("\n", 5)
        return cls(int(account_id), archived != "", sort_key, (plain, danish), others)


def _forms(plain: str, danish: str | None) -> Forms:
    return Forms(plain, plain if danish is None else danish)


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
    return [account_id for (account_id,) in db.execute_sql(_IN_RANK_ORDER).fetchall()]


def by_name_only() -> Iterator[Document]:
    """The documents of all accounts without their other texts, in no order."""
    for account_id, archived, sort_key, name, _ in db.execute_sql(_ACCOUNTS.format(where="1 = 1")):
        yield Document(account_id, bool(archived), sort_key, fold(name))


def texts_of_all() -> Iterator[tuple[int, Text]]:
    """Every account's id with each of its other texts, also of binned ones, in no order."""
    for kind, sql in _TEXTS.items():
        for account_id, shown in db.execute_sql(sql.format(where="1 = 1").partition(" ORDER BY")[0]):
            yield account_id, _text(kind, shown)
    for account_id, phone in db.execute_sql("SELECT id, phone FROM account WHERE phone <> ''"):
        yield account_id, _text(PHONE, phone)


def _load_batch(ids) -> Iterator[Document]:
    listed = f"IN ({', '.join(f'{each:d}' for each in ids)})"
    texts = defaultdict(dict)  # as a set that keeps its order
    accounts = db.execute_sql(_ACCOUNTS.format(where=f"id {listed}")).fetchall()
    for account_id, _, _, _, phone in accounts:
        if phone:
            texts[account_id][_text(PHONE, phone)] = None
    for kind, sql in _TEXTS.items():
        for account_id, shown in db.execute_sql(sql.format(where=f"l.account_id {listed}")).fetchall():
            texts[account_id][_text(kind, shown)] = None
    for account_id, archived, sort_key, name, _ in accounts:
        yield Document(account_id, bool(archived), sort_key, fold(name), tuple(texts[account_id]))


def _text(kind: str, shown: str) -> Text:
    shown = shown.strip()
    return Text(kind, shown, phone_forms(shown) if kind == PHONE else fold(shown))


def phone_forms(number: str) -> Forms:
    """The digits of a phone number with and without its country code; twice the same when it has none."""
    if re.fullmatch(r"\+45[0-9]{8}", number):
        return Forms(number[1:], number[3:])  # by far the most; parsing takes longer than all else
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        digits = re.sub("[^0-9]", "", fold(number).plain)
        return Forms(digits, digits)
    national = phonenumbers.national_significant_number(parsed)
    return Forms(f"{parsed.country_code}{national}", national)
