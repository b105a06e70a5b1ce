"""A13, EspoCRM CVE-2026-109959 and Twenty CVE-2026-85055: the history told what the page hid (ASVS 8.2.3, 8.1.2)."""

import pytest

from models.base.clock import today
from models.base.fields import LARGEST_ID
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.link import Link
from models.clients.linking import link_contact, unlink
from models.conversation.chat import Chat
from models.work.note import Note
from tests.support.visiting import enter, give_access
from tests.test_conventions_requests import paths

pytestmark = pytest.mark.asvs("8.2.3")

HIDDEN = "hemmelig-1234-5678"


@pytest.fixture
def masked(cast):
    """A sensitive value of the client and one of a person, each written twice."""
    for owner, set_ in ((cast.a, "account"), (Link.of_account(cast.a).get().contact, "contact")):
        field = CustomField.define(cast.olga, set=set_, label=f"CPR {set_}", type="sensitive")
        for text in (f"{HIDDEN}-før", HIDDEN):
            FieldValue.of(owner, field).fill(cast.olga, text)
    return CustomField.labelled("account", "CPR account")


@pytest.mark.parametrize("name", ["alice", "mona", "adam", "olga"])
def test_a_masked_value_stands_on_no_page_and_in_no_history(app, browse, cast, masked, name):
    browser = browse(getattr(cast, name))
    asked = [path for _, path in paths(app, cast.a, "GET")]
    asked += [
        f"/accounts/1/custom-values/{masked.id}/changes",
        "/accounts/1/history?kind=tags",
        "/contacts/1",
    ]
    asked += [
        f"/accounts/1/info?as_of={today()}",
        f"/search?q={HIDDEN[:12]}",
        f"/contacts?q={HIDDEN[:12]}",
        "/accounts",
    ]
    for path in asked:
        assert HIDDEN not in browser.get(path).text, path


def test_only_asking_for_it_shows_it_and_is_told(browse, cast, masked):
    shown = browse(cast.alice).htmx("POST", f"/accounts/1/custom-values/{masked.id}/revelation")
    assert HIDDEN in shown.text
    history = browse(cast.olga).get("/accounts/1/history?lang=en").text
    assert "Alice Dam" in history
    assert HIDDEN not in history


def test_the_other_client_of_a_shared_person_is_told_to_nobody_who_may_not_open_it(browse, cast):
    anna = Link.of_account(cast.a).get().contact
    link_contact(cast.b, anna, cast.olga, "hemmelig rolle på B")
    Link.get(account=cast.b, contact=anna).describe("endnu hemmeligere", cast.olga, LARGEST_ID)
    unlink(Link.get(account=cast.b, contact=anna), cast.olga)
    link_contact(cast.b, anna, cast.olga, "hemmelig igen")
    for path in (
        "/accounts/1/history",
        "/accounts/1/info",
        f"/contacts/{anna.id}",
        f"/accounts/1/info?as_of={today()}",
    ):
        body = browse(cast.alice).get(path).text
        for word in (cast.b.name, "hemmelig"):
            assert word not in body, path


def test_people_of_a_client_see_nothing_of_the_firms_own(client, cast):
    row = give_access(cast.address("aase@a.example"))
    row.link.describe("FIRMAETS-ORD beskrivelse", cast.olga, LARGEST_ID)
    Note.create(account=cast.a, author=cast.olga, body="FIRMAETS-ORD note")
    chat = Chat.create(account=cast.a, subject="FIRMAETS-ORD samtale")
    chat.say(cast.olga, "FIRMAETS-ORD intern")
    person = enter(client, "aase@a.example")
    for path in ("/portal", "/portal/accounts/1/documents", "/portal/second-factor", "/portal/photo/edit"):
        assert "FIRMAETS-ORD" not in person.get(path, follow_redirects=True).text, path
