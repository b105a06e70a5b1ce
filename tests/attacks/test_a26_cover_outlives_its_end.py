"""Holiday cover that goes on when what it stands on is over: handed on from hand to hand, in a circle, by two, ended early.

Alice is on A for good, and so is Rikke, who manages accounts. Nobody else of the cast is there.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from models.base.clock import at, end_of, now, today
from models.base.event import Event
from models.clients.account import Assignment
from models.history.undo import reverse
from models.merging.merging import merge, unmerge
from models.processes.bulk import BulkRequest, carry_out
from models.processes.offboarding import deactivate, reactivate
from models.teams.cover import Cover

pytestmark = pytest.mark.asvs("8.2.1")

START = datetime(2030, 7, 1, 7, tzinfo=UTC)
DAYS = [date(2030, 7, 1) + timedelta(days=number) for number in range(20)]


@pytest.fixture(autouse=True)
def july():
    with at(START):
        yield


def end(account, user):
    """Until when somebody is there: an instant, None for good, or False."""
    place = Assignment.get_or_none(account=account, user=user)
    return place.until_at if place and (place.until_at is None or place.until_at > now()) else False


def chain(*people, days=9) -> list[Cover]:
    """Everybody covers for the one before."""
    return [Cover.begin(away, colleague, DAYS[days], away) for away, colleague in pairwise(people)]


def test_over_the_pages_of_those_who_do_it(browse, cast):
    """Alice covers by Nils until a day, Nils by Bob for longer; Alice is back sooner than she thought."""
    with at(datetime.now(UTC)):
        soon = (datetime.now(UTC) + timedelta(days=3)).date()
        later = soon + timedelta(days=9)
        for away, colleague, until_on in ((cast.alice, cast.nils, soon), (cast.nils, cast.bob, later)):
            fields = {"colleague_id": colleague.id, "until_on": until_on.isoformat()}
            assert browse(away).post("/settings/holiday-cover", data=fields).status_code == 303
        bob = browse(cast.bob)
        assert end(cast.a, cast.bob) == end_of(soon)
        assert bob.get(f"/accounts/{cast.a.id}").status_code == 200
        cover = Cover.get(user=cast.alice)
        assert browse(cast.alice).post(f"/settings/holiday-cover/{cover.id}/deletion").status_code == 303
        assert bob.get(f"/accounts/{cast.a.id}").status_code == 404
        assert not end(cast.a, cast.bob)


@pytest.mark.parametrize("ended", [0, 1, 2])
def test_ended_early_all_that_was_handed_on_ends(cast, ended):
    people = (cast.alice, cast.nils, cast.bob, cast.erik)
    covers = chain(*people)
    assert [end(cast.a, each) for each in people[1:]] == [end_of(DAYS[9])] * 3
    covers[ended].end(people[ended])
    there = [bool(end(cast.a, each)) for each in people[1:]]
    assert there == [number < ended for number in range(3)]


@pytest.mark.parametrize("how", ["taken off", "shortened", "handed over", "leaves"])
def test_it_goes_with_the_place_that_is_covered(cast, how):
    chain(cast.alice, cast.nils, cast.bob)
    day = end_of(DAYS[2])
    if how == "taken off":
        cast.a.unassign(cast.alice, cast.rikke)
    elif how == "shortened":
        cast.a.assign(cast.alice, cast.rikke, day)
    elif how == "handed over":
        wish = BulkRequest("hand_over", [cast.a.id], user=cast.alice.id, successor=cast.vera.id)
        assert carry_out(wish, cast.rikke)[0].state == "changed"
    else:
        deactivate(cast.alice, cast.vera, cast.olga)
        reactivate(cast.alice, cast.olga)
    expected = day if how == "shortened" else False
    assert [end(cast.a, each) for each in (cast.nils, cast.bob)] == [expected] * 2


def test_whose_place_becomes_their_own_hands_on_that(cast):
    first, second = chain(cast.alice, cast.nils, cast.bob)
    cast.a.assign(cast.nils, cast.rikke)
    first.end(cast.alice)
    assert (end(cast.a, cast.nils), end(cast.a, cast.bob)) == (None, end_of(DAYS[9]))
    second.end(cast.nils)
    assert end(cast.a, cast.bob) is False


def test_a_shorter_cover_that_becomes_longer_is_no_more_than_the_last_one_gave(cast):
    Cover.begin(cast.alice, cast.nils, DAYS[2], cast.alice)
    Cover.begin(cast.nils, cast.bob, DAYS[9], cast.nils)
    assert end(cast.a, cast.bob) == end_of(DAYS[2])
    Cover.begin(cast.alice, cast.nils, DAYS[1], cast.alice)
    assert end(cast.a, cast.nils) == end_of(DAYS[1])
    assert not end(cast.a, cast.bob)  # the cover that it stood on has ended


def test_two_who_cover_for_each_other_hold_nobody(cast):
    first = Cover.begin(cast.alice, cast.nils, DAYS[9], cast.alice)
    Cover.begin(cast.nils, cast.bob, DAYS[9], cast.nils)
    Cover.begin(cast.bob, cast.nils, DAYS[12], cast.bob)
    assert end(cast.a, cast.nils) == end(cast.a, cast.bob) == end_of(DAYS[9])
    first.end(cast.alice)
    assert not end(cast.a, cast.nils)
    assert not end(cast.a, cast.bob)


def test_covered_by_ones_own_colleague_back_nothing_is_longer(cast):
    Cover.begin(cast.alice, cast.nils, DAYS[3], cast.alice)
    Cover.begin(cast.nils, cast.alice, DAYS[9], cast.nils)
    assert (end(cast.a, cast.alice), end(cast.a, cast.nils)) == (None, end_of(DAYS[3]))
    cast.a.unassign(cast.alice, cast.rikke)
    assert (end(cast.a, cast.alice), end(cast.a, cast.nils)) == (False, False)


@pytest.mark.parametrize("ended", ["alice", "rikke"])
def test_what_two_gave_stands_on_the_other_when_one_ends(cast, ended):
    """The one who covers for both, and whoever covers for that one."""
    covers = {
        "alice": Cover.begin(cast.alice, cast.nils, DAYS[9], cast.alice),
        "rikke": Cover.begin(cast.rikke, cast.nils, DAYS[5], cast.rikke),
    }
    Cover.begin(cast.nils, cast.bob, DAYS[12], cast.nils)
    covers[ended].end(cast.olga)
    expected = end_of(DAYS[5] if ended == "alice" else DAYS[9])
    assert (end(cast.a, cast.nils), end(cast.a, cast.bob)) == (expected, expected)


@pytest.mark.parametrize("between", ["archived", "binned", "merged", "merged and two again"])
def test_it_ends_too_where_the_client_was_put_away_or_merged(cast, between):
    cover, _ = chain(cast.alice, cast.nils, cast.erik)  # Erik is on B for good
    kept = cast.a
    if between in ("archived", "binned"):
        cast.a.archive(cast.olga)
    if between == "binned":
        cast.a.bin(cast.olga)
    if between.startswith("merged"):
        made, kept = merge(cast.b, cast.a, cast.olga), cast.b
        assert (end(kept, cast.nils), end(kept, cast.erik)) == (end_of(DAYS[9]), None)
    if between.endswith("again"):
        unmerge(made, cast.olga)
        kept = cast.a
        assert end(kept, cast.nils) == end(kept, cast.erik) == end_of(DAYS[9])
    cover.end(cast.alice)
    assert not end(kept, cast.nils)
    if kept == cast.a:
        assert not end(kept, cast.erik)


def test_an_undo_brings_back_nothing_of_a_cover_that_has_ended(cast):
    cover, _ = chain(cast.alice, cast.nils, cast.bob)
    cast.a.unassign(cast.nils, cast.rikke)
    taken = Event.select().order_by(Event.id.desc()).first()
    assert not end(cast.a, cast.bob)
    reverse(taken.action, cast.rikke)
    assert end(cast.a, cast.nils) == end(cast.a, cast.bob) == end_of(DAYS[9])
    cover.end(cast.alice)
    assert not end(cast.a, cast.nils)
    assert not end(cast.a, cast.bob)


def test_nor_does_one_after_the_cover_has_ended(cast):
    cover, _ = chain(cast.alice, cast.nils, cast.bob)
    cast.a.unassign(cast.nils, cast.rikke)
    taken = Event.select().order_by(Event.id.desc()).first()
    cover.end(cast.alice)
    reverse(taken.action, cast.rikke)
    assert not end(cast.a, cast.nils)
    assert not end(cast.a, cast.bob)


def test_what_is_over_does_not_come_back_by_itself(cast):
    Cover.begin(cast.alice, cast.nils, DAYS[1], cast.alice)
    Cover.begin(cast.nils, cast.bob, DAYS[9], cast.nils)
    with at(START + timedelta(days=3)):
        assert not end(cast.a, cast.bob)
        cast.a.assign(cast.nils, cast.rikke)
        assert not end(cast.a, cast.bob)


def test_who_takes_over_from_the_one_who_covers_stands_on_the_same(cast):
    cover = Cover.begin(cast.alice, cast.nils, DAYS[9], cast.alice)
    wish = BulkRequest("hand_over", [cast.a.id], user=cast.nils.id, successor=cast.vera.id)
    carry_out(wish, cast.rikke)
    assert end(cast.a, cast.vera) == end_of(DAYS[9])
    cover.end(cast.alice)
    assert not end(cast.a, cast.vera)


def test_handing_a_colleagues_cover_over_to_oneself_changes_nothing_of_what_ones_own_stands_on(cast):
    """Rikke is on B by Bob's cover, Nils by Erik's, until the same day."""
    until_on = today() + timedelta(days=5)
    Cover.begin(cast.erik, cast.nils, until_on, cast.erik)
    Cover.begin(cast.bob, cast.rikke, until_on, cast.bob)
    asked = BulkRequest("hand_over", [cast.b.id], user=cast.nils.id, successor=cast.rikke.id)
    [outcome] = carry_out(asked, cast.rikke)
    assert (outcome.state, outcome.reason) == ("refused", "own_stay")
    Cover.get(user=cast.bob).end(cast.bob)
    place = Assignment.get_or_none(account=cast.b, user=cast.rikke)
    assert place is None or not place.lasts
