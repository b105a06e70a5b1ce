"""Phone numbers: any format in, E.164 with its extension stored, the national form shown (ITU-T E.164, E.123, RFC 3966)."""

import re
import unicodedata

import phonenumbers

HOME = "DK"
# Countries where the zero that is put in brackets is dialled from abroad too.
LEADING_ZERO = ("39", "378", "379")

# What people write before a number; models/base/folding.py reads them too.
LABELS = (
    *("telefonnummer", "telefonnr", "telefon", "telephone", "fonnummer", "fonnr", "fon", "phone", "ph"),
    *("mobiltelefon", "mobilnummer", "mobilnr", "mobiltlf", "mobile", "mobil", "mobtlf", "mob", "cellphone"),
    *("cell", "tlfnr", "tlph", "tlf", "tel", "fastnet", "fax", "direkte", "direct", "dir", "main", "lokal"),
    *("hovednummer", "hovednr", "hovedtlf", "hoved", "omstilling", "reception", "kontor", "kont", "office"),
    *("vagttelefon", "vagttlf", "vagt", "arbejde", "arb", "work", "private", "privat", "priv"),
    *("hjemme", "hjem", "home"),
)
_LABEL = re.compile(
    rf"(?:(?:{'|'.join(LABELS)}|nummer|number|nr|no|[tmpd])\b[.:]*[ -]*)+(?=[+(0-9])", re.IGNORECASE
)
_EXTENSION = re.compile(
    r"[ ,;-]*(?:;ext=|\(?(?:\bextension|\bext|(?<![a-z])x|\blokalnummer|\blokalnr|\blokal|\blok|\blocal|#|,,)[ .:]*)"
    r"([0-9]{1,9})(?:(?<=[0-9])\))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[,;|\n]|(?<=[0-9)])\s*(?:\b(?:og|and|eller|or|samt)\b|&)\s*(?=[+(0-9])|(?<=[0-9])\s*(?=\+)",
    re.IGNORECASE,
)
_FROM_OUTSIDE = re.compile(r"^\(?(\+|00) ?([0-9]+)\)?")  # (+45), + 45
_IN_BRACKETS = re.compile(r"^(\+|00)([0-9]{1,3})([ .-]*)\(0\)")
_LAST_DIGITS = re.compile(r"/ ?[0-9]{1,3}$")  # of a second number: 33123456/57
_DANISH = re.compile(r"\+45[2-9][0-9]{7}")
_DIGITS = re.compile(r"\+?[0-9 ().\-]+")
_DASHES_AND_DIGITS = {"Pd": lambda _dash: "-", "Nd": lambda digit: str(unicodedata.decimal(digit))}


class InvalidPhone(ValueError):
    """No such phone number can exist; `reason` says why, as models.clients.field_type.Unfit does."""

    reason = "phone"


class SeveralPhones(InvalidPhone):
    """More than one phone number stands there."""

    reason = "several_phones"


class LettersInPhone(InvalidPhone):
    """Something else than a phone number stands there, or besides it."""

    reason = "letters_in_phone"


def e164(text: str, region: str = HOME) -> str:
    """`text` as +4512345678, with an extension as +4512345678;ext=45. Raises InvalidPhone.

    A label before the number, such as Tlf., means nothing. No digit is left out and none made of a letter.
    """
    plain = _plain(text)
    found = _EXTENSION.search(plain)
    extension = ""
    if found and found.end() == len(plain):
        plain, extension = plain[: found.start()], f";ext={found[1]}"
    parts = [each for each in _BETWEEN.split(plain) if each and each.strip()]
    if len(parts) > 1 and all(re.search("[0-9]{2}", each) for each in parts):
        raise SeveralPhones(text)
    last = _LAST_DIGITS.search(plain)
    if last and _are_numbers([plain[: last.start()]], region):
        raise SeveralPhones(text)
    try:
        return _one(plain, region) + extension
    except InvalidPhone:
        parts = plain.split("/")
        if len(parts) > 1 and _are_numbers(parts, region):
            raise SeveralPhones(text) from None
        raise


def _plain(text: str) -> str:
    """Without what means nothing, digits of any script and dashes of any length as plain ones."""
    text = unicodedata.normalize("NFKC", text)
    seen = (each for each in text if unicodedata.category(each) not in ("Cf", "Mn"))
    text = "".join(_DASHES_AND_DIGITS.get(unicodedata.category(each), str)(each) for each in seen)
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    label = _LABEL.match(text)
    return text[label.end() :] if label else text


def _one(plain: str, region: str) -> str:
    plain = plain.replace("/", " ").strip(" ,;.-")
    if re.search(r"[^\W\d_]", plain):
        raise LettersInPhone(plain)
    plain = _FROM_OUTSIDE.sub(r"\1\2", plain)
    plain = _IN_BRACKETS.sub(_without_zero, plain)
    if not _DIGITS.fullmatch(plain):
        raise InvalidPhone(plain)
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone(plain) from error
    if number.extension or not phonenumbers.is_possible_number(number):
        raise InvalidPhone(plain)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _without_zero(begun: re.Match) -> str:
    sign, country, space = begun.groups()
    return f"{sign}{country}{space}{'0' if country in LEADING_ZERO else ''}"


def _are_numbers(parts: list[str], region: str) -> bool:
    try:
        return all(_one(each, region) for each in parts)
    except InvalidPhone:
        return False


def format_phone(number: str, region: str = HOME) -> str:
    """A stored number as people at home write it, an extension behind it; anything else unchanged."""
    if region == HOME and _DANISH.fullmatch(number):
        return " ".join(
            number[at : at + 2] for at in (3, 5, 7, 9)
        )  # by far the most; parsing takes much longer
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(region)
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    extension, parsed.extension = parsed.extension, None
    text = phonenumbers.format_number(parsed, kind)
    return f"{text} {'lok.' if home else 'ext.'} {extension}" if extension else text
