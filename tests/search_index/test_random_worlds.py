"""Any world, any query, however much the index has taken in: the answer is that of the two references."""

from itertools import chain
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import search_index
from models.base.folding import parse
from search_index import documents, matching, unindexed
from search_index.store import index, runs, walk
from tests.search_index.world import tier_of

LETTERS = "aeoøåsn&/ .@1-+,'uä\""
words = (
    st.text(LETTERS, min_size=1, max_size=5)
    | st.text("aos", min_size=6, max_size=14)
    | st.sampled_from(["Søren", "soeren", "Ærø", "A/S", "12", "aa", "og", "a+o@s.nu", "<ae@os.an>", "Tlf."])
)
texts = st.lists(words, min_size=1, max_size=3).map(" ".join)
numbers = st.from_regex(r"\+45[12]{8}|\+44[12]{9}|[12]{8}", fullmatch=True)
facts = st.fixed_dictionaries(
    {
        "name": texts,
        "contacts": st.lists(texts, max_size=2).map(tuple),
        "addresses": st.lists(texts, max_size=2, unique=True).map(tuple),
        "phones": st.lists(numbers, max_size=1).map(tuple),
        "tags": st.lists(st.sampled_from(["moms", "søn", "1"]), max_size=1).map(tuple),
        "earlier": st.lists(texts, max_size=1).map(tuple),
        "own_phone": st.just("") | numbers,
        "number": st.sampled_from(["", "", "12121212", "11122211", "DE 121212121"]),
        "archived": st.booleans(),
        "binned": st.sampled_from([False, False, False, True]),
    }
)
changes = st.lists(st.tuples(st.integers(0, 9), facts, st.booleans()), max_size=6)


def by_matching(query, allowed, facts):
    wanted = parse(query)
    judged = [(each, matching.match(wanted, each)) for each in documents.in_rank_order()] if wanted else []
    for each, match in judged:
        assert (match and match.tier) == tier_of(query, each.account_id, facts[each.account_id]), query
    found = [
        (each.archived, match.tier, each.sort_key, each.account_id)
        for each, match in judged
        if match and (allowed is None or each.account_id in allowed)
    ]
    return [account_id for *_, account_id in sorted(found)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.data(),
    start=st.lists(facts, min_size=1, max_size=8),
    later=changes,
    growth=st.sampled_from([0, 4]),
    handful=st.sampled_from([0, 100]),
)
def test_every_answer_is_that_of_the_references(index_world, data, start, later, growth, handful):
    index_world.clear()
    ids = [index_world.add(**fact) for fact in start]
    with (
        mock.patch.object(index, "GROWTH", growth),
        mock.patch.object(index, "SMALL", 5),
        mock.patch.object(runs, "RUN", 3),
    ):
        search_index.rebuild()
        for at, fact, followed in later:
            index_world.change(ids[at % len(ids)], **fact)
            if followed:
                search_index.follow()
    known = [
        text for fact in index_world.facts.values() for text in (fact.name, *fact.contacts, *fact.addresses)
    ]
    known += [
        number
        for fact in index_world.facts.values()
        for number in (*fact.phones, fact.own_phone, fact.number)
        if number
    ]
    with (
        mock.patch.object(walk, "HANDFUL", handful),
        mock.patch.object(unindexed, "from_database", side_effect=AssertionError("not by the index")),
    ):
        asked = []
        for _ in range(6):
            whole = data.draw(st.sampled_from(known))
            begin = data.draw(st.integers(0, len(whole) - 1))
            query = data.draw(st.just(whole[begin : begin + data.draw(st.integers(1, 14))]) | texts)
            allowed = data.draw(st.none() | st.frozensets(st.sampled_from(ids)))
            asked.append(
                (query, allowed, index_world.found(query, allowed), index_world.pages(query, allowed, 2))
            )
    for query, allowed, found, pages in asked:
        expected = index_world.expected(query, allowed)
        assert by_matching(query, allowed, index_world.facts) == expected, query
        assert (found, list(chain(*pages))) == (expected[:10], expected), query
