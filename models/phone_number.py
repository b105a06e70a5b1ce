"""Phone numbers: any format in, E.164 stored, the national form shown (ITU-T E.164, E.123)."""

import phonenumbers

HOME = "DK"


class InvalidPhone(ValueError):
    """No such phone number can exist."""


def e164(text: str, region: str = HOME) -> str:
    """`text` as +4512345678. Raises InvalidPhone."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone(text) from error
    if not phonenumbers.is_possible_number(number):
        raise InvalidPhone(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(number: str, region: str = HOME) -> str:
    """A stored number as people at home write it; anything else unchanged."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(region)
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, kind)
