"""The one folding rule (search.md §9): what counts as the same letter, for texts and queries alike."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Letters that Unicode does not take apart by itself. In Danish ø and å may be written oe and aa.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "đ": "d", "ł": "l", "ħ": "h", "þ": "th", "ı": "i"}
)
_CONTROLS = str.maketrans(dict.fromkeys([*range(32), *range(127, 160)], " "))
# Marks, and characters that nobody sees or that no database can hold (joiners, directions, lone surrogates).
_DROPPED = {"Mn", "Me", "Cf", "Cs"}


class Forms(NamedTuple):
    """A folded text twice: `plain` keeps oe and aa (Joergen holds `ergen`), `danish` makes them o and a."""

    plain: str
    danish: str


def fold(text: str) -> Forms:
    """Both folded forms of `text`: lower case, no accents, single spaces between words, nothing at the ends.

    A fragment stands in a text when its plain form stands in the plain text or its danish form in the danish one.
    """
    text = text.translate(_CONTROLS)
    if text.isascii():
        plain = " ".join(text.lower().split())
        return Forms(plain, _shortened(plain))
    words = [_fold_word(word) for word in text.split()]
    return (
        Forms(*(" ".join(filter(None, forms)) for forms in zip(*words, strict=True)))
        if words
        else Forms("", "")
    )


@lru_cache(5000)  # surnames and trades come again and again
def _fold_word(word: str) -> Forms:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    # Shortened before ø becomes o and å loses its ring: those two are letters of their own before an e or a.
    return Forms(_bare(apart), _bare(_shortened(apart)))


def _shortened(text: str) -> str:
    return text.replace("oe", "o").replace("aa", "a")


def _bare(text: str) -> str:
    kept = (letter for letter in text if unicodedata.category(letter) not in _DROPPED)
    return " ".join("".join(kept).translate(_LETTERS).split())


def starts_word(text: str, at: int) -> bool:
    """Whether a word of the folded `text` begins at index `at`: nothing or no letter and no digit before it."""
    return at == 0 or not text[at - 1].isalnum()
