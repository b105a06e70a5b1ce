"""Text folding and query parsing for search: which spellings count as the same, and how what is typed is read.

Search, the contact list, the pickers, the relation field and the duplicate check all ask this file (rule Search 1). Each line shows a
kind of text, how it may be stored, and what may be typed to find it; the tests read this table.

    name      Sørens Bageri         | SØREN · soren · soeren · SØRENS BAGERI · bageri søren · ＳＯＲＥＮ · so\u0308ren
    name      Joergensen            | Jørgensen · jorgensen · Jörgensen · ergensen
    name      Ærø Ågård             | aeroe aagaard · ærø agard · aero ågaard
    name      Müller                | mueller · muller · MÜLLER
    name      Mueller               | müller · Müller
    name      Bäcker                | baecker · backer · bæcker
    name      Bæcker                | bäcker · baecker
    name      Straße                | strasse · STRASSE
    person    Anne-Marie Holm       | anne-marie · anne marie · annemarie · anne‑marie · Anne–Marie · Holm, Anne-Marie
    person    Anne Marie Holm       | anne-marie · annemarie · "Anne-Marie Holm" · annemarie holm · HOLM ANNE-MARIE
    person    Annemarie Holm        | anne-marie · anne marie · Holm, Anne Marie
    person    Seán O'Brien          | o’brien · obrien · O´Brien · O`Brien · o‘brien sean · brien
    person    A. P. Møller          | a.p. møller · ap møller · a p moller · A.P.Møller
    name      Lunds Kro             | lund's kro · Lund’s Kro
    name      Lund & Søn            | lund og søn · lund + søn · Lund&Søn · lund søn · lund+søn
    name      Lund og Søn           | lund & søn · lund+søn
    name      Lund+Søn              | lund og søn · lund&søn
    name      Holm A/S              | holm as · Holm A.S. · holm a/s. · HOLM A / S
    name      Holm AS               | holm a/s · holm a.s
    name      Holm I.S.             | holm i/s · holm is
    name      Dal Vest A.M.B.A.     | dal vest amba · dal a.m.b.a
    name      VVS v/Per Dam         | vvs v/ per dam · vvs v. per dam · (per dam) · [Per Dam]
    name      "Kloden" (Århus)      | kloden århus · »Kloden« · kloden, aarhus; · Kloden/Århus
    name      Dam.dk ApS            | dam.dk · dam dk · damdk
    name      !!!                   | !!!
    address   anne@dam.example      | <anne@dam.example> · mailto:anne@dam.example · anne@dam.example, · anne@dam.example;
    address   anne@dam.example      | Anne <anne@dam.example> · "Dam, Anne" <ANNE@dam.example>; · [mailto:anne@dam.example?subject=Moms]
    address   per.ib@dam.example    | per.ib · per.ib@ · dam.example · @dam.example · per ib dam
    address   per+moms@dam.example  | per+moms · per@dam.example · per+moms@dam.example · per+andet@dam.example
    address   per@rødgrød.example   | per@xn--rdgrd-vuad.example · rødgrød.example · roedgroed · @xn--rdgrd-vuad.example
    phone     +4533123456           | 33123456 · 33 12 34 56 · +45 33-12-34-56 · 0045 33123456 · (+45) 33 12 34 56 · 3312
    phone     +4533123456           | Tlf. 33123456 · Mob.: 33 12 34 56 · Direkte 33123456 · tel:+4533123456 · T: 33 12 34 56,
    phone     +4533123456           | Mobil (privat): +45 33 12 34 56 · Direkte tlf. nr. 33.12.34.56 · 33 12 34 56 (mobil)
    phone     +4533123456           | ☎ 33 12 34 56 · callto:+4533123456 · Mobiltlf. 33123456 · Hovednr.: 33 12 34 56 · Tlf. arb. 33 12 34 56
    phone     +4533123456;ext=12    | 33 12 34 56 lok. 12 · +45 33123456 ext. 12 · 33123456;ext=12 · 33123456x12 · 33 12 34 56 (lokal 12) · 33 12 34 56
    phone     +442079460958         | +44 (0)20 7946 0958 · 020 7946 0958 · +44 20 7946
    number    13585628              | 13585628 · 13 58 56 28 · DK13585628 · DK-13585628 · DK 13 58 56 28 · 1358
    number    13585628              | CVR-nr. 13585628 · CVR: 13585628 · cvr nr 13 58 56 28 · CVR-nummer: DK 13585628 · SE-nr. 13.58.56.28,
    number    13585628              | 13585628DK · DK: 13585628 · (CVR 13585628) · cvr=13585628 · CVR/SE-nr. 13 58 56 28 · Dam ApS, CVR-nr. 13585628, Ribe
    number    DE 123 456 789        | DE123456789 · VAT no. DE 123456789 · 123456789

What finds a text without its accents or its spaces need not be that text: the exact name comes first all the same.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from models.base.mailbox import AROUND
from models.base.phone_number import LABELS
from models.base.registration_number import CVR_WORDS, SE_WORDS, VAT_WORDS

# A name has at most 255 letters, and so has an address: no more of what is typed can stand in one.
LONGEST_QUERY = 500
MOST_WORDS = 16
HOME_DIGITS = 8  # of a phone number in Denmark
LABELLED_DIGITS = 4  # fewer after a word like "Tlf." are no number, but perhaps a name
NUMBER_LETTERS = 4  # the least of a registration number that is looked for
JOINED = 4  # letters of the shortest fragment that may stand in two words written as one
MOST_TURNED = 5  # words of a name that may be typed with its last word first

AND = "&"


# Folding


class Forms(NamedTuple):
    """A folded text twice: `plain` keeps oe, aa and ue (Joergen holds `ergen`) and makes ä an a, `danish` makes them o,
    a and u, and ä an ae.

    Both have the same number of words, with one space between them.
    """

    plain: str
    danish: str


# Letters that Unicode does not take apart by itself.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "đ": "d", "ł": "l", "ħ": "h", "þ": "th", "ı": "i"}
)
_CONTROLS = str.maketrans(dict.fromkeys([*range(32), *range(127, 160)], " "))
_MARKS = {"Mn", "Me"}
_UNSEEN = {"Cf", "Cs"}  # joiners, directions, lone surrogates: nobody sees them, or no database can hold them
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛`´ʼʻʹ′"), "'")
_SEPARATING_SYMBOLS = set("<>|=~^¨+−")

_SIMPLE = re.compile(r"[A-Za-z0-9 ]*")
_NO_LETTER = re.compile("[^A-Za-z0-9]")
_SIMPLE_ADDRESS = re.compile(r"[a-z0-9_.-]*[a-z0-9_]@(?!xn--)[a-z0-9-]+\.[a-z]+")
_LETTER = r"[^\W\d_]"
_INITIALS_APART = re.compile(rf"(?<![^\W_])({_LETTER}\.)\s+(?={_LETTER}\.)")
_SLASH_APART = re.compile(r"\s*/\s*")
# a/s, A.S., a.m.b.a, the J.P. of J.P.Hansen
_INITIALS = re.compile(rf"(?<![^\W_])({_LETTER}(?:[./]{_LETTER})+)(?![^\W_])")
_PLUS = re.compile(r"(?<=[^\W_])\+(?=[^\W_])|^\++$")
_EDGES_OF_ADDRESS = re.compile(r"^[^\w@]+|[^\w@]+$")
_ASCII_LABEL = re.compile(r"xn--[a-z0-9-]+")
_TAGGED = re.compile(r"([^@+]+)\+[^@]*(@[^@]*)")
_PARTED = re.compile(r"\w[.+_'&-]+\w")
_COMPLETE_ADDRESS = re.compile(r"[^@]+@[^@.]+(?:\.[^@.]+)*\.[^@.]{2,}")


class _Separators(dict):
    """What separates words or cannot be seen, for str.translate(): found out once for each character."""

    def __missing__(self, code: int):
        letter = chr(code)
        kind = unicodedata.category(letter)
        separates = letter != AND and (kind[0] == "P" or letter in _SEPARATING_SYMBOLS)
        self[code] = found = " " if separates else None if kind in _UNSEEN else letter
        return found


_SEPARATORS = _Separators()


def fold(text: str) -> Forms:
    """Both folded forms of `text`: small letters and digits without accents, in words with a space between them.

    A fragment stands in a text when its plain form stands in the plain text or its danish form in the danish one. Where
    nothing but punctuation is there, that stays.
    """
    text = text.translate(_CONTROLS)
    if _SIMPLE.fullmatch(text):
        words = [AND if word == "og" else word for word in text.lower().split()]
        plain = " ".join(words)
        return Forms(plain, _shortened(plain))
    words = [forms for word in _gathered(text).split() for forms in _fold_word(word)]
    words = words or [forms for word in text.split() if (forms := _forms(_lowered(word))).plain]
    return Forms(" ".join(each.plain for each in words), " ".join(each.danish for each in words))


def squeezed(folded: str) -> str:
    """A folded text without its spaces: Anne-Marie, Anne Marie and Annemarie are one."""
    return folded.replace(" ", "")


def stands_in(fragment: str, folded: str) -> bool:
    """Whether a `fragment` without spaces stands in one form of a text: in a word, or from the start of one into the next."""
    return fragment in folded or stands_as_one_word(fragment, folded)


def stands_as_one_word(fragment: str, folded: str) -> bool:
    """Whether a `fragment` begins with a word of the text and goes on in the words behind it."""
    if len(fragment) < JOINED or fragment not in squeezed(folded):
        return False
    words = folded.split(" ")
    return any("".join(words[at:]).startswith(fragment) for at in range(len(words) - 1))


def starts_word(text: str, at: int) -> bool:
    """Whether a word of the folded `text` begins at index `at`: nothing or no letter and no digit before it."""
    return at == 0 or not text[at - 1].isalnum()


def compact(number: str) -> str:
    """A registration number as it is compared: small letters and digits alone, without the DK before or behind a Danish one."""
    letters = _NO_LETTER.sub("", _lowered(number))
    danish = re.fullmatch("dk([0-9]{8})|([0-9]{8})dk", letters)
    return danish[1] or danish[2] if danish else letters


def _gathered(text: str) -> str:
    """`text` with what people write apart, now and then: A / S, A. P. Møller."""
    if "/" in text:
        text = _SLASH_APART.sub("/", text)
    return _INITIALS_APART.sub(r"\1", text) if ". " in text else text


@lru_cache(5000)  # surnames and trades come again and again
def _fold_word(word: str) -> tuple[Forms, ...]:
    """The folded words of one that has no white space in it: Anne-Marie has two."""
    if _SIMPLE_ADDRESS.fullmatch(word):
        return (Forms(word, _shortened(word)),)
    found = (_forms(each) for each in _words_in(_lowered(word)))
    return tuple(forms for forms in found if forms.plain)


def _lowered(word: str) -> str:
    """Small letters in the form in which Unicode puts them together, one apostrophe for all, Unicode domains."""
    if word.isascii():
        word = word.lower().replace("`", "'")
    else:
        word = unicodedata.normalize("NFKD", word.translate(_APOSTROPHES)).casefold()
        word = unicodedata.normalize("NFKC", word).translate(_APOSTROPHES)
    return _ASCII_LABEL.sub(_in_unicode, word) if "xn--" in word else word


def _in_unicode(label: re.Match) -> str:
    """A part of a domain (RFC 3492) as its owner writes it. No check that it may exist: it is only looked for."""
    try:
        return label[0].removeprefix("xn--").encode().decode("punycode")
    except (UnicodeError, OverflowError):
        return label[0]


def _words_in(text: str) -> list[str]:
    found = []
    for piece in AROUND.split(text.replace("mailto:", " ")) if "@" in text else [text]:
        found += _address(piece) if "@" in piece else _words_of(piece)
    return found


def _address(piece: str) -> list[str]:
    """An address, or a part of one, as it is; beside anna+moms@x also anna@x, to which the mail goes."""
    piece = piece.partition("?")[0]
    if not piece.isascii():
        piece = "".join("-" if unicodedata.category(each) == "Pd" else each for each in piece)
    bare = _EDGES_OF_ADDRESS.sub("", piece)
    tagged = _TAGGED.fullmatch(bare)
    return [bare, tagged[1] + tagged[2]] if tagged else [bare]


def _words_of(piece: str) -> list[str]:
    piece = piece.replace("'", "").replace("mailto:", " ").replace("\xad", "")
    piece = _INITIALS.sub(lambda found: re.sub("[./]", "", found[0]), piece)
    piece = _PLUS.sub(f" {AND} ", piece).replace(AND, f" {AND} ")
    return [AND if word == "og" else word for word in piece.translate(_SEPARATORS).split()]


def _forms(word: str) -> Forms:
    if word.isascii():
        return Forms(_bare(word), _bare(_shortened(word)))
    apart = unicodedata.normalize("NFKD", word)
    # Shortened before ø becomes o and å loses its ring: those two are letters of their own before an e or a.
    return Forms(_bare(apart), _bare(_shortened(apart.replace("a\u0308", "æ"))))


def _shortened(text: str) -> str:
    return text.replace("oe", "o").replace("aa", "a").replace("ue", "u")


def _bare(text: str) -> str:
    if not text.isascii():
        kept = (each for each in text if unicodedata.category(each) not in _MARKS | _UNSEEN)
        text = "".join(kept).translate(_LETTERS)
    return "".join(text.split())


# What is typed


class Word(NamedTuple):
    """One fragment: its folded `forms`, and what else it may be.

    `account_id` is the id, `digits` may stand anywhere in a phone number without its country code and `dialled` is the
    beginning of one with it, `number` is a registration number or its beginning. Of an `address` all is there.
    """

    forms: tuple[str, ...] = ()
    account_id: int | None = None
    digits: tuple[str, ...] = ()
    dialled: str = ""
    number: str = ""
    address: bool = False

    def in_texts(self) -> "Word":
        """The same as a part of a text or an id alone: a part of a number means nothing by itself."""
        return Word(self.forms, self.account_id)


class Query(NamedTuple):
    """What was asked: every word of one of the `readings` must be found. The last reading is that of plain words.

    `phrase` is all of it, folded; `whole` are, for each form, the squeezed() names that are just what was typed, and
    `names` those of people, whose last name may have been typed first.
    """

    phrase: Forms
    whole: tuple[frozenset[str], frozenset[str]]
    names: tuple[frozenset[str], frozenset[str]]
    readings: tuple[tuple[Word, ...], ...]

    def is_name(self, name: Forms) -> bool:
        """Whether a name is just what was typed, however it is written."""
        return squeezed(name.plain) in self.whole[0] or squeezed(name.danish) in self.whole[1]

    def is_person(self, name: Forms) -> bool:
        """Whether that of a person is."""
        return squeezed(name.plain) in self.names[0] or squeezed(name.danish) in self.names[1]


_PHONE_LABELS = "|".join(
    (*LABELS, "line", "ring", "callto", "call", "sms", "whatsapp", "[tmdpfw](?=[.: |+]|$)")
)
_NUMBER_LABELS = "|".join(
    (
        *(*CVR_WORDS, *SE_WORDS, "vat[ -]id", *VAT_WORDS, "orgnummer", "orgnr", "org"),
        *("registreringsnummer", "regnr", "reg", "vies", "registration", "virksomhed"),
    )
)
_EITHER = "nummer|number|nr|no"
_BETWEEN = r"[\s.:;,|/)\]>*=#–-]*"


def _labels(names: str) -> tuple[re.Pattern, re.Pattern]:
    """What begins, and what ends, with one of these words."""
    name = rf"(?:{names}|{_EITHER})(?!{_LETTER})"
    return re.compile(rf"^[^\w+]*{name}{_BETWEEN}"), re.compile(rf"[\s(\[,;:|·-]+{name}\W*$")


_LABELS = {"phone": _labels(_PHONE_LABELS), "number": _labels(_NUMBER_LABELS)}
_PHONE_LIKE = re.compile(r"[+()./\-‐-―0-9]*[0-9][+()./\-‐-―0-9]*")
_DIGIT = re.compile("[0-9]")
_EXTENSION = re.compile(
    r"(?<=[0-9)])[\s,;.(-]*(?:(?:extension|ext|lokalnummer|lokalnr|lokal|lok|local)(?![^\W\d_])|x|#)[\s.:=]*([0-9]{1,9})\)?$"
)
_REGISTERED = re.compile(r"([a-z]{2})?[\s.:–-]*[0-9][0-9\s.–-]*([a-z]{0,3})")
_REGISTERED_HERE = re.compile(
    rf"(?<![^\W_])(?:{_NUMBER_LABELS})(?!{_LETTER})(?:{_BETWEEN}(?:{_EITHER})(?!{_LETTER}))?{_BETWEEN}"
    r"(?:dk)?[\s.:-]*((?:[0-9][ .-]?){7}[0-9])(?![0-9])"
)
_AROUND_NUMBERS = " ,;:<>[]{}\"'«»“”„|*·•☎☏📞📱"


def parse(text: str) -> Query | None:
    """The query in a typed `text`, or None when there is nothing to look for in it. No text is an error."""
    return _parsed(text[:LONGEST_QUERY].translate(_CONTROLS))


@lru_cache(200)  # what finds is asked for once more to mark what was found
def _parsed(text: str) -> Query | None:
    phrase = fold(text)
    if not phrase.plain:
        return None
    pairs, lowered = _pairs(phrase), _lowered(text)
    addresses = [forms for forms in pairs if "@" in forms.plain and _COMPLETE_ADDRESS.fullmatch(forms.plain)]
    if addresses:
        return _of_addresses(text, phrase, addresses[:MOST_WORDS])
    has_digits = _DIGIT.search(lowered) is not None
    words = _words(text, pairs, has_digits)
    numbers = _number_alone(lowered) if has_digits else []
    if numbers:
        words = tuple(word.in_texts() for word in words) if all(word.forms for word in words) else ()
    others = numbers
    if not numbers and has_digits:
        others = _number_inside(text)
    if not numbers and _PARTED.search(lowered):
        others = [*others, *_unparted(text, words)]
    return Query(phrase, *_names(text, pairs), (*others, *([words] if words else [])))


def _pairs(phrase: Forms) -> list[Forms]:
    return [Forms(*each) for each in zip(phrase.plain.split(), phrase.danish.split(), strict=True)]


def _of_addresses(text: str, phrase: Forms, addresses: list[Forms]) -> Query:
    """Who pastes an address means it, whatever name a mail program has put before it; else a full name that is there."""
    readings = [(Word(_distinct(forms), address=True),) for forms in dict.fromkeys(addresses)]
    rest = [forms for forms in dict.fromkeys(_pairs(phrase)) if "@" not in forms.plain and forms.plain != AND]
    if 1 < len(rest) <= MOST_WORDS:
        readings.append(tuple(Word(_distinct(forms)) for forms in rest))
    names = _names(text, [forms for forms in _pairs(phrase) if "@" not in forms.plain] or _pairs(phrase))
    return Query(phrase, *names, tuple(readings))


def _names(text: str, words: list[Forms]) -> tuple:
    """Query.whole and Query.names: with the first of the words put last, as in Holm, Anne Marie.

    What is no person is turned only where a comma says so.
    """
    if len(words) == 1:
        whole = frozenset([words[0].plain]), frozenset([words[0].danish])
        return whole, whole
    turns = len(words) if len(words) <= MOST_TURNED else 1
    forms = [[each.plain for each in words], [each.danish for each in words]]
    turned = tuple(frozenset(["".join(each[turn:] + each[:turn]) for turn in range(turns)]) for each in forms)
    return turned if "," in text else tuple(frozenset(["".join(each)]) for each in forms), turned


def _words(text: str, pairs: list[Forms], has_digits: bool) -> tuple[Word, ...]:
    found = [word for token in _gathered(text).split() for word in _of_token(token)] if has_digits else []
    found = found or [Word(_distinct(forms)) for forms in pairs]
    said = [word for word in dict.fromkeys(found) if word.forms != (AND,)]
    if not said:
        # The beginning of a name like Ogstrup, as far as anybody knows.
        said = [Word(("og", AND) if "og" in _lowered(text) else (AND,))]
    return tuple(said[:MOST_WORDS])


def _of_token(token: str) -> list[Word]:
    """The words of what stands between two spaces."""
    lowered = _lowered(token)
    parts = _fold_word(token)
    phone = _phone(lowered) if _PHONE_LIKE.fullmatch(lowered) else None
    if phone and "+" in lowered:
        return [Word((), None, *phone)]
    if phone and len(parts) > 1 and len("".join(each.plain for each in parts)) >= HOME_DIGITS:
        joined = "".join(each.plain for each in parts)
        return [Word((joined,), None, *phone, number=_number(joined))]
    found = [_word(forms, alone=len(parts) == 1) for forms in parts]
    return [word.in_texts() for word in found] if lowered.startswith("#") else found


def _word(forms: Forms, alone: bool) -> Word:
    plain = forms.plain
    digits = plain.isascii() and plain.isdecimal()
    is_id = digits and alone and len(plain) < 19 and plain[0] != "0"
    phone = _phone(plain) if digits else ()
    return Word(_distinct(forms), int(plain) if is_id else None, *phone, number=_number(plain))


def _number(text: str) -> str:
    if not _DIGIT.search(text):
        return ""
    found = compact(text)
    written = len(found) >= NUMBER_LETTERS and re.fullmatch("[a-z]{0,3}[0-9]{4,}[a-z]{0,3}", found)
    return found if written else ""


def _distinct(forms) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))


def _unparted(text: str, words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """What is typed as parts of addresses, where it is not only words: per.ib, per+moms, soens-mejeri.dk."""
    whole = [_EDGES_OF_ADDRESS.sub("", _lowered(each)) for each in text.split()]
    parted = [each for each in whole if _PARTED.search(each) and "@" not in each]
    if not parted or any(map(_PHONE_LIKE.fullmatch, parted)):
        return []
    forms = [_forms(each) for each in dict.fromkeys(whole) if each and each != "og"]
    reading = tuple(Word(_distinct(each)) for each in forms if each.plain)[:MOST_WORDS]
    return [reading] if reading != words else []


def _number_alone(text: str) -> list[tuple[Word, ...]]:
    """What all words together mean as one phone number or one registration number, perhaps with a word like "Tlf.".

    `text` is _lowered().
    """
    text = _EXTENSION.sub(r" \1", " ".join(text.split()).strip(_AROUND_NUMBERS))
    of_phone, of_number = (_unlabelled(text, *_LABELS[kind]) for kind in ("phone", "number"))
    labelled = {kind for kind, rest in (("phone", of_phone), ("number", of_number)) if rest != text}
    phone, number = ((), ""), ""
    if labelled != {"number"} and all(map(_PHONE_LIKE.fullmatch, of_phone.split())) and of_phone:
        phone = _phone(of_phone)
    written = labelled != {"phone"} and _REGISTERED.fullmatch(of_number.strip("()"))
    if written and ("number" in labelled or written[1] or written[2] in ("", "dk")):
        number = _number(of_number)
    if not labelled and " " not in text and not re.search("[a-z]", text):
        return []  # one word means the same by itself
    least = LABELLED_DIGITS if labelled else 1
    if max(map(len, (*phone[0], phone[1])), default=0) < least:
        phone = ((), "")
    return [(Word((), None, *phone, number=number),)] if any((*phone, number)) else []


def _number_inside(text: str) -> list[tuple[Word, ...]]:
    """The Danish registration number in a text that calls it so, such as the foot of a letter, whatever else stands there."""
    found = _REGISTERED_HERE.search(_lowered(text))
    return [(Word((), None, number=compact(found[1])),)] if found else []


def _unlabelled(text: str, before: re.Pattern, behind: re.Pattern) -> str:
    while found := before.match(text) or behind.search(text):
        text = text[: found.start()] + text[found.end() :]
    return text.strip(_AROUND_NUMBERS)


def _phone(text: str) -> tuple[tuple[str, ...], str]:
    """What the digits of `text` may be of a phone number: parts without the country code, a beginning with it.

    A country code is meant after + or 00, and by more digits than a number at home has. Else it would be part of
    nearly every number. A trunk zero is not dialled abroad.
    """
    digits = re.sub("[^0-9]", "", text.replace("(0)", ""))
    if "+" in text:
        return (), digits
    if digits.startswith("00"):
        return (digits,), digits[2:]
    parts = (digits, digits[1:]) if len(digits) > 1 and digits[0] == "0" else (digits,) if digits else ()
    return parts, digits if len(digits) > HOME_DIGITS else ""
