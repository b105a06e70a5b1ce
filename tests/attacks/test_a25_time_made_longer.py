"""Access for a time made longer by whoever has it: handed to oneself, by way of another client, of a colleague or of an undo.

Rikke manages accounts and nothing else; she is on A for good and on B until a day, where Bob and Erik are for good. Nils
has the right to assign teammates alone, and is on B until a day.
"""

import re
from datetime import timedelta

import pytest

from models.base.clock import day_of, end_of, now, today
from models.base.event import Event
from models.clients.account import Account, Assignment, BeyondOwnStay
from models.clients.merge import Merge
from models.merging.merging import merge
from models.processes.bulk_change import BulkChange
from models.teams.access_request import AccessRequest
from tests.support.digest import digest
from tests.support.two_at_once import at_once

pytestmark = pytest.mark.asvs("8.2.1", "8.2.2")

DAYS = 3


@pytest.fixture
def until(cast):
    """The end of the time that Rikke and Nils have on B."""
    until = end_of(today() + timedelta(days=DAYS))
    cast.nils.grant("assign_teammates", cast.olga)
    for person in (cast.rikke, cast.nils):
        cast.b.assign(person, cast.olga, until)
    return until


def end(account, user):
    """Until when somebody is there: an instant, None for good, or False."""
    place = Assignment.get_or_none(account=account, user=user)
    return place.until_at if place and (place.until_at is None or place.until_at > now()) else False


def in_bulk(browser, kind, account, **fields):
    """The answer to a bulk change that was prepared and confirmed."""
    asked = browser.post("/bulk-changes?lang=en", data={"kind": kind, "account": [account.id], **fields})
    assert asked.status_code == 303, asked.text
    seen = browser.get(f"{asked.location}?lang=en").text
    found = re.search(r'name="digest" value="(\w+)"', seen)
    browser.post(asked.location, data={"digest": found[1] if found else ""})
    return seen


# To oneself


def test_who_is_there_for_a_time_takes_nobodys_place_over(browse, cast, until):
    rikke, before = browse(cast.rikke), places()
    seen = in_bulk(rikke, "hand_over", cast.b, member=cast.bob.id, successor=cast.rikke.id)
    assert "You cannot extend your own time on a team." in seen
    assert places() == before


def test_nobody_joins_for_good_where_they_are_for_a_time(browse, cast, until):
    rikke, before = browse(cast.rikke), places()
    in_bulk(rikke, "join", cast.b, member=cast.rikke.id)
    assert places() == before


@pytest.mark.parametrize("until_at", ["", "2099-01-01T00:00:00+00:00", "x"])
def test_the_team_of_one_client_makes_it_no_longer_either(browse, cast, until, until_at):
    rikke, before = browse(cast.rikke), digest()
    fields = {"user_id": cast.rikke.id, "until_at": until_at}
    response = rikke.post(f"/accounts/{cast.b.id}/assignments?lang=en", data=fields)
    assert response.status_code == 422
    assert "Ask a colleague to extend it." in response.text
    assert digest() == before


def test_a_request_of_ones_own_is_answered_by_somebody_else(browse, cast, until):
    asked = AccessRequest.add(cast.nils, account=cast.b, user=cast.nils, reason="Ferie")
    nils, before = browse(cast.nils), digest()
    assert nils.post(f"/access-requests/{asked.id}/grant").status_code == 404
    assert digest() == before


def test_who_sees_all_and_comes_back_to_a_team_has_it_by_that_right_alone(browse, cast):
    until = now() + timedelta(days=DAYS)
    cast.b.assign(cast.mona, cast.olga, until)
    mona = browse(cast.mona)
    place = Assignment.get(account=cast.b, user=cast.mona)
    mona.post(f"/accounts/{cast.b.id}/assignments/{place.id}/deletion")
    mona.post(f"/accounts/{cast.b.id}/assignments", data={"user_id": cast.mona.id})
    assert end(cast.b, cast.mona) is None
    cast.mona.withdraw("view_all_accounts", cast.olga)
    assert end(cast.b, cast.mona) is False
    assert mona.get(f"/accounts/{cast.b.id}").status_code == 404


@pytest.mark.parametrize("kind", ["join", "hand_over"])
def test_who_sees_all_takes_a_place_in_bulk_by_that_right_alone(browse, cast, kind):
    member = {"join": cast.mona, "hand_over": cast.bob}[kind]
    in_bulk(browse(cast.mona), kind, cast.b, member=member.id, successor=cast.mona.id)
    assert end(cast.b, cast.mona) is None
    cast.mona.withdraw("view_all_accounts", cast.olga)
    assert end(cast.b, cast.mona) is False


# By way of another client


@pytest.mark.parametrize(("keep", "gone"), [("a", "b"), ("b", "a")])
def test_a_client_is_not_merged_with_ones_own(browse, cast, until, keep, gone):
    rikke, before = browse(cast.rikke), digest()
    fields = {"kind": "account", "keep": getattr(cast, keep).id, "gone": getattr(cast, gone).id}
    seen = rikke.get(f"/merges/new?lang=en&kind=account&keep={fields['keep']}&gone={fields['gone']}")
    done = rikke.post("/merges?lang=en", data=fields)
    for response in (seen, done):
        assert response.status_code == 422
        assert "Ask a colleague who is on both without an end date to merge them." in response.text
        assert f'value="{cast.a.id}"' in response.text
        assert f'value="{cast.b.id}"' in response.text
    assert digest() == before


def test_nor_with_one_opened_for_it(browse, cast, until):
    rikke = browse(cast.rikke)
    rikke.post("/accounts", data={"type": "company", "name": "Ny ApS", "first_name": "Ny", "accept": "1"})
    mine = Account.select().order_by(Account.id.desc()).first()
    assert end(mine, cast.rikke) is None
    for keep, gone in ((mine, cast.b), (cast.b, mine)):
        before = digest()
        fields = {"kind": "account", "keep": keep.id, "gone": gone.id}
        assert rikke.post("/merges", data=fields).status_code == 422
        assert digest() == before


def test_who_sees_all_and_is_there_for_a_time_merges_neither(browse, cast):
    cast.a.assign(cast.mona, cast.olga)
    cast.b.assign(cast.mona, cast.olga, now() + timedelta(days=DAYS))
    mona, before = browse(cast.mona), digest()
    fields = {"kind": "account", "keep": cast.a.id, "gone": cast.b.id}
    assert mona.post("/merges", data=fields).status_code == 422
    assert digest() == before


def test_a_merge_undone_gives_nobody_more_than_they_had_of_it(browse, cast, until):
    """Rikke was on A for good when an owner made one of the two; since then she is there until a day."""
    made = merge(cast.b, cast.a, cast.olga)
    cast.b.assign(cast.rikke, cast.olga, until)
    assert browse(cast.rikke).post(f"/merges/{made.id}/deletion").status_code == 303
    assert Merge.get_by_id(made.id).undone_at
    assert (end(cast.a, cast.rikke), end(cast.b, cast.rikke)) == (until, until)
    assert end(cast.a, cast.alice) is None


def test_who_was_taken_off_does_not_come_back_by_a_merge_undone(browse, cast):
    cast.b.assign(cast.rikke, cast.olga)
    made = merge(cast.b, cast.a, cast.olga)
    cast.b.unassign(cast.alice, cast.olga)
    cast.b.unassign(cast.rikke, cast.olga)
    assert browse(cast.adam).post(f"/merges/{made.id}/deletion").status_code == 303
    assert not end(cast.a, cast.rikke)
    assert not end(cast.b, cast.rikke)
    assert Assignment.current_of(cast.a).exists()


# By way of a colleague


def test_a_colleague_gets_as_much_as_the_giver_has_and_is_told_so(browse, cast, until):
    answer = browse(cast.nils).htmx(
        "POST", f"/accounts/{cast.b.id}/assignments?lang=en", data={"user_id": cast.vera.id}
    )
    assert "no longer than you are." in answer.text
    assert end(cast.b, cast.vera) == until


def test_and_gives_no_more_than_that_back(browse, cast, until):
    cast.b.assign(cast.erik, cast.olga, until)
    rikke, erik = browse(cast.rikke), browse(cast.erik)
    rikke.post(f"/accounts/{cast.b.id}/assignments", data={"user_id": cast.vera.id})
    for other in (cast.rikke, cast.vera):
        erik.post(f"/accounts/{cast.b.id}/assignments", data={"user_id": other.id})
        in_bulk(erik, "join", cast.b, member=other.id)
        in_bulk(erik, "hand_over", cast.b, member=cast.bob.id, successor=other.id)
        assert end(cast.b, other) == until
    assert end(cast.b, cast.bob) is None


def test_a_colleague_is_not_handed_what_is_there_for_good(browse, cast, until):
    before = places()
    seen = in_bulk(browse(cast.rikke), "hand_over", cast.b, member=cast.bob.id, successor=cast.vera.id)
    assert "cannot give anybody more than that" in seen
    assert places() == before


def test_ones_own_time_is_handed_over_as_it_is(browse, cast, until):
    in_bulk(browse(cast.rikke), "hand_over", cast.b, member=cast.rikke.id, successor=cast.vera.id)
    assert end(cast.b, cast.vera) == until
    assert not end(cast.b, cast.rikke)


def test_joined_in_bulk_a_colleague_is_there_for_as_long(browse, cast, until):
    seen = in_bulk(browse(cast.rikke), "join", cast.b, member=cast.vera.id)
    assert "Vera Iversen (until" in seen
    assert end(cast.b, cast.vera) == until


@pytest.mark.parametrize("days", [None, DAYS + 1, 400])
def test_a_request_is_not_granted_for_longer(browse, cast, until, days):
    asked = AccessRequest.add(cast.alice, account=cast.b, user=cast.alice, reason="Ferie")
    nils, before = browse(cast.nils), digest()
    typed = (today() + timedelta(days=days)).isoformat() if days else ""
    response = nils.post(f"/access-requests/{asked.id}/grant?lang=en", data={"until_on": typed})
    assert response.status_code == 422
    assert "Enter that day or an earlier one." in response.text
    assert typed in response.text
    assert digest() == before


def test_a_request_is_granted_for_as_long_and_the_form_says_the_day(browse, cast, until):
    asked = AccessRequest.add(cast.alice, account=cast.b, user=cast.alice, reason="Ferie")
    nils = browse(cast.nils)
    assert day_of(until).strftime("%d") in nils.get("/access-requests").text
    typed = day_of(until).isoformat()
    assert nils.post(f"/access-requests/{asked.id}/grant", data={"until_on": typed}).status_code == 303
    assert end(cast.b, cast.alice) == until


def test_who_is_there_for_good_is_not_made_to_leave_with_the_giver(browse, cast, until):
    browse(cast.nils).post(f"/accounts/{cast.b.id}/assignments", data={"user_id": cast.bob.id})
    assert end(cast.b, cast.bob) is None


@pytest.mark.parametrize("how", ["taken off", "shortened"])
def test_what_was_given_falls_with_the_giver(browse, cast, until, how):
    browse(cast.nils).post(f"/accounts/{cast.b.id}/assignments", data={"user_id": cast.vera.id})
    browse(cast.rikke).post(f"/accounts/{cast.b.id}/assignments", data={"user_id": cast.alice.id})
    if how == "taken off":
        cast.b.unassign(cast.nils, cast.bob)
        assert not end(cast.b, cast.vera)
    else:
        sooner = until - timedelta(days=1)
        cast.b.assign(cast.nils, cast.bob, sooner)
        assert end(cast.b, cast.vera) == sooner
    assert end(cast.b, cast.alice) == until


def test_what_is_given_while_the_giver_is_taken_off_goes_too(cast, until):
    b, nils, vera, bob = cast.b, cast.nils, cast.vera, cast.bob
    at_once(lambda: b.assign(vera, nils), lambda: b.unassign(nils, bob), expected=BeyondOwnStay)
    assert not end(b, nils)
    assert not end(b, vera)


# By way of an undo


def action_of(user) -> str:
    return Event.select().where(Event.actor_id == user.id).order_by(Event.id.desc()).first().action


def test_ones_own_undo_makes_it_no_longer_once_somebody_has_decided(browse, cast):
    """Rikke shortened her time herself; then a colleague took her off, and gave her a day."""
    cast.a.assign(cast.rikke, cast.rikke, now() + timedelta(days=9))
    action, rikke = action_of(cast.rikke), browse(cast.rikke)
    cast.a.unassign(cast.rikke, cast.olga)
    cast.a.assign(cast.rikke, cast.olga, now() + timedelta(days=9))
    before = digest()
    assert rikke.post(f"/accounts/{cast.a.id}/actions/{action}/reversal").status_code == 409
    assert digest() == before


def test_nor_when_what_stands_looks_the_same(browse, cast):
    soon = now() + timedelta(days=9)
    cast.a.assign(cast.rikke, cast.rikke, soon)
    action, rikke = action_of(cast.rikke), browse(cast.rikke)
    for until_at in (soon + timedelta(days=1), soon):
        cast.a.assign(cast.rikke, cast.olga, until_at)
    before = digest()
    response = rikke.post(f"/accounts/{cast.a.id}/actions/{action}/reversal?lang=en")
    assert response.status_code == 409
    assert "nothing was undone" in response.text
    assert digest() == before


def test_a_slip_is_undone_by_who_made_it(browse, cast, until):
    """Who is there for a time takes a colleague off by mistake: Undo puts them back as they were."""
    nils, bob = browse(cast.nils), Assignment.get(account=cast.b, user=cast.bob)
    nils.post(f"/accounts/{cast.b.id}/assignments/{bob.id}/deletion")
    assert not end(cast.b, cast.bob)
    nils.post(f"/accounts/{cast.b.id}/assignments", data={"user_id": cast.bob.id, "until_at": ""})
    assert end(cast.b, cast.bob) is None


def test_but_not_once_somebody_has_decided(browse, cast, until):
    nils, bob = browse(cast.nils), Assignment.get(account=cast.b, user=cast.bob)
    nils.post(f"/accounts/{cast.b.id}/assignments/{bob.id}/deletion")
    cast.b.assign(cast.bob, cast.olga)
    cast.b.unassign(cast.bob, cast.olga)
    nils.post(f"/accounts/{cast.b.id}/assignments", data={"user_id": cast.bob.id, "until_at": ""})
    assert end(cast.b, cast.bob) == until


def test_a_bulk_change_is_not_undone_into_more_than_one_may_give(browse, cast):
    """Rikke took Alice off when she was on A for good; meanwhile an owner decided about both."""
    soon, rikke = now() + timedelta(days=2), browse(cast.rikke)
    in_bulk(rikke, "leave", cast.a, member=cast.alice.id)
    cast.a.assign(cast.bob, cast.olga)
    cast.a.assign(cast.alice, cast.olga)
    cast.a.unassign(cast.alice, cast.olga)
    cast.a.assign(cast.rikke, cast.olga, soon)
    before = digest()
    response = rikke.post(f"/bulk-changes/{BulkChange.get().id}/deletion?lang=en")
    assert response.status_code == 409
    assert "for longer than you can give" in response.text
    assert digest() == before


def places() -> dict:
    return {(each.account_id, each.user_id): each.until_at for each in Assignment.select()}


def test_the_dry_run_of_a_merge_says_who_is_there_until_when(browse, cast, until):
    asked = f"/merges/new?lang=en&kind=account&keep={cast.a.id}&gone={cast.b.id}"
    text = browse(cast.adam).get(asked).text
    assert "Nils Juhl is on the team of both until and including" in text
    assert "Bob Eriksen joins the team and can see everything about both." in text
