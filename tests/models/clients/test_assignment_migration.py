"""What the step that says what places stand on made of the covers that were there, and what going back makes of it."""

import importlib
from datetime import timedelta

import pytest
from playhouse.migrate import SchemaMigrator

from models.base.clock import end_of, now, today
from models.base.database import db
from models.clients.account import Assignment
from models.teams.cover import Cover

STEP = importlib.import_module("migrations.0021_what_places_stand_on")
SOON, LATER = (end_of(today() + timedelta(days=days)) for days in (3, 9))


def run(direction):
    with db.atomic():
        direction(SchemaMigrator.from_database(db.obj), db.obj)


def place(cast, user):
    return Assignment.get_or_none(account=cast.a, user=user)


def cover(user, colleague, until_at=LATER) -> Cover:
    return Cover.create(user=user, colleague=colleague, until_at=until_at)


def gave(cover, place, before_at=None):
    """What a cover gave, as it was kept before."""
    *_, CoverPlace = STEP.tables(db.obj)
    CoverPlace.create(cover=cover.id, assignment=place.id, until_at=cover.until_at, before_at=before_at)


@pytest.fixture
def before(cast):
    """The tables as they were, and who is on A besides Alice and Rikke: for a cover, and decided about since."""
    for user in (cast.nils, cast.bob, cast.erik, cast.vera):
        cast.a.assign(user, cast.olga, LATER)
    run(STEP.down)
    Old, *_ = STEP.tables(db.obj)
    return lambda user: Old.select(Old.id).where(Old.user == user.id, Old.account_id == cast.a.id).get()


def test_what_covers_gave_falls_with_them_and_what_was_decided_stands(cast, before):
    gave(cover(cast.alice, cast.nils), before(cast.nils), SOON)
    gave(cover(cast.nils, cast.bob), before(cast.bob))
    gave(cover(cast.alice, cast.erik, SOON), before(cast.erik))  # somebody gave him more since
    run(STEP.up)
    assert [place(cast, each).until_at for each in (cast.nils, cast.bob, cast.erik, cast.vera)] == [LATER] * 4
    assert [bool(place(cast, each).stands_on) for each in (cast.erik, cast.vera)] == [False, False]
    Cover.get(user=cast.alice, colleague=cast.nils).end(cast.alice)
    assert place(cast, cast.nils).until_at == SOON
    assert place(cast, cast.bob).until_at == SOON
    assert place(cast, cast.erik).until_at == place(cast, cast.vera).until_at == LATER


def test_what_outlived_its_cover_ends(cast, before):
    """Nils covered for Alice and Bob for Nils; Alice came back, and Bob was there still."""
    ended = cover(cast.alice, cast.nils)
    Cover.update(ended_at=now()).where(Cover.id == ended.id).execute()
    gave(cover(cast.nils, cast.bob), before(cast.bob))
    db.execute_sql(f"DELETE FROM assignment WHERE id = {before(cast.nils).id}")  # noqa: S608
    run(STEP.up)
    assert not place(cast, cast.bob).lasts
    assert place(cast, cast.alice).until_at is None


def test_going_back_and_forth_nothing_is_lost(cast):
    Cover.begin(cast.alice, cast.nils, today() + timedelta(days=9), cast.alice)
    Cover.begin(cast.nils, cast.bob, today() + timedelta(days=3), cast.nils)
    held = {each.user_id: (each.until_at, each.stands_on) for each in Assignment.select()}
    run(STEP.down)
    run(STEP.up)
    assert {each.user_id: (each.until_at, each.stands_on) for each in Assignment.select()} == held
