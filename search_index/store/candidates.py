"""Which documents of a segment may match a query: lists of the index put together, and kept for the next letter."""

from collections.abc import Callable
from functools import wraps

from pyroaring import FrozenBitMap

from models.base.folding import NUMBER_LETTERS, Query, Word, squeezed
from search_index.matching import ADDRESS_START, ELSEWHERE, EXACT, NAME_INSIDE, NAME_START, WORD_START
from search_index.store.codec import NOTHING
from search_index.store.lately import Lately
from search_index.store.terms import ACROSS, ALONE, DIALLED, GRAM, START, id_terms, name_terms

LONGEST_CODE = 3  # digits of a country code
MOST_GRAMS = 12  # that are asked for one long word; the documents that remain are looked at anyway
KEPT_BYTES = 4_500_000  # of sets of a segment, in each process
LEAST_BYTES = 300  # that a short set takes in memory
BLOCK_BYTES = 8192  # that a set takes at most for 65,536 documents


def cached(make: Callable) -> Callable:
    """The method `make`, whose answers are kept: somebody who types asks for nearly the same with every letter."""

    @wraps(make)
    def answer(self, *asked):
        key = make, *asked
        found = self._known.get(key)
        if found is None:
            found = make(self, *asked)
            size = LEAST_BYTES + 2 * len(repr(asked)) + min(2 * len(found), self._most_bytes)
            self._known.keep(key, found, size)
        return found

    return answer


class Candidates:
    """All documents that match in a tier or a better one, and a few that do not: those of a tier are among those of the next."""

    def __init__(self, documents_with: Callable[[str, str], FrozenBitMap], count: int):
        """`documents_with` reads a list: the numbers of the documents, of `count`, with a term in a field."""
        self._documents_with = documents_with
        self._most_bytes = (count // 65536 + 1) * BLOCK_BYTES
        self._known = Lately(KEPT_BYTES)

    def all(self, query: Query) -> FrozenBitMap:
        """The documents that may match at all."""
        return union([self.exact(query), self.begun(query), self.named(query, ELSEWHERE)])

    def exact(self, query: Query) -> FrozenBitMap:
        """Those that may be what was typed as a whole: by name or that of a contact, id, number or address."""
        named = [self._whole(name) for name in query.names[0] | query.names[1]]
        readings = [words for words in query.readings if all(map(_may_be_exact, words))]
        return union([*named, *(self._all(words, EXACT) for words in readings)])

    def begun(self, query: Query) -> FrozenBitMap:
        """Those of which the name of a contact may begin with what was typed."""
        return union([self._begun(form) for form in set(query.phrase)])

    def named(self, query: Query, tier: int) -> FrozenBitMap:
        """Those that may match by their words in `tier` or a better one."""
        return union([self._all(words, tier) for words in query.readings])

    def certain(self, query: Query) -> bool:
        """Whether all that are named() by the start of the name and of its words are: there is a list of just that."""
        readings = query.readings
        listed = [words for words in readings if all(map(_has_own_list, words))]
        if listed and len(readings) > 1:  # most often one of them stands in no name at all
            readings = [words for words in readings if self._all(words, WORD_START)]
        return len(readings) == 1 and readings[0] in listed

    def _begun(self, phrase) -> FrozenBitMap:
        found = self._with("person_start", phrase[:START])
        if found and len(phrase) > START:
            letters = len(squeezed(phrase[:START]))
            return found & self._part("other_part", squeezed(phrase)[letters - GRAM + 1 :])
        return found

    def _whole(self, name) -> FrozenBitMap:
        first, rest = name_terms(name)
        found = self._with("whole_name", first)
        return found & self._with("whole_name", rest) if found else NOTHING

    @cached
    def number_of(self, account_id: int) -> FrozenBitMap:
        """The document of an account."""
        thousands, rest = id_terms(account_id)
        return self._documents_with("account_id", thousands) & self._documents_with("account_id", rest)

    def _all(self, words, tier) -> FrozenBitMap:
        """Those that may hold all words."""
        if len(words) == 1:
            return self._word(words[0], tier)
        if tier == NAME_START:
            starting = union([self._word(word, NAME_START) for word in words])
            return starting & self._all(words, WORD_START) if starting else NOTHING
        last = self._word(words[-1], tier)
        return last & self._before(words[:-1], tier) if last else NOTHING

    @cached
    def _before(self, words, tier):
        return self._all(words, tier)

    def _word(self, word: Word, tier: int) -> FrozenBitMap:
        """Those in which `word` may stand at a place of `tier` or better."""
        found = [] if word.account_id is None else [self.number_of(word.account_id)]
        if word.number and tier < ADDRESS_START:
            found.append(self._whole(f"#{word.number}"))
        elif word.number:
            found.append(self._with("number_start", word.number[:NUMBER_LETTERS]))
        if word.address:
            found += [self._part("other_part", form) for form in word.forms]
        if tier == NAME_START:
            found += [self._start("name_start", "name_part", form) for form in word.forms]
        elif tier == WORD_START:
            found += [self._start("word_start", "name_part", form) for form in word.forms]
        if tier >= NAME_INSIDE:
            found += [self._part("name_part", form) for form in word.forms]
        if tier >= ADDRESS_START and word.dialled:
            found.append(self._dialled(word.dialled))
        if tier == ADDRESS_START:
            found += [self._start("other_start", "other_part", form) for form in word.forms]
            found += [self._start("phone_start", "phone_part", each, DIALLED) for each in word.digits]
        elif tier == ELSEWHERE:
            found += [self._part("other_part", form) for form in word.forms]
            found += [self._part("phone_part", each) for each in word.digits]
        return union(found)

    def _dialled(self, digits) -> FrozenBitMap:
        found, rest = self._with("dialled", digits[:DIALLED]), digits[LONGEST_CODE:]
        return found & self._part("phone_part", rest) if found and len(digits) > DIALLED else found

    def _start(self, start, part, fragment, longest=START) -> FrozenBitMap:
        found = self._with(start, fragment[:longest])
        if found and len(fragment) > longest:
            return found & self._part(part, fragment[longest - GRAM + 1 :])
        return found

    def _part(self, part, fragment) -> FrozenBitMap:
        return self._with(part, fragment) if len(fragment) <= GRAM else self._long_part(part, fragment)

    @cached
    def _long_part(self, part, fragment) -> FrozenBitMap:
        known = self._answered(self._long_part, part, fragment[:-1])
        if known is not None:  # that is all but the letter that was typed last
            return known & self._with(part, fragment[-GRAM:]) if known else NOTHING
        last = len(fragment) - GRAM
        places = range(last + 1) if last < MOST_GRAMS else range(0, last + 1, -(-last // (MOST_GRAMS - 1)))
        found = self._with(part, fragment[:GRAM])
        for at in (*places[1:], last):
            if not found:
                break
            found &= self._with(part, fragment[at : at + GRAM])
        return found

    def _answered(self, method, *asked) -> FrozenBitMap | None:
        """What a `kept` method answered lately, None when it is not known."""
        return self._known.get((method.__wrapped__, *asked))

    @cached
    def _with(self, field, term) -> FrozenBitMap:
        # Where no text has a term's beginning, none has the term; but some terms have none that is kept.
        begins = field not in ALONE and (len(term) < GRAM or field not in ACROSS)
        if begins and self._answered(self._with, field, term[:-1]) == NOTHING:
            return NOTHING
        return self._documents_with(field, term)


def _may_be_exact(word: Word) -> bool:
    return word.account_id is not None or word.number != "" or word.address


def _has_own_list(word: Word) -> bool:
    plain = len(word.forms) == 1 and len(word.forms[0]) <= START
    return plain and not word.number and not word.address


def union(sets: list[FrozenBitMap]) -> FrozenBitMap:
    """The union; most often of one, which is not copied."""
    if len(sets) > 1:
        sets = [each for each in sets if each]
    if len(sets) > 1:
        return FrozenBitMap.union(*sets)
    return sets[0] if sets else NOTHING
