"""Holiday cover: until the end of a day in Copenhagen, and then only what it gave goes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.base.clock import at, end_of, now, today
from models.base.event import Event
from models.clients.account import Account, Assignment
from models.staff.staff_rights import NotTheirs
from models.staff.user import User
from models.teams.cover import Cover, Unfit
from tests.support.digest import digest

FRIDAY = date(2030, 7, 5)
MONDAY = date(2030, 7, 8)


@pytest.fixture(autouse=True)
def summer():
    """It is Monday the first of July 2030, nine o'clock in Copenhagen."""
    with at(datetime(2030, 7, 1, 7, tzinfo=UTC)):
        yield


def place(account, user) -> Assignment | None:
    return Assignment.get_or_none(account=account, user=user)


def opens(user, account) -> bool:
    return Account.visible_to(user, among=[account.id]).exists()


def test_the_colleague_has_the_active_clients_and_the_own_team_stays(cast):
    cover = Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    assert {each.account_id for each in Assignment.select().where(Assignment.user == cast.nils)} == {
        cast.a.id
    }
    assert place(cast.a, cast.nils).until_at == end_of(FRIDAY) == cover.until_at
    assert place(cast.a, cast.alice).until_at is None
    assert opens(cast.nils, cast.a)
    assert not opens(cast.nils, cast.old)


@pytest.mark.parametrize(
    ("instant", "there"),
    [
        (datetime(2030, 7, 5, 21, 59, tzinfo=UTC), True),
        (datetime(2030, 7, 5, 22, 0, tzinfo=UTC), False),  # midnight in Copenhagen's summer
    ],
)
def test_it_ends_by_itself_with_the_day(cast, instant, there):
    Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    with at(instant):
        assert opens(cast.nils, cast.a) is there
        assert Cover.live().exists() is there


def test_the_same_again_is_nothing_and_another_day_takes_its_place(cast):
    first = Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    before = digest()
    assert Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice) == first
    assert digest() == before
    Cover.begin(cast.alice, cast.nils, MONDAY, cast.alice)
    assert [each.until_at for each in Cover.live()] == [end_of(MONDAY)]
    assert place(cast.a, cast.nils).until_at == end_of(MONDAY)
    Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    assert place(cast.a, cast.nils).until_at == end_of(FRIDAY)


def test_ended_early_what_it_gave_is_gone(cast):
    cover = Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    cover.end(cast.alice)
    assert place(cast.a, cast.nils) is None
    before = digest()
    Cover.get_by_id(cover.id).end(cast.alice)
    assert digest() == before


def test_who_is_there_for_good_or_for_longer_stays_as_they_are(cast):
    cast.a.assign(cast.nils, cast.olga, end_of(MONDAY))
    for colleague in (cast.rikke, cast.nils):
        before = place(cast.a, colleague).until_at
        cover = Cover.begin(cast.alice, colleague, FRIDAY, cast.alice)
        assert place(cast.a, colleague).until_at == before
        cover.end(cast.alice)
        assert place(cast.a, colleague).until_at == before


def test_who_was_there_for_a_shorter_time_is_so_again(cast):
    cast.a.assign(cast.nils, cast.olga, end_of(today()))
    cover = Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    assert place(cast.a, cast.nils).until_at == end_of(FRIDAY)
    cover.end(cast.alice)
    assert place(cast.a, cast.nils).until_at == end_of(today())


def test_what_somebody_decided_meanwhile_stays(cast):
    cover = Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    cast.a.assign(cast.nils, cast.olga)
    cover.end(cast.alice)
    assert place(cast.a, cast.nils).until_at is None


@pytest.mark.parametrize("first_to_end", [0, 1])
def test_of_two_covers_each_takes_back_its_own(cast, first_to_end):
    covers = [
        Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice),
        Cover.begin(cast.rikke, cast.nils, MONDAY, cast.rikke),
    ]
    covers[first_to_end].end(cast.olga)
    assert place(cast.a, cast.nils).until_at == end_of([MONDAY, FRIDAY][first_to_end])
    covers[1 - first_to_end].end(cast.olga)
    assert place(cast.a, cast.nils) is None


def test_who_covers_hands_nothing_on_for_longer_than_they_have_it(cast):
    Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    Cover.begin(cast.nils, cast.bob, MONDAY, cast.nils)
    assert place(cast.a, cast.bob).until_at == end_of(FRIDAY)


def test_a_team_keeps_its_last_one(cast):
    cover = Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    User.update(deactivated_at=now()).where(User.id.in_([cast.alice.id, cast.rikke.id])).execute()
    cover.end(cast.olga)
    assert place(cast.a, cast.nils)


@pytest.mark.parametrize(
    ("actor", "away", "may"),
    [
        ("olga", "adam", True),
        ("olga", "alice", True),
        ("adam", "alice", True),
        ("adam", "adam", True),
        ("adam", "olga", False),
        ("rikke", "alice", False),
        ("alice", "alice", True),
    ],
)
def test_who_arranges_it_for_whom(cast, actor, away, may):
    actor, away = getattr(cast, actor), getattr(cast, away)
    if may:
        cover = Cover.begin(away, cast.nils, FRIDAY, actor)
        assert cover.may_be_ended_by(actor)
        return
    before = digest()
    with pytest.raises(NotTheirs):
        Cover.begin(away, cast.nils, FRIDAY, actor)
    assert digest() == before


def test_the_colleague_is_another_who_works_here(cast):
    User.update(deactivated_at=now()).where(User.id == cast.nils.id).execute()
    for colleague in (cast.nils, cast.alice):
        before = digest()
        with pytest.raises(Unfit):
            Cover.begin(cast.alice, colleague, FRIDAY, cast.alice)
        assert digest() == before


def test_it_is_told_on_the_history_of_the_client_and_of_the_firm(cast):
    Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    told = {each.kind: each for each in Event.select().order_by(Event.id.desc()).limit(2)}
    assert set(told) == {"cover.created", "assignment.created"}
    assert told["assignment.created"].account_id == cast.a.id


def test_a_team_says_for_whom_somebody_is_there(cast):
    Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    explained = Cover.explain(Assignment.current_of(cast.a))
    assert {each.user.name: each.covers_for for each in explained} == {
        "Alice Dam": [],
        "Nils Juhl": ["Alice Dam"],
        "Rikke Gram": [],
    }


def test_both_people_are_told_of_it(cast):
    Cover.begin(cast.alice, cast.nils, FRIDAY, cast.alice)
    for person, count in ((cast.alice, 1), (cast.nils, 1), (cast.bob, 0)):
        found = Cover.concerning(person)
        assert len(found) == count
        for each in found:
            assert (each.user.name, each.colleague.name, len(each.places)) == ("Alice Dam", "Nils Juhl", 1)


def test_a_day_is_told_as_it_was_chosen(cast):
    assert (end_of(FRIDAY) + timedelta(microseconds=1)).isoformat() == "2030-07-05T22:00:00+00:00"
