"""Records into pages, fragments and answers."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

import rendering
from models.clock import at


@pytest.fixture
def request_of(app):
    """request_of(headers): within a request, in English."""
    return lambda headers=None: app.test_request_context("/?lang=en", headers=headers)


def test_dom_ids_are_named_after_the_record(cast):
    row = cast.address("anna@a.example")
    assert rendering.dom_id(row, "login") == f"linked-address-{row.id}-login"
    assert rendering.dom_id(cast.a) == f"account-{cast.a.id}"


@pytest.mark.parametrize(("language", "expected"), [("da", "1.234.567,05\xa0kr."), ("en", "DKK1,234,567.05")])
def test_money_is_written_as_the_reader_writes_it(request_of, language, expected):
    with request_of(), force_locale(language):
        assert rendering.money(123_456_705).replace("DKK\xa0", "DKK") == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 kB"),
        (1_500_000, "2 MB"),
        (2_000_000_000, "2.0 GB"),
    ],
)
def test_sizes_have_the_unit_that_fits(count, expected):
    assert rendering.size(count) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(0, "0:00"), (5, "0:05"), (65, "1:05"), (6_000, "100:00")])
def test_durations_are_hours_and_minutes(minutes, expected):
    assert rendering.duration(minutes) == expected


def test_instants_are_shown_in_the_firms_time_zone(request_of):
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    with request_of():
        assert rendering.local_day(new_year).startswith("Jan 1")


def test_what_has_no_date_is_shown_as_nothing(request_of):
    with request_of():
        assert [
            show(None) for show in (rendering.day, rendering.local_day, rendering.moment, rendering.ago)
        ] == [""] * 4
        assert rendering.day(date(2028, 2, 29)) == "Feb 29, 2028"


def test_ago_tells_how_long_since(request_of):
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with request_of(), at(noon):
        assert rendering.ago(noon.replace(hour=9)) == "3 hours ago"


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", " javascript:x", "//x"]
)
def test_a_typed_website_is_never_more_than_a_website(typed):
    assert rendering.web_address(typed).startswith("https://")


def test_a_partial_escapes_what_it_is_given(request_of):
    with request_of():
        toast = rendering.partial("toasts/toast.html", **rendering.toast("<b>x</b>"))
    assert "&lt;b&gt;x&lt;/b&gt;" in toast


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/accounts/999", 404), ("/bin", 403)])
def test_an_error_is_a_page_or_for_htmx_a_toast(browse, cast, path, status):
    browser = browse(cast.alice)
    page, toast = browser.get(path), browser.htmx("GET", path)
    assert page.status_code == toast.status_code == status
    assert "<h1>" in page.text
    assert "<h1>" not in toast.text
    assert toast.headers["HX-Retarget"] == "#toasts"
    assert 'role="alert"' in toast.text


def test_a_wrong_method_is_told_as_no_such_address(browse, cast):
    assert browse(cast.alice).post("/accounts/1/info").status_code == 405
