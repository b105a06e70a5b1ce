"""What the browsers of all tests look for is found when it is there."""

import pytest

from tests.support import html

PAGE = "<!doctype html><html lang='da'><head><title>{title}</title></head><body>{body}</body></html>"


def page_with(body, title="Kunder · Overblik") -> list[str]:
    return html.faults(PAGE.format(title=title, body=f"<h1>Kunder</h1>{body}"))


def test_a_good_page_has_no_faults():
    body = '<form><label for="q">Søg</label><input id="q" name="q"><button>Søg</button></form>'
    assert page_with(body) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p><div></p></div>", "no HTML5"),
        ("<h1>Igen</h1>", "2 h1"),
        ('<p id="a"></p><p id="a"></p>', "stands 2 times"),
        ('<input name="q">', "has no label"),
        ('<input name="q" placeholder="Søg">', "has no label"),
        ("<select name='q'></select>", "has no label"),
        ("<button><svg></svg></button>", "says nothing"),
        ("<style>p {}</style>", "inline <style>"),
        ('<p style="color: red">x</p>', "CSP"),
        ('<p onclick="go()">x</p>', "CSP"),
        ('<p hx-on:click="go()">x</p>', "CSP"),
        ('<a href=" JavaScript:go()">x</a>', "runs a script"),
        ("<script>go()</script>", "inline <script>"),
        ('<script src="/x.js"></script>', "head of the layouts"),
    ],
)
def test_a_fault_of_a_page_is_found(body, words):
    assert words in " ".join(page_with(body))


@pytest.mark.parametrize("title", ["", "Overblik", " · Overblik"])
def test_a_page_without_title_of_its_own_is_found(title):
    assert "no title" in " ".join(page_with("", title))


@pytest.mark.parametrize(
    "fragment",
    [
        '<li id="a">x</li>',
        '<tr id="a"><td>x</td></tr>',
        '<tr id="a"></tr><hx-partial hx-target="#toasts"><p>x</p></hx-partial>',
        '<hx-partial hx-target="#a">x</hx-partial>',
    ],
)
def test_a_good_fragment_has_no_faults(fragment):
    assert html.faults(fragment) == []


@pytest.mark.parametrize(
    "fragment",
    [
        "<li>x</li>",
        '<li id="a">x</li><li id="b">y</li>',
        '<p id="a"><input name="q"></p>',
        '<p id="a"></p><hx-partial hx-target="#b"><p onclick="go()">x</p></hx-partial>',
    ],
)
def test_a_fault_of_a_fragment_is_found(fragment):
    assert html.faults(fragment)
