"""A world to search in, told by facts, and a naive reference that knows nothing of the index."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import search_index
from models import (
    Account,
    AccountTag,
    Address,
    Contact,
    EarlierName,
    Link,
    LinkedAddress,
    Phone,
    SearchChange,
    Tag,
)
from models.alphabet import danish_sort_key
from models.clock import now

MODELS = (Account, Phone, Address, Contact, Tag, SearchChange)


@dataclass(frozen=True)
class Facts:
    """What is true of an account."""

    name: str
    contacts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    own_phone: str = ""
    archived: bool = False
    binned: bool = False


class World:
    """Writes facts into the database; `directory` is where the index is."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.facts: dict[int, Facts] = {}

    def clear(self):
        for model in MODELS:
            model.delete().execute()
        self.facts.clear()

    def add(self, name: str, **facts) -> int:
        fact = Facts(name, **facts)
        account = Account.create(type="company", **self._columns(fact))
        self.facts[account.id] = fact
        self._write_others(account, fact)
        return account.id

    def change(self, account_id: int, note: bool = True, **facts):
        fact = Facts(**{**vars(self.facts[account_id]), **facts})
        self.facts[account_id] = fact
        Account.update(**self._columns(fact)).where(Account.id == account_id).execute()
        old = [link.id for link in Link.select().where(Link.account == account_id)]
        AccountTag.delete().where(AccountTag.account == account_id).execute()
        EarlierName.delete().where(EarlierName.account == account_id).execute()
        self._write_others(Account.get_by_id(account_id), fact, note)
        Link.delete().where(Link.id.in_(old)).execute()

    def _columns(self, fact: Facts) -> dict:
        return {
            "name": fact.name,
            "sort_key": danish_sort_key(fact.name),
            "phone": fact.own_phone,
            "archived_at": now() if fact.archived else None,
            "binned_at": now() if fact.binned else None,
        }

    def _write_others(self, account, fact, note=True):
        contacts = [Contact.create(first_name=name, sort_key=danish_sort_key(name)) for name in fact.contacts]
        if not contacts:  # an account always has one
            contacts = [Contact.create(first_name="\u2205", sort_key="")]
        for priority, contact in enumerate(contacts):
            link = Link.create(account=account, contact=contact, signer_priority=priority)
            for position, email in enumerate(fact.addresses if not priority else ()):
                address = Address.create(
                    contact=contact, email=email, email_folded=f"{position}{email}", position=position
                )
                LinkedAddress.create(link=link, address=address)
            for number in fact.phones if not priority else ():
                Phone.create(contact=contact, number=number)
        for name in dict.fromkeys(fact.tags):
            AccountTag.create(account=account, tag=Tag.get_or_create(name=name)[0])
        for name in fact.earlier:
            EarlierName.create(account=account, name=name)
        if note:
            SearchChange.note(account.id)

    def found(self, query: str, allowed=None, limit: int = 10, after: str = "") -> list[int]:
        return [hit.account_id for hit in search_index.search(query, allowed, limit, after).hits]

    def pages(self, query: str, allowed=None, limit: int = 10) -> list[list[int]]:
        """All pages of an answer, each asked for by the key of the one before."""
        pages, after = [], ""
        while after is not None:
            hits, after = search_index.search(query, allowed, limit, after)
            pages.append([hit.account_id for hit in hits])
        return pages

    def expected(self, query: str, allowed=None) -> list[int]:
        """Every account that `query` must find, best first, by the naive rule."""
        found = []
        for account_id, fact in self.facts.items():
            tier = None if fact.binned else tier_of(query, account_id, fact)
            if tier is not None and (allowed is None or account_id in allowed):
                found.append((fact.archived, tier, danish_sort_key(fact.name), account_id))
        return [account_id for *_, account_id in sorted(found)]


# --- the naive rule, written apart from the product's ---

SPELLINGS = {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "đ": "d", "ł": "l", "ħ": "h", "þ": "th", "ı": "i"}


def letters(text: str, danish: bool) -> str:
    """`text` letter by letter without case and accents; with oe and aa as one letter when `danish`."""
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFKD", text.casefold())
    result, at = "", 0
    while at < len(text):
        if danish and text[at : at + 2] in ("oe", "aa"):
            result += text[at]
            at += 2
            continue
        letter = text[at]
        kind = unicodedata.category(letter)
        if kind == "Cc":
            result += " "
        elif kind not in ("Mn", "Me", "Cf", "Cs"):
            result += SPELLINGS.get(letter, letter)
        at += 1
    return re.sub(r"\s+", " ", result).strip()


def holds(text: str, word: tuple[str, str], where: str) -> bool:
    for danish in (False, True):
        folded, fragment = letters(text, danish), word[danish]
        places = [at for at in range(len(folded)) if folded[at:].startswith(fragment)]
        if where == "start":
            places = [at for at in places if at == 0]
        if where == "word":
            places = [at for at in places if at == 0 or not folded[at - 1].isalnum()]
        if places:
            return True
    return False


class Digits(NamedTuple):
    """What a word may be of a phone number: parts without the country code, a beginning with it."""

    parts: tuple[str, ...] = ()
    beginning: str = ""


def digit_readings(text: str) -> Digits:
    if not re.fullmatch(r"[-+()./0-9\u2010-\u2015]*[0-9][-+()./0-9\u2010-\u2015]*", text):
        return Digits()
    digits = "".join(letter for letter in text.replace("(0)", "") if letter in "0123456789")
    if "+" in text:
        return Digits(beginning=digits)
    if digits.startswith("00"):
        return Digits((digits,), digits[2:])
    parts = [digits]
    if digits.startswith("0"):
        parts.append(digits[1:])
    return Digits(tuple(part for part in parts if part), digits if len(digits) > 8 else "")


def phone_holds(phone: str, digits: Digits, start: bool) -> bool:
    """Whether a number as the tests write them (+45 or +44 and the rest, or eight digits) holds what was typed."""
    whole = re.sub("[^0-9]", "", phone)
    if not phone.startswith("+"):
        whole = "45" + whole
    national = whole[2:]
    if start and digits.beginning and whole.startswith(digits.beginning):
        return True
    return any(national.startswith(part) if start else part in national for part in digits.parts)


def word_tier(word: tuple[str, str], digits: Digits, account_id: int, fact: Facts) -> int | None:
    phones = [*fact.phones, *([fact.own_phone] if fact.own_phone else [])]
    contacts = fact.contacts or (("\u2205",) if fact.addresses or fact.phones else ())
    if word and word[0].removeprefix("#") == str(account_id):
        return 0
    if word:
        for tier, where in ((1, "start"), (2, "word"), (3, "inside")):
            if holds(fact.name, word, where):
                return tier
        if any(holds(text, word, "start") for text in fact.addresses):
            return 4
    if any(phone_holds(phone, digits, True) for phone in phones):
        return 4
    if any(phone_holds(phone, digits, False) for phone in phones):
        return 5
    others = (*contacts, *fact.addresses, *fact.tags, *fact.earlier)
    return 5 if word and any(holds(text, word, "inside") for text in others) else None


def tier_of(query: str, account_id: int, fact: Facts) -> int | None:
    """0 exact, 1 start of the name, 2 start of a word, 3 in the name, 4 start of an address, 5 elsewhere, or None."""
    both = [letters(query[:500], danish) for danish in (False, True)]
    words = list(dict.fromkeys(zip(both[0].split(), both[1].split(), strict=True)))[:16]
    if not words:
        return None
    if any(both[danish] == letters(fact.name, danish) for danish in (False, True)):
        return 0
    digits = [digit_readings(word[0]) for word in words]
    number = re.sub(r"^(tlf|tel|telefon|mobil|phone)[.:]* ?(?=[+(0-9])", "", both[0]).split()
    labelled = number != both[0].split()
    numeric = all(any(digit_readings(word)) for word in number)
    alone = numeric and (len(re.findall("[0-9]", "".join(number))) > 3 if labelled else len(number) > 1)
    if alone and not labelled:
        digits = [Digits() for _ in words]  # parts of a number mean nothing by themselves
    tiers = [word_tier(word, number, account_id, fact) for word, number in zip(words, digits, strict=True)]
    whole = None if None in tiers else max(tiers)
    if whole == 2 and min(tiers) < 2:
        whole = 1
    if alone:
        together = word_tier((), digit_readings("".join(number)), account_id, fact)
        whole = min((tier for tier in (whole, together) if tier is not None), default=None)
    return whole
