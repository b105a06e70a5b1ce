"""Duplicate score: how similar two people, or two clients, are, and why."""

from typing import NamedTuple

from rapidfuzz import fuzz

from models.base.folding import AND, fold, squeezed
from models.staff.user import LEGAL_FORMS

ALIKE = 85  # per cent; less is another name
NEARLY_SAME = 94  # per cent; says something alone
PROBABLE = 65

# As fold() writes them, and so A/S and AS alike.
FOLDED_FORMS = {fold(form).danish for form in (*LEGAL_FORMS, "g/s", "s.m.b.a.", "a.m.b.a.", "f.m.b.a.")}

# Reason → how much it says, besides the name.
POINTS = {
    "same_number": 70,
    "same_address": 30,
    "same_phone": 25,
    "same_street": 20,
    "same_postal_code": 10,
}
NAME_POINTS = 65
TELLING = {"same_number", "same_address", "same_phone", "same_name"}


class Sketch(NamedTuple):
    """What of a person or a client can be compared: folded texts, stored numbers; `joined` is the name as one word."""

    name: str = ""
    emails: frozenset = frozenset()
    phones: frozenset = frozenset()
    street: str = ""
    postal_code: str = ""
    number: str = ""
    joined: str = ""


class Reason(NamedTuple):
    """One thing that two have in common, with the value that they share (or per cent for a similar name)."""

    code: str
    value: str | int = ""


class DuplicateMatch(NamedTuple):
    """Somebody or a client that is like another, by `reasons`; `score` is at most 100."""

    record: object
    reasons: tuple[Reason, ...]
    score: int

    @property
    def codes(self) -> set[str]:
        return {reason.code for reason in self.reasons}

    @property
    def key(self) -> str:
        """What somebody accepts who has been told of it: this record, for these reasons."""
        return f"{self.record.noun}-{self.record.id}:{'+'.join(sorted(self.codes))}"

    @property
    def probable(self) -> bool:
        """Whether the two are probably one."""
        return self.score >= PROBABLE

    @property
    def telling(self) -> bool:
        """Whether somebody who types it in should know."""
        nearly = any(reason.code == "similar_name" and reason.value >= NEARLY_SAME for reason in self.reasons)
        return self.probable or nearly or bool(TELLING & self.codes)


def person_name(text: str) -> str:
    """A name as it is compared: folded, its words in order of the alphabet; empty for one word, which says too little."""
    return sorted_words(fold(text).danish)


def sorted_words(folded: str) -> str:
    """person_name() of a folded name."""
    words = folded.split()
    return " ".join(sorted(words)) if len(words) > 1 else ""


def firm_name(text: str) -> str:
    """The name of a client as it is compared: folded, without its legal form."""
    return " ".join(sorted(_firm_words(text)))


def firm_name_as_one_word(text: str) -> str:
    """firm_name() as one word, in the order in which it is written."""
    return "".join(_firm_words(text))


def _firm_words(text: str) -> list[str]:
    words = fold(text).danish.split()
    return [word for word in words if word not in FOLDED_FORMS and word != AND] or words


def name_as_one_word(folded: str) -> str:
    """A folded name of a person as one word; empty for one word, which says too little."""
    return squeezed(folded) if " " in folded else ""


def per_cent(one: str, other: str) -> int:
    """How much two compared names are alike, or 0 below ALIKE."""
    return int(fuzz.ratio(one, other, score_cutoff=ALIKE)) if one and other else 0


def compare(one: Sketch, other: Sketch, record=None) -> DuplicateMatch:
    """What `other`, the sketch of `record`, has in common with `one`."""
    # Anne-Marie and Annemarie have another number of words, Holm Anne another order.
    similarity = max(per_cent(one.name, other.name), per_cent(one.joined, other.joined))
    reasons = [Reason("same_name" if similarity == 100 else "similar_name", similarity)] if similarity else []
    reasons += [Reason("same_address", each) for each in sorted(one.emails & other.emails)]
    reasons += [Reason("same_phone", each) for each in sorted(one.phones & other.phones)]
    if one.number and one.number == other.number:
        reasons.append(Reason("same_number", one.number))
    if one.postal_code and one.postal_code == other.postal_code:
        same_street = one.street and one.street == other.street
        reasons.append(Reason("same_street") if same_street else Reason("same_postal_code", one.postal_code))
    codes = {reason.code for reason in reasons}
    points = NAME_POINTS * similarity // 100 + sum(POINTS.get(code, 0) for code in codes)
    return DuplicateMatch(record, tuple(reasons), min(points, 100))
