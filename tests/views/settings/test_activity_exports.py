"""Taking the log along: by whom, what is in it, and that it tells of itself."""

import csv
import io
import re

import pytest

from models.base.clock import at, now
from models.base.event import Event
from tests.support import digest


def export(browser, language="en", **asked) -> list[dict]:
    response = browser.post(f"/activity/exports?lang={language}", data=asked)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def last_export() -> dict:
    return Event.select().where(Event.kind == "export.made").order_by(Event.id.desc()).first().details


@pytest.mark.asvs("16.3.3")
def test_it_holds_what_the_page_tells_and_is_told_itself(browse, cast):
    Event.log("sign_in.succeeded", cast.nils, factor="totp", address="192.0.2.7")
    Event.log("refusal.made", cast.nils, f"/accounts/{cast.a.id}", cast.a.id, method="GET", status=404)
    browser = browse(cast.adam)
    rows = export(browser)
    assert [row["What happened"] for row in rows[:2]] == [
        f"Nils Juhl was denied access to /accounts/{cast.a.id}.",
        "Nils Juhl signed in (code from an app).",
    ]
    assert (rows[0]["Client"], rows[0]["Client ID"], rows[0]["Who"]) == (
        cast.a.name,
        str(cast.a.id),
        "Nils Juhl",
    )
    assert "From address: 192.0.2.7" in rows[1]["Changes"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", rows[0]["Time"])
    assert last_export() == {"what": "activity", "rows": len(rows), "asked": {}, "address": "127.0.0.1"}
    again = export(browser)
    assert again[0]["What happened"] == f"You exported “Activity”: {len(rows)} rows."
    assert len(again) == len(rows) + 1


def test_the_filters_of_the_page_are_kept(browse, cast):
    with at(now().replace(year=2020)):
        Event.log("refusal.made", cast.nils, "/gammel")
    Event.log("refusal.made", cast.nils, "/ny")
    Event.log("sign_in.succeeded", cast.alice, factor="password")
    browser = browse(cast.olga)
    page = browser.get("/activity?kind=denials&to_on=2020-12-31").text
    form = page[page.index('action="/activity/exports"') :].partition("</form>")[0]
    asked = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert asked == {"kind": "denials", "to_on": "2020-12-31"}
    assert [row["What happened"] for row in export(browser, **asked)] == [
        "Nils Juhl was denied access to /gammel."
    ]
    assert last_export()["rows"] == 1
    assert last_export()["asked"] == asked


def test_a_long_log_is_whole(browse, cast, monkeypatch):
    monkeypatch.setattr("views.settings.activity_exports.AT_ONCE", 3)
    for number in range(10):
        Event.log("refusal.made", cast.nils, f"/{number}")
    rows = export(browse(cast.olga), kind="denials")
    assert [row["What happened"] for row in rows] == [
        f"Nils Juhl was denied access to /{n}." for n in reversed(range(10))
    ]


@pytest.mark.parametrize("asked", [{"kind": "nonsense"}, {"from_on": "x"}, {"person": "user-1 or 1=1"}])
def test_nonsense_exports_nothing(browse, cast, asked):
    browser = browse(cast.olga)
    before = digest.digest()
    assert browser.post("/activity/exports", data=asked).status_code == 400
    assert digest.digest() == before


def test_it_is_a_download(browse, cast):
    response = browse(cast.olga).post("/activity/exports?lang=da")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=aktivitet-")
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response.data.startswith('\ufeff"Tid";'.encode())


@pytest.mark.asvs("16.4.1")
def test_what_somebody_is_called_makes_no_lines_of_its_own(browse, cast):
    """Line ends and escape sequences in names, as in attacks on logs."""
    Event.log("sign_in.failed", None, "x\r\n2026;Olga;\x1b[31mrights", factor="password")
    rows = export(browse(cast.adam), kind="failures")
    assert [row["What happened"] for row in rows] == [
        "Somebody tried to sign in as x  2026;Olga; [31mrights and failed (password)."
    ]
    page = browse(cast.adam).get("/activity?kind=failures").text
    assert page.count('class="line-main') == 1
