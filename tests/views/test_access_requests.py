"""Asking to be let into an account, and letting in."""

import pytest

from models.access_request import AccessRequest
from tests import digest


def ask(browser, account_id, reason="Ferie"):
    return browser.post("/access-requests?lang=en", data={"account_id": account_id, "reason": reason})


def test_the_refused_page_offers_to_ask(browse, cast):
    page = browse(cast.alice).get(f"/accounts/{cast.b.id}").text
    assert 'action="/access-requests"' in page
    assert f'name="account_id" value="{cast.b.id}"' in page


def test_a_request_is_answered_alike_whether_the_account_exists_or_not(browse, cast):
    answers = []
    for account_id in (cast.b.id, 999_999):
        browser = browse(cast.alice)
        response = ask(browser, account_id)
        answers.append(
            (
                response.status_code,
                response.location,
                browser.get("/accounts?lang=en").text.count("passed on"),
            )
        )
    assert answers[0] == answers[1] == (303, "/accounts", 1)


@pytest.mark.parametrize("account_id", ["999999", "0", "-1", "x", "", str(2**40)])
def test_nothing_is_stored_for_an_account_that_does_not_exist(browse, cast, account_id):
    browser = browse(cast.alice)
    before = digest.digest()
    assert ask(browser, account_id).status_code == 303
    assert digest.digest() == before


def test_a_request_is_kept_once_while_it_is_open(browse, cast):
    browser = browse(cast.alice)
    for _ in range(3):
        ask(browser, cast.b.id)
    assert [(each.user.name, each.reason) for each in AccessRequest.select()] == [("Alice Dam", "Ferie")]


def test_granting_opens_the_account_at_once(browse, cast):
    alice = browse(cast.alice)
    ask(alice, cast.b.id)
    browse(cast.adam).post(f"/access-requests/{AccessRequest.get().id}/grant")
    assert alice.get(f"/accounts/{cast.b.id}").status_code == 200
    assert "Bageriet Bøgh" in alice.get("/accounts").text
    assert "Bageriet" in alice.get("/search?q=bageriet").text


def test_declining_leaves_it_closed_and_answers_the_request(browse, cast):
    alice = browse(cast.alice)
    ask(alice, cast.b.id)
    adam = browse(cast.adam)
    adam.post(f"/access-requests/{AccessRequest.get().id}/refusal")
    assert alice.get(f"/accounts/{cast.b.id}").status_code == 404
    assert "Alice Dam" not in adam.get("/access-requests").text.split("<main")[1]


def test_an_answered_request_cannot_be_answered_again(browse, cast):
    ask(browse(cast.alice), cast.b.id)
    adam, request = browse(cast.adam), AccessRequest.get()
    adam.post(f"/access-requests/{request.id}/refusal")
    before = digest.digest()
    assert adam.post(f"/access-requests/{request.id}/grant").status_code == 404
    assert digest.digest() == before


def test_those_who_assign_teammates_answer_for_the_accounts_they_can_open(browse, cast):
    ask(browse(cast.alice), cast.b.id)
    request = AccessRequest.get()
    erik, rikke = browse(cast.erik), browse(cast.rikke)
    assert "Alice Dam" in erik.get("/access-requests").text
    assert rikke.get("/access-requests").status_code == 403
    rikke_user = cast.rikke
    rikke_user.grant("assign_teammates", cast.olga)
    assert "Alice Dam" not in rikke.get("/access-requests").text.split("<main")[1]
    assert rikke.post(f"/access-requests/{request.id}/grant").status_code == 404
    assert erik.post(f"/access-requests/{request.id}/grant").status_code == 303


def test_nobody_lets_themselves_in(browse, cast):
    alice = browse(cast.alice)
    ask(alice, cast.b.id)
    before = digest.digest()
    assert alice.post(f"/access-requests/{AccessRequest.get().id}/grant").status_code == 403
    assert digest.digest() == before


def test_a_long_reason_is_cut(browse, cast):
    ask(browse(cast.alice), cast.b.id, "x" * 5_000)
    assert len(AccessRequest.get().reason) == 1_000
