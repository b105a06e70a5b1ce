"""Records into pages, fragments and answers."""

import pytest

from web import responses


@pytest.fixture
def request_of(app):
    """request_of(headers): within a request, in English."""
    return lambda headers=None: app.test_request_context("/?lang=en", headers=headers)


def test_dom_ids_are_named_after_the_record(cast):
    row = cast.address("anna@a.example")
    assert responses.dom_id(row, "login") == f"linked-address-{row.id}-login"
    assert responses.dom_id(cast.a) == f"account-{cast.a.id}"


def test_a_partial_escapes_what_it_is_given(request_of):
    with request_of():
        toast = responses.partial("toasts/toast.html", **responses.toast("<b>x</b>"))
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
