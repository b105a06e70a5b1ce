"""What of an account can be found: read from the database in batches, and written into the index as one record."""

import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import phonenumbers
from peewee import chunked

from models.base.database import db
from models.base.folding import Forms, compact, fold, squeezed
from models.base.phone_number import HOME

NAME, CONTACT, ADDRESS, PHONE, TAG, EARLIER_NAME, NUMBER = (
    "name",
    "contact",
    "address",
    "phone",
    "tag",
    "earlier_name",
    "registration_number",
)

_LETTERS = {CONTACT: "c", ADDRESS: "a", PHONE: "p", TAG: "t", EARLIER_NAME: "e", NUMBER: "r"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}

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
    " WHERE {where} ORDER BY t.sort_key, t.id",
    EARLIER_NAME: "SELECT l.account_id, l.name FROM earlier_name l WHERE {where} ORDER BY l.id DESC",
}
_OWN = {PHONE: "phone", NUMBER: "registration_number"}  # columns of the account itself
_STANDS = "binned_at IS NULL AND merged_into_id IS NULL"  # Account.stands()
_ACCOUNTS = f"""
SELECT id, archived_at IS NOT NULL, sort_key, name, phone, registration_number FROM account WHERE {{where}} AND {_STANDS}
"""  # noqa: S608 (only our own words)
_RANKS = f"""
SELECT id, archived_at IS NOT NULL, sort_key FROM account WHERE {_STANDS}
ORDER BY archived_at IS NOT NULL, sort_key, id
"""  # noqa: S608


class Text(NamedTuple):
    """One findable text: its kind, as it is shown, and folded.

    A phone's forms are with and without country code, those of a registration number with and without its letters.
    """

    kind: str
    shown: str
    forms: Forms

    def to_line(self) -> str:
        plain, danish = self.forms
        parts = self.shown, "" if plain == self.shown else plain, "" if danish == plain else danish
        return _LETTERS[self.kind] + "\t".join(parts)

    @classmethod
    def from_line(cls, line: str) -> "Text":
        shown, plain, danish = line[1:].split("\t")
        plain = plain or shown
        return cls(_KINDS[line[0]], shown, Forms(plain, danish or plain))


class Document:
    """An account as search sees it: the forms of its name, and its other texts, one a line until they are asked for."""

    def __init__(self, account_id: int, archived: bool, sort_key: str, name: Forms, lines: str = ""):
        self.account_id = account_id
        self.archived = archived
        self.sort_key = sort_key
        self.name = name
        self._lines = lines

    @property
    def others(self) -> list[Text]:
        return [Text.from_line(line) for line in self._lines.split("\n") if line]

    @cached_property
    def people(self) -> list[Text]:
        """The names of its contacts."""
        return self._of(CONTACT)

    @cached_property
    def number(self) -> Text | None:
        """Its registration number."""
        return next(iter(self._of(NUMBER)), None)

    def _of(self, kind) -> list[Text]:
        letter = _LETTERS[kind]
        return [Text.from_line(line) for line in self._lines.split("\n") if line.startswith(letter)]

    def others_with(self, fragments: Collection[str]) -> list[Text]:
        """Those of the others that may hold one of these folded fragments, in words or across them."""
        lines = zip(self._lines.split("\n"), squeezed(self._lines).split("\n"), strict=True)
        found = [line for line, joined in lines for each in fragments if each in line or each in joined]
        return [Text.from_line(line) for line in (found if len(found) < 2 else dict.fromkeys(found))]

    @property
    def rank(self) -> tuple[bool, str, int]:
        """Its place among equals: active before archived, Danish alphabetical, then by id."""
        return self.archived, self.sort_key, self.account_id

    @cached_property
    def text(self) -> str:
        """Everything folded that it is found by, and some more, for a first look."""
        return "\n".join((*self.name, self._lines))

    @cached_property
    def squeezed(self) -> str:
        """The same without spaces."""
        return squeezed(self.text)

    def to_bytes(self) -> bytes:
        archived = "archived" if self.archived else ""
        return "\n".join((str(self.account_id), archived, self.sort_key, *self.name, self._lines)).encode()

    @classmethod
    def from_bytes(cls, record: bytes) -> "Document":
        account_id, archived, sort_key, plain, danish, lines = record.decode().split("\n", 5)
        return cls(int(account_id), archived != "", sort_key, Forms(plain, danish), lines)


def load(account_ids: Iterable[int]) -> Iterator[Document]:
    """The documents of these accounts, in no order; binned and unknown ones are left out. Six queries a batch."""
    for ids in chunked(account_ids, BATCH):
        yield from _load_batch(ids)


def in_rank_order() -> Iterator[Document]:
    """The documents of all accounts, best rank first; left out are those whose rank changes while this is read."""
    ranked = array("q"), array("q")
    for account_id, archived, sort_key in db.execute_sql(_RANKS):
        ranked[0].append(account_id)
        ranked[1].append(hash((bool(archived), sort_key)))
    for some in chunked(zip(*ranked, strict=True), BATCH):
        found = {document.account_id: document for document in _load_batch([each for each, _ in some])}
        for account_id, place in some:
            document = found.get(account_id)
            if document and hash((document.archived, document.sort_key)) == place:
                yield document


def count() -> int:
    """How many accounts have a document."""
    return db.execute_sql(f"SELECT COUNT(*) FROM ({_RANKS}) AS ranks").fetchone()[0]  # noqa: S608 (our own words)


def ids_in_rank_order() -> list[int]:
    return [account_id for account_id, *_ in db.execute_sql(_RANKS)]


def by_names_only() -> Iterator[Document]:
    """The documents of all accounts with their names, contacts and numbers and no other texts, in no order."""
    lines = defaultdict(dict)
    for account_id, shown in db.execute_sql(_unordered(CONTACT)):
        lines[account_id][_text(CONTACT, shown).to_line()] = None
    for account in db.execute_sql(_ACCOUNTS.format(where="1 = 1")):
        yield _document(account, lines.pop(account[0], {}))


def texts_of_all() -> Iterator[tuple[int, Text]]:
    """Every account's id with each of its other texts, also of binned ones, in no order."""
    for kind in _TEXTS:
        for account_id, shown in db.execute_sql(_unordered(kind)):
            yield account_id, _text(kind, shown)
    for kind, column in _OWN.items():
        for account_id, shown in db.execute_sql(f"SELECT id, {column} FROM account WHERE {column} <> ''"):  # noqa: S608
            yield account_id, _text(kind, shown)


def _unordered(kind) -> str:
    return _TEXTS[kind].format(where="1 = 1").partition(" ORDER BY")[0]


def _load_batch(ids) -> Iterator[Document]:
    listed = f"IN ({', '.join(f'{each:d}' for each in ids)})"
    lines = defaultdict(dict)  # as a set that keeps its order
    accounts = db.execute_sql(_ACCOUNTS.format(where=f"id {listed}")).fetchall()
    for kind, sql in _TEXTS.items():
        for account_id, shown in db.execute_sql(sql.format(where=f"l.account_id {listed}")).fetchall():
            lines[account_id][_text(kind, shown).to_line()] = None
    for account in accounts:
        yield _document(account, lines[account[0]])


def _document(account: tuple, lines: dict) -> Document:
    account_id, archived, sort_key, name, *own = account
    first = {_text(kind, shown).to_line(): None for kind, shown in zip(_OWN, own, strict=True) if shown}
    return Document(account_id, bool(archived), sort_key, fold(name), "\n".join(first | lines))


def _text(kind: str, text: str) -> Text:
    text = " ".join(text.split())
    return Text(kind, text, _FORMS.get(kind, fold)(text))


def phone_forms(number: str) -> Forms:
    """The digits of a phone number with and without its country code; twice the same when it has none."""
    if re.fullmatch(r"\+45[0-9]{8}", number):
        return Forms(number[1:], number[3:])  # by far the most; parsing takes longer than all else
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        digits = re.sub("[^0-9]", "", fold(number).plain)
        return Forms(digits, digits)
    national = phonenumbers.national_significant_number(parsed) + (parsed.extension or "")
    return Forms(f"{parsed.country_code}{national}", national)


def number_forms(number: str) -> Forms:
    """A registration number without what stands between its letters and digits, and its digits alone."""
    whole = compact(number)
    return Forms(whole, "".join(each for each in whole if each.isdecimal()) or whole)


_FORMS = {PHONE: phone_forms, NUMBER: number_forms}
