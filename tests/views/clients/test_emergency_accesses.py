"""Break-glass on the refused page: the same page and the same answer whether there is such a client or not."""

import re

import pytest

from models.base.event import Event
from models.clients.account import Assignment
from models.staff.firm import Firm
from models.teams.break_glass import allow
from tests.support.digest import changed_tables, digest, digests

NOBODYS = 987_654


def open_now(browser, account_id, reason="Haster"):
    return browser.post("/emergency-accesses?lang=en", data={"account_id": account_id, "reason": reason})


def told(response, account_id) -> str:
    text = re.sub(r'nonce="[^"]*"|toast-[0-9a-f]{8}', "", response.text)
    return re.sub(rf'(/accounts/|name="account_id" value="){account_id}\b', r"\1N", text)


@pytest.fixture
def allowed(cast):
    allow(True, cast.olga)


def test_off_there_is_no_button_and_no_way(browse, cast):
    browser = browse(cast.bob)
    assert "emergency-accesses" not in browser.get(f"/accounts/{cast.a.id}").text
    before = digest()
    assert open_now(browser, cast.a.id).status_code == open_now(browser, NOBODYS).status_code == 403
    assert digest() == before


@pytest.mark.usefixtures("allowed")
@pytest.mark.asvs("8.2.2")
def test_the_refused_page_is_one_and_the_same_with_the_button_on_it(browse, cast):
    browser = browse(cast.bob)
    foreign, nobodys = (browser.get(f"/accounts/{each}") for each in (cast.a.id, NOBODYS))
    assert foreign.status_code == nobodys.status_code == 404
    assert told(foreign, cast.a.id) == told(nobodys, NOBODYS)
    assert 'formaction="/emergency-accesses"' in foreign.text


@pytest.mark.usefixtures("allowed")
def test_it_opens_the_client_with_a_reason(browse, cast):
    browser = browse(cast.bob)
    response = open_now(browser, cast.a.id)
    assert (response.status_code, response.location) == (303, f"/accounts/{cast.a.id}")
    page = browser.get(response.location)
    assert (page.status_code, "open to you for 24 hours" in page.text) == (200, True)
    assert Event.get(Event.kind == "access.broke_glass").details["reason"] == "Haster"


@pytest.mark.usefixtures("allowed")
def test_for_a_client_that_does_not_exist_the_answer_is_the_same_and_only_the_log_knows(browse, cast):
    browser = browse(cast.bob)
    before = digests()
    response = open_now(browser, NOBODYS)
    assert (response.status_code, response.location) == (303, f"/accounts/{NOBODYS}")
    assert "open to you for 24 hours" in browser.get(response.location).text
    assert changed_tables(before) == {"event"}


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("reason", ["", "   ", "x" * 1_001])
def test_without_a_reason_nothing_opens_and_the_page_is_the_same(browse, cast, reason):
    browser = browse(cast.bob)
    before = digest()
    foreign, nobodys = (open_now(browser, each, reason) for each in (cast.a.id, NOBODYS))
    assert foreign.status_code == nobodys.status_code == 422
    assert "field-error" in foreign.text
    assert told(foreign, cast.a.id) == told(nobodys, NOBODYS)
    assert digest() == before


@pytest.mark.usefixtures("allowed")
def test_after_ten_tries_it_is_over_for_the_day_for_either(browse, cast):
    browser = browse(cast.bob)
    for _number in range(10):
        open_now(browser, NOBODYS)
    browser.get("/accounts")  # where what was said so far is shown
    before = digest()
    foreign, nobodys = (open_now(browser, each) for each in (cast.a.id, NOBODYS))
    assert foreign.status_code == nobodys.status_code == 429
    assert told(foreign, cast.a.id) == told(nobodys, NOBODYS)
    assert "At most 10 times a day" in foreign.text
    assert digest() == before


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("account_id", ["", "x", "0", "-1", str(2**40)])
def test_what_is_no_number_is_no_client(browse, cast, account_id):
    browser = browse(cast.bob)
    before = digests()
    assert open_now(browser, account_id).status_code == 303
    assert changed_tables(before) == {"event"}


@pytest.mark.usefixtures("allowed")
def test_what_is_open_already_needs_no_glass(browse, cast):
    browser = browse(cast.alice)
    before = digest()
    assert open_now(browser, cast.a.id).status_code == 303
    assert digest() == before
    assert Assignment.get(account=cast.a, user=cast.alice).until_at is None


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("name", ["adam", "vera", "nils"])
def test_the_owner_alone_allows_it(browse, cast, name):
    browser = browse(getattr(cast, name))
    assert "emergency-access" not in browser.get("/access-requests").text
    before = digest()
    assert browser.post("/settings/emergency-access", data={"on": "1"}).status_code == 403
    assert digest() == before


def test_the_owner_turns_it_on_and_off(browse, cast):
    browser = browse(cast.olga)
    assert "It is off." in browser.get("/access-requests?lang=en").text
    browser.post("/settings/emergency-access", data={"on": "1"})
    assert Firm.this().break_glass_at
    assert "On since" in browser.get("/access-requests?lang=en").text
    browser.post("/settings/emergency-access", data={"on": "0"})
    assert Firm.this().break_glass_at is None
    assert browser.post("/settings/emergency-access", data={"on": "x"}).status_code == 400
