import pytest

import search_index
from models import SearchChange
from search_index import feed, overlay
from search_index.feed import LONGEST_TRANSACTION_SECONDS, MOST_GAPS, Broken, Change, Position


def changes(*ids):
    return [Change(each, each, str(each)) for each in ids]


def test_a_position_remembers_ids_that_were_not_there():
    position = Position().after(changes(1, 2, 5), at=0)
    assert [position.includes(each) for each in range(1, 7)] == [True, True, False, False, True, False]
    position = position.after(changes(4), at=1)
    assert (position.latest, position.gaps) == (5, ((3, 3, 0),))


def test_a_gap_is_forgotten_after_the_longest_transaction():
    position = Position().after(changes(2), at=0).after(changes(3), at=LONGEST_TRANSACTION_SECONDS)
    assert position.gaps == ()


def test_too_many_gaps_are_joined_and_none_is_lost():
    position = Position().after(changes(*range(2, 1000, 2)), at=0)
    assert len(position.gaps) == MOST_GAPS
    assert not any(position.includes(each) for each in range(1, 999, 2))


def test_a_change_that_is_committed_late_is_taken_in(index_world):
    """PostgreSQL: an id is handed out when the row is written, and seen when its transaction ends."""
    account = index_world.add("Sen")
    other = index_world.add("Anden")
    search_index.rebuild()
    latest = SearchChange.latest_id()
    SearchChange.insert(id=latest + 3, account_id=other).execute()
    assert search_index.follow() == 1
    index_world.change(account, note=False, name="Forsinket")
    SearchChange.insert(id=latest + 1, account_id=account).execute()
    assert index_world.found("forsinket") == [account]
    assert search_index.follow() == 1
    assert search_index.follow() == 0
    assert index_world.found("forsinket") == [account]


def test_a_change_that_was_under_way_during_a_rebuild_is_taken_in(index_world):
    account = index_world.add("Sen")
    latest = SearchChange.latest_id()
    SearchChange.insert(id=latest + 2, account_id=account).execute()
    search_index.rebuild()
    index_world.change(account, note=False, name="Forsinket")
    SearchChange.insert(id=latest + 1, account_id=account).execute()
    assert index_world.found("forsinket") == [account]
    assert search_index.follow() == 1


@pytest.mark.parametrize("end", ["older", "other", "empty", "pruned"])
def test_another_feed_is_noticed(index_world, end):
    """A restored older database, one that went on since, an emptied one, and a feed that forgot our past."""
    for name in ("Et", "To", "Tre"):
        index_world.add(name)
    search_index.rebuild()
    newest = SearchChange.latest_id()
    if end == "empty":
        index_world.clear()
    elif end == "pruned":
        SearchChange.delete().execute()
        index_world.add("Fire")
    else:
        SearchChange.delete().where(SearchChange.id >= newest).execute()
    if end == "other":
        SearchChange.insert(id=newest, account_id=1).execute()
    with pytest.raises(Broken):
        feed.newer(search_index._place.snapshot().position)
    for query in ("e", "t"):
        assert index_world.found(query) == index_world.expected(query)
    search_index.follow()
    assert search_index.status().ready
    assert search_index.status().accounts == len(index_world.facts)


def test_far_behind_the_database_answers(index_world, monkeypatch):
    search_index.rebuild()
    monkeypatch.setattr(overlay, "MOST_ACCOUNTS", 3)
    ids = [index_world.add(f"Lund {number}") for number in range(9)]
    assert index_world.found("lund") == ids
    while search_index.follow():
        pass
    assert index_world.found("lund") == ids
    assert search_index.status() == (True, None, 9, 1, 0)


def test_the_feed_is_followed_in_batches(index_world, monkeypatch):
    search_index.rebuild()
    monkeypatch.setattr(search_index, "FOLLOWED_AT_ONCE", 4)
    for number in range(10):
        index_world.add(f"Lund {number}")
    assert search_index.status().behind == 10
    assert [search_index.follow() for _ in range(4)] == [4, 4, 2, 0]


def test_what_the_index_has_not_taken_in_yet_stays_in_the_overlay(index_world, monkeypatch):
    ids = [index_world.add(f"Lund {number}") for number in range(3)]
    search_index.rebuild()
    monkeypatch.setattr(search_index, "FOLLOWED_AT_ONCE", 1)
    for number, account in enumerate(ids):
        index_world.change(account, name=f"Berg {number}")
    assert index_world.found("berg") == ids
    for _ in range(4):
        search_index.follow()
        assert index_world.found("berg") == ids
        assert index_world.found("lund") == []


def test_a_thread_with_an_older_index_misses_nothing(index_world):
    account = index_world.add("Gammel")
    search_index.rebuild()
    older = search_index._place.snapshot()
    index_world.change(account, name="Nyt")
    search_index.follow()
    follower = search_index._place.follower
    assert not follower.overlay(search_index._place.snapshot().position).documents
    assert follower.overlay(older.position).documents[account].name[0] == "nyt"
    assert not follower.overlay(search_index._place.snapshot().position).documents
