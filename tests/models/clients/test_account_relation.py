"""Typed relations between accounts: once each way, never to itself, and a word when more than everything is owned."""

import pytest

from models.base.event import Event
from models.base.recorded import Stale
from models.clients.account import Account
from models.clients.account_relation import (
    MUTUAL_KINDS,
    RELATION_KINDS,
    AccountRelation,
    RelationTaken,
    RelationToItself,
)
from tests.support.digest import digest
from tests.support.two_at_once import at_once


def relate(cast, *ends, kind="owns", **values):
    return AccountRelation.relate(cast.olga, *ends, kind, **values)


def test_a_relation_to_itself_is_refused(cast):
    before = digest()
    with pytest.raises(RelationToItself):
        relate(cast, cast.a, cast.a)
    assert digest() == before


@pytest.mark.parametrize("kind", RELATION_KINDS)
def test_the_same_relation_again_is_refused(cast, kind):
    relate(cast, cast.a, cast.b, kind=kind)
    before = digest()
    with pytest.raises(RelationTaken):
        relate(cast, cast.a, cast.b, kind=kind)
    assert digest() == before


@pytest.mark.parametrize("kind", RELATION_KINDS)
def test_the_other_way_round_is_another_relation_unless_it_is_mutual(cast, kind):
    relate(cast, cast.a, cast.b, kind=kind)
    if kind in MUTUAL_KINDS:
        with pytest.raises(RelationTaken):
            relate(cast, cast.b, cast.a, kind=kind)
    else:
        assert relate(cast, cast.b, cast.a, kind=kind)


def test_a_change_is_recorded_and_may_not_become_another_ones_double(cast):
    relate(cast, cast.a, cast.b, kind="owns")
    other = relate(cast, cast.a, cast.b, kind="parent_of")
    before = digest()
    with pytest.raises(RelationTaken):
        other.change(cast.olga, other.last_event_id, kind="owns")
    with pytest.raises(RelationToItself):
        other.change(cast.olga, other.last_event_id, related=cast.a)
    assert digest() == before
    assert other.change(cast.olga, other.last_event_id, percentage_hundredths=5_000)
    assert Event.get(Event.kind == "account_relation.changed").values == {
        "percentage_hundredths": [None, 5_000]
    }


def test_two_who_change_it_are_told_of_each_other(cast):
    relation = relate(cast, cast.a, cast.b, percentage_hundredths=5_000)
    seen = relation.last_event_id
    relation.change(cast.adam, seen, percentage_hundredths=6_000)
    with pytest.raises(Stale):
        relation.change(cast.olga, seen, percentage_hundredths=7_000)


def test_two_who_relate_the_same_at_once_make_one_relation(cast):
    a, b, olga = cast.a, cast.b, cast.olga
    outcomes = at_once(
        lambda: AccountRelation.relate(olga, a, b, "spouse_of"),
        lambda: AccountRelation.relate(olga, b, a, "spouse_of"),
        expected=RelationTaken,
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["AccountRelation", "RelationTaken"]


class TestOwners:
    @pytest.fixture(autouse=True)
    def three_clients(self, cast):
        cast.old.reactivate(cast.olga)

    def overowned(self, cast, reader, account):
        def seen(ids):
            return Account.visible_to(reader, among=ids)

        relations = AccountRelation.of_account(account, seen)
        found = AccountRelation.overowned(relations, Account.visible_to(reader))
        return [(each.name, total) for each, total in found]

    def test_a_hundred_per_cent_is_no_more_than_everything(self, cast):
        relate(cast, cast.b, cast.a, percentage_hundredths=6_000)
        relate(cast, cast.old, cast.a, percentage_hundredths=4_000)
        assert self.overowned(cast, cast.olga, cast.a) == []

    def test_more_than_everything_is_told_on_both_ends(self, cast):
        relate(cast, cast.b, cast.a, percentage_hundredths=6_000)
        relate(cast, cast.old, cast.a, percentage_hundredths=4_001)
        for account in (cast.a, cast.b):
            assert self.overowned(cast, cast.olga, account) == [("Østergaard Byg ApS", 10_001)]

    def test_owners_that_the_reader_may_not_see_do_not_count(self, cast):
        relate(cast, cast.b, cast.a, percentage_hundredths=6_000)
        relate(cast, cast.old, cast.a, percentage_hundredths=6_000)
        assert self.overowned(cast, cast.alice, cast.a) == []

    def test_only_owning_counts(self, cast):
        for kind in RELATION_KINDS[1:]:
            relate(cast, cast.b, cast.a, kind=kind, percentage_hundredths=9_000)
        assert self.overowned(cast, cast.olga, cast.a) == []
