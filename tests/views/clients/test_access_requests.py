"""Asking to be let into an account, and letting in."""

from datetime import timedelta

import pytest

from models.base.clock import end_of, today
from models.clients.account import Assignment
from models.outgoing.outbox import Outbox
from models.teams.access_request import AccessRequest
from tests.support import digest


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
    assert "Alice Dam" not in rikke.get("/access-requests").text
    assert rikke.post(f"/access-requests/{request.id}/grant").status_code == 403
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


def grant(browser, request, **fields):
    return browser.post(f"/access-requests/{request.id}/grant?lang=en", data=fields)


def test_granted_until_a_day_it_ends_with_that_day(browse, cast):
    ask(browse(cast.alice), cast.b.id)
    day = today() + timedelta(days=2)
    assert grant(browse(cast.adam), AccessRequest.get(), until_on=day.isoformat()).status_code == 303
    assert Assignment.get(account=cast.b, user=cast.alice).until_at == end_of(day)


def test_only_who_may_give_for_good_reads_that_an_empty_day_does(browse, cast):
    ask(browse(cast.alice), cast.b.id)
    words = "(empty: no end date)"
    assert words in browse(cast.adam).get("/access-requests?lang=en").text
    cast.nils.grant("assign_teammates", cast.olga)
    cast.b.assign(cast.nils, cast.olga, end_of(today() + timedelta(days=3)))
    page = browse(cast.nils).get("/access-requests?lang=en").text
    assert "Until and including" in page
    assert words not in page
    late = grant(browse(cast.nils), AccessRequest.get(), until_on=(today() + timedelta(days=9)).isoformat())
    assert late.status_code == 422
    assert words not in late.text


def test_a_day_left_empty_grants_for_good_as_a_browser_sends_it(browse, cast):
    ask(browse(cast.alice), cast.b.id)
    assert grant(browse(cast.adam), AccessRequest.get(), until_on="").status_code == 303
    assert Assignment.get(account=cast.b, user=cast.alice).until_at is None


@pytest.mark.parametrize(
    ("typed", "words"), [("2020-01-01", "This day has passed."), ("32-13-2030", "There is no such day")]
)
def test_a_day_that_cannot_be_is_told_beside_the_field_and_nothing_granted(browse, cast, typed, words):
    ask(browse(cast.alice), cast.b.id)
    adam, request = browse(cast.adam), AccessRequest.get()
    before = digest.digest()
    response = grant(adam, request, until_on=typed)
    assert response.status_code == 422
    assert words in response.text
    assert f'aria-describedby="grant-{request.id}-until-error"' in response.text
    assert digest.digest() == before


def test_granting_does_not_shorten_a_place_that_somebody_gave_meanwhile(browse, cast):
    ask(browse(cast.alice), cast.b.id)
    cast.b.assign(cast.alice, cast.olga)
    grant(browse(cast.adam), AccessRequest.get(), until_on=today().isoformat())
    assert Assignment.get(account=cast.b, user=cast.alice).until_at is None


def test_the_asker_is_told_by_mail_and_on_their_page(browse, cast):
    alice = browse(cast.alice)
    ask(alice, cast.b.id)
    assert cast.b.name not in alice.get("/access-requests").text  # it would tell that there is such a client
    grant(browse(cast.adam), AccessRequest.get())
    page = alice.get("/access-requests?lang=en").text
    assert (cast.b.name in page, "no end date" in page) == (True, True)
    assert Outbox.get(Outbox.kind == "access_granted").email == "alice@firma.example"


def test_what_was_declined_looks_like_what_never_was(browse, cast):
    alice = browse(cast.alice)
    before = alice.get("/access-requests?lang=en").text.split("<main")[1].split("toasts")[0]
    ask(alice, cast.b.id)
    browse(cast.adam).post(f"/access-requests/{AccessRequest.get().id}/refusal")
    alice.get("/accounts")  # where the toast is shown
    after = alice.get("/access-requests?lang=en").text.split("<main")[1].split("toasts")[0]
    assert after == before


def test_a_client_in_the_bin_is_asked_for_in_vain(browse, cast):
    cast.old.bin(cast.olga)
    bob = browse(cast.bob)
    before = digest.digest()
    assert ask(bob, cast.old.id).status_code == 303
    assert digest.digest() == before


def test_reason_who_and_when_are_shown(browse, cast):
    ask(browse(cast.alice), cast.b.id, "Klienten ringede")
    page = browse(cast.adam).get("/access-requests?lang=en").text
    assert "Alice Dam requests access to Bageriet Bøgh" in page
    assert "Klienten ringede" in page
    assert AccessRequest.get().created_at.isoformat() in page


def test_who_can_grant_does_not_grant_their_own_request(browse, cast):
    erik, account = browse(cast.erik), cast.a
    ask(erik, account.id)
    account.assign(cast.erik, cast.olga, end_of(today()))  # or by break-glass
    assert "Erik Holst" not in erik.get("/access-requests").text.split("<main")[1]
    before = digest.digest()
    for answer in ("grant", "refusal"):
        assert erik.post(f"/access-requests/{AccessRequest.get().id}/{answer}").status_code == 404
    assert digest.digest() == before
