"""Invisible characters: taking them off, and whether a text has anything that can be seen."""

import unicodedata

# Letters, by their category, that show nothing although they are letters, signs or marks: fillers of Hangul and Braille.
_FILLERS = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_UNSEEN_ALONE = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}
_UNSEEN_AT_ENDS = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_FLAG_LETTERS = range(0xE0020, 0xE0080)  # they end the flag of a part of a country


def tidied(text: str) -> str:
    """The text without what nobody sees at its ends; nothing where nothing in it can be seen.

    What joins or turns letters within it stays, as Persian names and families of emoji need it.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    if not any(_is_seen(each) for each in text):
        return ""
    begin, end = 0, len(text)
    while _ends_unseen(text[begin]):
        begin += 1
    while _ends_unseen(text[end - 1]) and ord(text[end - 1]) not in _FLAG_LETTERS:
        end -= 1
    return text[begin:end]


def _is_seen(letter: str) -> bool:
    return letter not in _FILLERS and unicodedata.category(letter) not in _UNSEEN_ALONE


def _ends_unseen(letter: str) -> bool:
    return letter in _FILLERS or unicodedata.category(letter) in _UNSEEN_AT_ENDS
