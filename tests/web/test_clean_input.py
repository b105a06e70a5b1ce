"""Letters that no page can show are spaces from the moment they arrive."""

import pytest

from tests.support.html import parse

ODD = ("\x01", "\x0b", "\x1b[31m", "\x7f", "\x85", "\ufdd0", "\uffff", "\U0010ffff")


@pytest.mark.asvs("2.2.1", "1.2.1")
@pytest.mark.parametrize("odd", ODD)
def test_what_html_does_not_know_comes_back_in_no_page(browse, cast, odd):
    browser = browse(cast.olga)
    answers = [
        browser.post(
            "/accounts/1", data={"name": f"{odd}x", "type": "y", "seen": odd, "postal_code": odd * 30}
        ),
        browser.get("/contacts", query_string={"q": f"a{odd}b"}),
        browser.get("/sign-in", query_string={"next": odd}, follow_redirects=True),
    ]
    for answer in answers:
        assert odd[0] not in answer.text
        parse(answer.text)


def test_ends_of_lines_and_letters_of_all_kinds_stay(browse, cast):
    text = "én\ttab\r\nåæø 👩‍👩‍👧 \u00a0"
    page = browse(cast.olga).post(
        "/settings/custom-fields", data={"label": "", "choices": text, "set": "account"}
    )
    assert "én\ttab\r\nåæø 👩‍👩‍👧".encode() in page.data
