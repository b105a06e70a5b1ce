"""Countries by their two letters (ISO 3166), in the reader's language."""

from flask_babel import get_locale

from models.alphabet import danish_sort_key

# Two letters in CLDR that are no country: unions, dependencies without a code of their own, private use.
NO_COUNTRIES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))


def choices() -> list[tuple[str, str]]:
    """(code, name) of every country, in alphabetical order."""
    names = get_locale().territories.items()
    found = [(code, name) for code, name in names if len(code) == 2 and code.isalpha()]
    return sorted(
        (each for each in found if each[0] not in NO_COUNTRIES), key=lambda each: danish_sort_key(each[1])
    )


def name(code: str) -> str:
    """What a country is called; the code itself for one that is not known."""
    return get_locale().territories.get(code, code)
