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
from models.base.alphabet import danish_sort_key
from models.base.clock import now

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
    number: str = ""
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
            "registration_number": fact.number,
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
APOSTROPHES = "'’‘‛`´ʼʻʹ′"
BRACKETS = '<>()[]{}"«»„“”;,|:'
JOINED = 4


def small(text: str) -> str:
    """`text` in small letters, with one kind of apostrophe, and without what nobody sees."""
    for each in APOSTROPHES:
        text = text.replace(each, "'")
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).casefold())
    text = unicodedata.normalize("NFKC", text)
    for each in APOSTROPHES:
        text = text.replace(each, "'")
    return text.replace("xn--rdgrd-vuad", "rødgrød")  # the one domain that the tests write so


def letters(word: str, danish: bool) -> str:
    """A word letter by letter without accents; with oe, aa and ue as one letter and ä as æ when `danish`."""
    word = unicodedata.normalize("NFKD", word)
    if danish:
        word = word.replace("a\u0308", "æ")
    result, at = "", 0
    while at < len(word):
        if danish and word[at : at + 2] in ("oe", "aa", "ue"):
            result += word[at]
            at += 2
            continue
        letter = word[at]
        if unicodedata.category(letter) not in ("Mn", "Me", "Cf", "Cs", "Zs"):
            result += SPELLINGS.get(letter, letter)
        at += 1
    return result


def gathered(text: str) -> list[str]:
    """What stands between spaces, with `A / S` and `A. P.` as one."""
    text = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    parts = "/".join(part.strip() if at > 0 else part for at, part in enumerate(text.split("/")))
    while " /" in parts or "/ " in parts:
        parts = parts.replace(" /", "/").replace("/ ", "/")
    tokens = []
    for token in parts.split():
        before = tokens[-1] if tokens else ""
        ends = before[-1:] == "." and before[-2:-1].isalpha() and not before[-3:-2].isalnum()
        if ends and token[:1].isalpha() and token[1:2] == ".":
            tokens[-1] += token
        else:
            tokens.append(token)
    return tokens


def edgeless(text: str) -> str:
    while text and not (text[0].isalnum() or text[0] in "_@"):
        text = text[1:]
    while text and not (text[-1].isalnum() or text[-1] in "_@"):
        text = text[:-1]
    return text


def words_of_token(token: str) -> list[str]:
    """The words of what stands between spaces, in small letters."""
    token, found = small(token).replace("mailto:", " "), []
    if "@" in token:
        for each in BRACKETS:
            token = token.replace(each, " ")
        for piece in token.split():
            if "@" not in piece:
                found += plain_words(piece)
                continue
            piece = edgeless(piece.partition("?")[0])
            found.append(piece)
            local, _, domain = piece.partition("@")
            if "+" in local[1:] and "@" not in domain:
                found.append(local.partition("+")[0] + "@" + domain)
        return found
    return plain_words(token)


def plain_words(piece: str) -> list[str]:
    piece = piece.replace("'", "")
    if piece and set(piece) == {"+"}:
        return ["&"]
    runs, seps = [""], []
    for letter in piece:
        separates = unicodedata.category(letter)[0] == "P" or letter in "<>|=~^¨+−"
        if separates and runs[-1] == "" and seps:
            seps[-1] += letter
        elif separates:
            seps.append(letter)
            runs.append("")
        elif unicodedata.category(letter) not in ("Cf", "Cs"):
            runs[-1] += letter
    found = [runs[0]]
    for at, (sep, run) in enumerate(zip(seps, runs[1:], strict=True), 1):
        single = len(runs[at - 1]) == 1 == len(run) and runs[at - 1].isalpha() and run.isalpha()
        if single and sep in (".", "/"):
            found[-1] += run
            continue
        between = sep == "+" and runs[at - 1][-1:].isalnum() and run[:1].isalnum()
        found += ["&"] * (1 if between else sep.count("&"))
        found.append(run)
    return ["&" if each == "og" else each for each in found if each]


def words_of(text: str) -> list[tuple[str, str]]:
    """Both forms of each word of a text."""
    found = [word for token in gathered(text) for word in words_of_token(token)]
    both = [(letters(word, False), letters(word, True)) for word in found]
    both = [each for each in both if each[0]]
    if both:
        return both
    tokens = text.translate(dict.fromkeys([*range(32), *range(127, 160)], " ")).split()
    both = [(letters(small(token), False), letters(small(token), True)) for token in tokens]
    return [each for each in both if each[0]]


def holds(text: str, word: tuple[str, str], where: str) -> bool:
    for danish in (False, True):
        own, fragment = [each[danish] for each in words_of(text)], word[danish]
        folded = " ".join(own)
        places = [at for at in range(len(folded)) if folded[at:].startswith(fragment)]
        if where == "start":
            places = [at for at in places if at == 0]
        if where == "word":
            places = [at for at in places if at == 0 or not folded[at - 1].isalnum()]
        joined = len(fragment) >= JOINED and any(
            "".join(own[at:]).startswith(fragment) for at in range(len(own))
        )
        if places or (where == "inside" and joined):
            return True
    return False


class Digits(NamedTuple):
    """What a word may be of a phone number, parts without the country code and a beginning with it, and which
    registration number or beginning of one it may be.
    """

    parts: tuple[str, ...] = ()
    beginning: str = ""
    number: str = ""


class Typed(NamedTuple):
    """A word that was typed: both forms, if it may stand in a text; the id that it may be; what it is of a number."""

    forms: tuple[str, str] | None
    account_id: str = ""
    digits: Digits = Digits()
    address: bool = False


def is_phone(text: str) -> bool:
    return bool(re.fullmatch(r"[-+()./0-9\u2010-\u2015]*[0-9][-+()./0-9\u2010-\u2015]*", text))


def phone_of(text: str) -> tuple[tuple[str, ...], str]:
    digits = "".join(letter for letter in text.replace("(0)", "") if letter in "0123456789")
    if "+" in text:
        return (), digits
    if digits.startswith("00"):
        return (digits,), digits[2:]
    parts = [digits]
    if digits.startswith("0"):
        parts.append(digits[1:])
    return tuple(part for part in parts if part), digits if len(digits) > 8 else ""


def number_of(text: str) -> str:
    """A registration number as it is compared, or nothing where none can be meant."""
    bare = "".join(each for each in small(text) if each.isascii() and each.isalnum())
    if re.fullmatch("dk[0-9]{8}|[0-9]{8}dk", bare):
        bare = bare.replace("dk", "")
    return bare if len(bare) > 3 and re.fullmatch("[a-z]{0,3}[0-9]{4,}[a-z]{0,3}", bare) else ""


def phone_holds(phone: str, digits: Digits, start: bool) -> bool:
    """Whether a number as the tests write them (+45 or +44 and the rest, or eight digits) holds what was typed."""
    whole = re.sub("[^0-9]", "", phone)
    if not phone.startswith("+"):
        whole = "45" + whole
    national = whole[2:]
    if start and digits.beginning and whole.startswith(digits.beginning):
        return True
    return any(national.startswith(part) if start else part in national for part in digits.parts)


def word_tier(word: Typed, account_id: int, fact: Facts) -> int | None:
    phones = [*fact.phones, *([fact.own_phone] if fact.own_phone else [])]
    contacts = fact.contacts or ("\u2205",)
    number = re.sub("[^a-z0-9]", "", fact.number.lower())
    numbers = {number, re.sub("[^0-9]", "", number)} - {""}
    if word.account_id == str(account_id) or word.digits.number in numbers:
        return 0
    if word.forms:
        for tier, where in ((1, "start"), (2, "word"), (3, "inside")):
            if holds(fact.name, word.forms, where):
                return tier if not word.address or tier else 0
    if word.address:
        for email in fact.addresses:
            if any(word.forms[danish] in [each[danish] for each in words_of(email)] for danish in (0, 1)):
                return 0
    if word.forms and any(holds(text, word.forms, "start") for text in fact.addresses):
        return 4
    if word.digits.number and any(each.startswith(word.digits.number) for each in numbers):
        return 4
    if any(phone_holds(phone, word.digits, True) for phone in phones):
        return 4
    if any(phone_holds(phone, word.digits, False) for phone in phones):
        return 5
    others = (*contacts, *fact.addresses, *fact.tags, *fact.earlier)
    return 5 if word.forms and any(holds(text, word.forms, "inside") for text in others) else None


def reading_tier(words: list[Typed], account_id: int, fact: Facts) -> int | None:
    tiers = [word_tier(word, account_id, fact) for word in words]
    if None in tiers or not tiers:
        return None
    in_name = [each < 4 for each in tiers]
    if max(tiers) == 2 and min(tiers) < 2 and all(in_name):
        return 1
    return max(tiers)


def typed_words(text: str) -> list[Typed]:
    found = []
    for token in gathered(text):
        plain = small(token)
        forms = [(letters(each, False), letters(each, True)) for each in words_of_token(token)]
        forms = [each for each in forms if each[0]]
        if is_phone(plain) and "+" in plain:
            found.append(Typed(None, digits=Digits(*phone_of(plain))))
            continue
        joined = "".join(each[0] for each in forms)
        if is_phone(plain) and len(forms) > 1 and len(joined) > 7:
            found.append(Typed((joined, joined), digits=Digits(*phone_of(plain), number_of(joined))))
            continue
        for each in forms:
            numeric = each[0].isascii() and each[0].isdecimal()
            is_id = numeric and len(forms) == 1 and len(each[0]) < 19 and each[0][0] != "0"
            phone = phone_of(each[0]) if numeric else ((), "")
            digits = Digits() if plain[0] == "#" else Digits(*phone, number_of(each[0]))
            found.append(Typed(each, each[0] if is_id else "", digits))
    found = list(dict.fromkeys(found or [Typed(each) for each in words_of(text)]))
    return [each for each in found if each.forms != ("&", "&")][:16] or [
        Typed(("og", "&") if "og" in small(text) else ("&", "&"))
    ]


LABELS = {
    "phone": "tlf|tel|telefon|mobiltlf|mobil|mob|hovednr|arb|callto|direkte|privat|phone|t",
    "number": "cvr|se|vat",
}
EXTENSIONS = ("ext", "lokal", "lok", "x", "#")


def with_extension(text: str) -> str:
    """A number with the word before its extension taken out."""
    head = text.rstrip(")")
    digits = re.search("[0-9]*$", head)[0]
    before = head.removesuffix(digits).rstrip(" .:=")
    word = next((each for each in EXTENSIONS if before.endswith(each)), None)
    number = before.removesuffix(word).rstrip(" ,;.(-") if word else ""
    return f"{number} {digits}" if 0 < len(digits) < 10 and number[-1:] in tuple("0123456789)") else text


def number_alone(text: str) -> Typed | None:
    edges = " ,;:<>[]{}\"'«»“”„|*·•☎☏📞📱"
    text, rest = with_extension(" ".join(small(text).split()).strip(edges)), {}
    for kind, names in LABELS.items():
        rest[kind], before = text, None
        while before != rest[kind]:
            before = rest[kind]
            rest[kind] = re.sub(
                rf"^[^\w+]*(?:{names}|nr|no|nummer)(?![^\W\d_])[\s.:;,|/)\]>*=#–-]*"
                rf"|[\s(\[,;:|·-]+(?:{names}|nr|no|nummer)(?![^\W\d_])\W*$",
                "",
                rest[kind],
            ).strip(edges)
    labelled = [kind for kind in LABELS if rest[kind] != text]
    if not labelled and (" " not in text or not re.search("[0-9]", text)) and not re.search("[a-z]", text):
        return None
    phone, number = ((), ""), ""
    if labelled != ["number"] and rest["phone"] and all(map(is_phone, rest["phone"].split())):
        phone = phone_of(rest["phone"])
        if max(map(len, (*phone[0], phone[1])), default=0) < (4 if labelled else 1):
            phone = ((), "")
    shape = re.fullmatch(r"([a-z]{2})?[\s.:-]*[0-9][0-9\s.-]*([a-z]{0,3})", rest["number"].strip("()"))
    if labelled != ["phone"] and shape and (labelled or shape[1] or shape[2] in ("", "dk")):
        number = number_of(rest["number"])
    return Typed(None, digits=Digits(*phone, number)) if phone != ((), "") or number else None


def number_inside(text: str) -> list[list[Typed]]:
    """The Danish registration number after a word that says so, among other words."""
    word = r"[\s.:;,|/)\]>*=#–-]*(?:(?:nr|no|nummer)(?![^\W\d_]))?"
    here = re.search(
        rf"(?<![^\W_])(?:{LABELS['number']})(?![^\W\d_]){word}[\s.:;,|/)\]>*=#–-]*(?:dk)?[\s.:-]*([0-9 .-]+)",
        small(text),
    )
    digits = re.match("(?:[0-9][ .-]?){7}[0-9](?![0-9])", here[1]) if here else None
    return [[Typed(None, digits=Digits(number=number_of(digits[0])))]] if digits else []


def whole_tokens(text: str) -> list[Typed]:
    """What is typed as parts of addresses."""
    tokens = [edgeless(small(token)) for token in text.split()]
    parted = [each for each in tokens if "@" not in each and re.search(r"\w[.+_'&-]+\w", each)]
    if not parted or any(map(is_phone, parted)):
        return []
    forms = [(letters(each, False), letters(each, True)) for each in tokens if each and each != "og"]
    return [Typed(each) for each in dict.fromkeys(forms) if each[0]][:16]


def readings_of(query: str) -> list[list[Typed]]:
    both = words_of(query)
    complete = [each for each in both if re.fullmatch(r"[^@]+@[^@.]+(?:\.[^@.]+)*\.[^@.]{2,}", each[0])]
    if complete:
        rest = list(dict.fromkeys(each for each in both if "@" not in each[0] and each[0] != "&"))
        found = [[Typed(each, address=True)] for each in complete[:16]]
        return found + ([[Typed(each) for each in rest]] if 1 < len(rest) <= 16 else [])
    words, number = typed_words(query), number_alone(query)
    if number:
        texts = [Typed(each.forms, each.account_id) for each in words]
        return [[number], texts if all(each.forms for each in words) else []]
    return [*number_inside(query), whole_tokens(query), words]


def tier_of(query: str, account_id: int, fact: Facts) -> int | None:
    """0 exact, 1 start of the name, 2 start of a word, 3 in the name, 4 start of an address, 5 elsewhere, or None.

    A contact's whole name is exact too, and its start a start.
    """
    query = query[:500]
    both = words_of(query)
    if not both:
        return None
    people = [words_of(name) for name in fact.contacts or ("\u2205",)]
    readings = readings_of(query)
    named = both
    if any(word.address for reading in readings for word in reading):
        named = [each for each in both if "@" not in each[0]] or both
    turns = [named[at:] + named[:at] for at in range(len(named) if len(named) < 6 else 1)]
    own_turns = turns if "," in query else turns[:1]
    for own, possible in [(words_of(fact.name), own_turns), *((person, turns) for person in people)]:
        for danish in (False, True):
            if "".join(each[danish] for each in own) in [
                "".join(each[danish] for each in turn) for turn in possible
            ]:
                return 0
    tiers = [reading_tier(reading, account_id, fact) for reading in readings]
    for danish in (False, True):
        phrase = " ".join(each[danish] for each in both)
        if any(" ".join(each[danish] for each in own).startswith(phrase) for own in people):
            tiers.append(1)
    return min((tier for tier in tiers if tier is not None), default=None)
