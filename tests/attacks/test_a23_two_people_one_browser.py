"""A23, two people by turns in one browser: a form that was opened as the owner was saved as the manager who had signed in
meanwhile, and what the owner had typed was hers to read (ASVS 8.2.2).
"""

import re
from io import BytesIO

import pytest

from models.staff.sign_in import SignIn
from tests.attacks.test_i10_csrf import unsafe_paths
from tests.support import digest
from tests.support.browsing import sign_in
from tests.support.cast import PASSWORD
from tests.support.factors import give_passkey
from tests.support.html import parse, posted
from tests.support.visiting import enter, give_access, second_owner_of
from tests.test_conventions_files import TEMPLATES
from tests.test_conventions_requests import kept_document, paths

pytestmark = pytest.mark.knows_no_engine

TYPED = "det som kun Olga har skrevet"


def mark_in(page: str) -> str:
    """For whom a page was drawn."""
    return parse(page).find("body").get("data-drawn-for")


@pytest.fixture
def changed(browse, cast):
    """A browser in which Mona is signed in, and the mark of the pages that Olga has opened in it before."""
    browser = browse(cast.olga)
    mark = mark_in(browser.get("/accounts").text)
    sign_in(browser, cast.mona)
    return browser, mark


@pytest.fixture
def people(browse, cast):
    """A browser in which Anna is in the portal, and the mark of the pages that Åse has opened in it before."""
    for email in ("aase@a.example", "anna.privat@a.example"):
        give_access(cast.address(email))
    browser = enter(browse(), "aase@a.example")
    mark = mark_in(browser.get(portal(cast)).text)
    return enter(browser, "anna.privat@a.example"), mark


def portal(cast) -> str:
    return f"/portal/accounts/{cast.a.id}/documents"


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("how", ["field", "header", "file"])
def test_no_address_takes_what_was_opened_as_somebody_else(app, changed, people, cast, how):
    kept_document(cast.a)
    for browser, mark in (changed, people):
        before = digest.digest()
        for path in unsafe_paths(app, cast.a):
            if path.startswith("/portal") is not (browser is people[0]):
                continue
            data = {"on": "1", "name": TYPED, "body": TYPED}
            match how:
                case "field":
                    answer = browser.post(path, data=data | {"drawn-for": mark})
                case "header":
                    answer = browser.htmx("POST", path, data=data, headers={"X-Drawn-For": mark})
                case "file":
                    sent = data | {"drawn-for": mark, "files": (BytesIO(b"Hej"), "hej.txt")}
                    answer = browser.post(path, data=sent, content_type="multipart/form-data")
            assert answer.status_code == 409, path
            assert TYPED not in answer.text
            assert digest.digest() == before, path


def test_a_fragment_is_refused_beside_the_form_and_not_in_its_place(changed, cast):
    browser, mark = changed
    row = cast.address("anna@a.example")
    path = f"/accounts/{cast.a.id}/linked-addresses/{row.id}/notify?lang=en"
    answer = browser.htmx("POST", path, data={"on": "1"}, headers={"X-Drawn-For": mark})
    assert answer.status_code == 409
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#toasts", "beforeend")
    assert "Mona Friis is now signed in on this browser, so nothing was saved here." in answer.text
    assert "<form" not in answer.text


def test_a_form_without_javascript_waits_sealed_for_its_own_person(changed, cast):
    browser, mark = changed
    asked = browser.post("/settings/tags", data={"name": TYPED, "colour": "blue", "drawn-for": mark})
    for _ in range(2):  # also once something was wrong
        assert TYPED not in asked.text
        waiting = posted(asked.text, "/sign-in")
        asked = browser.post("/sign-in", data=waiting | {"door-email": "x@x.dk", "door-password": "x"})
        assert asked.status_code == 422
    before = digest.digest()
    for opened in (
        browser.post("/settings/tags", data=waiting),
        browser.post("/settings/roles", data=waiting),
    ):
        assert opened.status_code in (404, 409), "Mona sends it herself"
        assert TYPED not in opened.text
    assert digest.digest() == before
    waiting |= {"door-email": cast.olga.email, "door-password": PASSWORD}
    sent = browser.post("/sign-in", data=waiting)
    assert (sent.status_code, sent.location) == (307, "/settings/tags")
    assert browser.post(sent.location, data=waiting).status_code == 303
    assert TYPED in browser.get("/settings/tags").text


def test_what_waits_sealed_stays_so_while_nobody_is_signed_in(changed, people, browse, cast):
    """Whoever signs out, or sends it from elsewhere, does not get to see what was typed."""
    for (browser, mark), path, door in (
        (changed, "/settings/tags", "/sign-in"),
        (people, portal(cast), "/portal/sign-in"),
    ):
        asked = browser.post(path, data={"name": TYPED, "drawn-for": mark})
        waiting = posted(asked.text, door)
        browser.post(f"{door.removesuffix('in')}out")
        for stranger in (browser, browse()):
            opened = stranger.post(path, data=waiting)
            assert (opened.status_code, TYPED in opened.text) == (401, False)
            again = posted(opened.text, door)
            assert again["door-sealed"] == waiting["door-sealed"], "it waits still"
            assert TYPED not in stranger.post("/settings/roles", data=waiting).text
            assert TYPED not in stranger.htmx("POST", path, data=waiting).text


@pytest.mark.parametrize("sealed", ["x", "", "é", "gAAAAA=="])
def test_what_was_not_sealed_here_opens_nothing(browse, cast, sealed):
    answer = browse(cast.olga).post(
        "/settings/tags", data={"door-sealed": sealed, "name": "Moms", "colour": "blue"}
    )
    assert answer.status_code == 303


def test_a_page_says_who_is_signed_in_now(changed):
    browser, mark = changed
    answer = browser.post("/settings/tags?lang=en", data={"name": TYPED, "drawn-for": mark})
    assert answer.status_code == 409
    assert "Mona Friis is now signed in" in answer.text
    assert "Olga" not in answer.text


@pytest.mark.parametrize("who", ["Mona Friis", "Anna Østergaard"])
def test_before_a_plain_form_is_sent_its_page_may_ask(changed, people, who):
    """At one address for staff and clients."""
    browser, mark = changed if who.startswith("Mona") else people
    answer = browser.htmx("GET", "/me?lang=en", headers={"X-Drawn-For": mark})
    assert answer.status_code == 409
    assert f"{who} is now signed in on this browser" in answer.text


def test_no_part_of_anothers_page_is_drawn_into_ones_own(app, changed, people, cast):
    """What htmx reads: cards, forms in place, what is searched for."""
    kept_document(cast.a)
    browser, mark = changed
    for path in [*(path for _, path in paths(app, cast.a, "GET")), "/search?q=a", "/contacts/likenesses"]:
        answer = browser.htmx("GET", path, headers={"X-Drawn-For": mark})
        assert answer.status_code == 409, path
        assert cast.a.name not in answer.text
    assert browser.get("/search?q=a").status_code == 200, "a page of its own is the present person's"
    browser, mark = people
    assert browser.htmx("GET", portal(cast), headers={"X-Drawn-For": mark}).status_code == 409


@pytest.mark.parametrize("mark", [None, "", "own"])
def test_who_says_nothing_or_the_truth_is_not_refused(browse, cast, mark):
    browser = browse(cast.olga)
    told = {"drawn-for": mark_in(browser.get("/accounts").text) if mark == "own" else mark}
    data = {"name": "Moms", "colour": "blue"} | {
        key: value for key, value in told.items() if value is not None
    }
    assert browser.post("/settings/tags", data=data).status_code == 303


def test_who_signs_in_anew_goes_on(browse, cast):
    """A form opened in the session before, in another browser, or before the password changed."""
    browser, elsewhere = browse(cast.olga), browse(cast.olga)
    mark = mark_in(browser.get("/accounts").text)
    assert mark == mark_in(elsewhere.get("/accounts").text)
    browser.post("/sign-out")
    SignIn.delete().execute()
    sign_in(browser, cast.olga)
    assert browser.post("/settings/tags", data={"name": "Moms", "drawn-for": mark}).status_code == 303


def test_nobody_is_asked_to_sign_in_first(browse, cast):
    browser = browse(cast.olga)
    mark = mark_in(browser.get("/accounts").text)
    browser.post("/sign-out")
    asked = browser.post("/settings/tags", data={"name": TYPED, "drawn-for": mark})
    assert asked.status_code == 401
    waiting = posted(asked.text, "/sign-in") | {
        "door-email": cast.mona.email,
        "door-password": PASSWORD,
    }
    sent = browser.post("/sign-in", data=waiting)
    assert (sent.status_code, sent.location) == (307, "/settings/tags")
    before = digest.digest()
    answer = browser.post(sent.location, data=waiting)
    assert answer.status_code == 409
    assert TYPED not in answer.text
    assert digest.digest() == before


@pytest.mark.parametrize(
    "mark", ["x", "staff-", "staff-0000000000000000", "portal", "\N{GRINNING FACE}", "x" * 5000]
)
def test_what_is_no_mark_is_nobodys(browse, cast, mark):
    browser, before = browse(cast.olga), None
    before = digest.digest()
    answer = browser.post("/settings/tags", data={"name": "Moms", "drawn-for": mark})
    assert answer.status_code == (303 if mark == "portal" else 409)
    assert (digest.digest() == before) is (mark != "portal")


def test_of_two_marks_both_have_to_be_right(changed):
    browser, mark = changed
    own = mark_in(browser.get("/accounts").text)
    answer = browser.htmx(
        "POST", "/preferences", data={"theme": "dark", "drawn-for": mark}, headers={"X-Drawn-For": own}
    )
    assert answer.status_code == 409


def test_staff_and_portal_in_one_browser_do_not_refuse_each_other(browse, cast):
    give_access(cast.address("aase@a.example"))
    browser = enter(browse(cast.olga), "aase@a.example")
    staff, client = mark_in(browser.get("/accounts").text), mark_in(browser.get(portal(cast)).text)
    assert staff != client
    assert browser.post("/settings/tags", data={"name": "Moms", "drawn-for": staff}).status_code == 303
    assert (
        browser.post("/portal/preferences", data={"language": "en", "drawn-for": client}).status_code == 303
    )


def test_a_preview_is_drawn_for_who_looks(browse, cast):
    row = give_access(cast.address("aase@a.example"))
    browser = browse(cast.olga)
    seen = browser.get(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/preview")
    assert mark_in(seen.text) == mark_in(browser.get("/accounts").text)


def test_who_shares_a_mailbox_does_not_act_as_the_other(browse, cast):
    """Åse's tab stays open while Anna says that it is her."""
    aase, anna = cast.address("aase@a.example"), cast.address("anna@a.example")
    give_access(aase)
    shared = give_access(second_owner_of(aase.address, anna))
    browser = enter(browse(), "aase@a.example")
    browser.post("/portal/actor", data={"contact_id": aase.link.contact_id})
    mark = mark_in(browser.get(portal(cast)).text)
    browser.post("/portal/actor", data={"contact_id": shared.link.contact_id})
    before = digest.digest()
    sent = {"drawn-for": mark, "files": (BytesIO(b"Hej"), "hej.txt")}
    answer = browser.post(portal(cast), data=sent, content_type="multipart/form-data")
    assert answer.status_code == 409
    assert digest.digest() == before


def test_the_form_that_waits_for_a_confirmation_carries_it_once(browse, cast):
    browser = browse(cast.nils)
    drawn = posted(browser.get("/settings/sign-in").text, "/settings/sign-in/email")
    SignIn.update(proved_at=SignIn.get().proved_at.replace(year=2020)).execute()
    asked = browser.post("/settings/sign-in/email", data=drawn | {"email": "nyt@firma.example"})
    for _ in range(2):
        assert asked.status_code in (401, 422)
        waiting = posted(asked.text, "/confirmation")
        assert asked.text.count('name="drawn-for"') == asked.text.count('method="post"')
        assert (waiting["email"], waiting["drawn-for"]) == ("nyt@firma.example", drawn["drawn-for"])
        asked = browser.post("/confirmation", data=waiting | {"confirmation-password": "forkert"})
    sign_in(browser, cast.mona)
    before = digest.digest()
    answer = browser.post("/confirmation", data=waiting | {"confirmation-password": "x"})
    assert answer.status_code == 409
    assert "nyt@firma.example" not in answer.text
    assert digest.digest() == before


def test_a_passkey_is_not_made_for_the_other(changed, cast):
    browser, mark = changed
    give_passkey(cast.olga)
    answer = browser.get("/settings/passkeys/challenge", headers={"X-Drawn-For": mark})
    assert answer.status_code == 409


def test_the_mark_tells_nothing_and_is_of_one_person(browse, cast):
    marks = {mark_in(browse(user).get("/accounts").text) for user in (cast.olga, cast.mona, cast.nils)}
    assert len(marks) == 3
    assert all(re.fullmatch("staff-[0-9a-f]{16}", mark) for mark in marks)


def test_nobodys_pages_carry_none(client, cast):
    page = client.get("/sign-in").text
    assert mark_in(page) is None
    assert "drawn-for" not in page


# That no form is forgotten


@pytest.mark.parametrize(
    "path", [str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.html"))]
)
def test_every_form_that_posts_says_for_whom_it_was_drawn(wired_app, path):
    """In its source, also of fragments; those of pages are looked at wherever a test fetches one (tests/support/html.py)."""
    source = (TEMPLATES / path).read_text(encoding="utf-8")
    posting = len(re.findall(r"""\bmethod\s*=\s*["']?(?:post\b|\{\{)""", source, re.IGNORECASE))
    loaded, _, _ = wired_app.jinja_env.loader.get_source(wired_app.jinja_env, path)
    preprocessed = wired_app.jinja_env.preprocess(loaded, path)
    assert preprocessed.count('name="drawn-for"') == posting, (
        f'{path}: write a form\'s opening tag as drawn_for.FORM knows it, method="post" in it.'
    )
