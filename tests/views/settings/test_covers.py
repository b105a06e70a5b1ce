"""Arranging holiday cover: for oneself, and for those whom one manages."""

from datetime import timedelta

import pytest

from models.base.clock import today
from models.teams.cover import Cover
from tests.support.digest import digest

PATH = "/settings/holiday-cover"


def arrange(browser, colleague, **values):
    fields = {"colleague_id": colleague.id, "until_on": (today() + timedelta(days=3)).isoformat()}
    return browser.post(f"{PATH}?lang=en", data=fields | values)


def test_anybody_hands_their_own_clients_over(browse, cast):
    alice, nils = browse(cast.alice), browse(cast.nils)
    assert arrange(alice, cast.nils).location == PATH
    assert nils.get(f"/accounts/{cast.a.id}").status_code == 200
    for browser in (alice, nils):
        assert "Nils Juhl covers for Alice Dam" in browser.get(f"{PATH}?lang=en").text
    assert "covers for Alice Dam" in alice.get(f"/accounts/{cast.a.id}/info?lang=en").text


def test_today_is_enough_and_a_dane_types_the_day_as_always(browse, cast):
    assert arrange(browse(cast.alice), cast.nils, until_on=today().strftime("%d-%m-%Y")).status_code == 303
    assert Cover.live().count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"until_on": ""}, "Please fill this in."),
        ({"until_on": "2020-01-01"}, "This day has passed."),
        ({"until_on": "31-31-2030"}, "There is no such day"),
        ({"colleague_id": ""}, "Please choose."),
        ({"colleague_id": "987654"}, "Not a valid choice."),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(browse, cast, values, words):
    browser = browse(cast.alice)
    before = digest()
    response = arrange(browser, cast.nils, **values)
    assert response.status_code == 422
    assert words in response.text
    assert digest() == before


def test_nobody_covers_for_themselves(browse, cast):
    assert arrange(browse(cast.alice), cast.alice).status_code == 422


@pytest.mark.parametrize(
    ("actor", "away", "status"),
    [
        ("adam", "alice", 303),
        ("olga", "adam", 303),
        ("adam", "olga", 403),
        ("rikke", "alice", 403),
        ("vera", "alice", 403),
    ],
)
def test_for_others_it_is_arranged_by_those_who_manage_them(browse, cast, actor, away, status):
    browser, away = browse(getattr(cast, actor)), getattr(cast, away)
    before = digest()
    assert browser.get(f"{PATH}?user_id={away.id}").status_code == (200 if status == 303 else 403)
    assert arrange(browser, cast.nils, user_id=away.id).status_code == status
    assert (digest() == before) is (status == 403)


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 303), ("adam", 303), ("olga", 303), ("nils", 404), ("vera", 404)]
)
def test_it_is_ended_by_who_is_away_and_those_who_manage_them(browse, cast, name, status):
    cover = Cover.begin(cast.alice, cast.nils, today(), cast.alice)
    browser = browse(getattr(cast, name))
    assert browser.post(f"{PATH}/{cover.id}/deletion").status_code == status
    assert browse(cast.nils).get(f"/accounts/{cast.a.id}").status_code == (404 if status == 303 else 200)


def test_what_has_ended_is_not_found(browse, cast):
    cover = Cover.begin(cast.alice, cast.nils, today(), cast.alice)
    cover.end(cast.alice)
    browser = browse(cast.alice)
    for cover_id in (cover.id, 987_654):
        assert browser.post(f"{PATH}/{cover_id}/deletion").status_code == 404


@pytest.mark.parametrize("user_id", ["987654", "-1", str(2**40)])
def test_for_nobody_it_is_not_found(browse, cast, user_id):
    assert browse(cast.olga).get(f"{PATH}?user_id={user_id}").status_code == 404
