"""People and clients that are probably there twice."""

import pytest

from models.clients.contact import Address, Contact
from models.clients.linking import link_contact
from models.clients.new_client import open_client


@pytest.fixture
def twins(cast):
    """Anna once more on B, and A once more with a team of its own."""
    twin = Contact.meet(cast.olga, first_name="Anna", last_name="Østergaard", phone="33 12 34 56")
    link_contact(cast.b, twin, cast.olga)
    return twin, open_client(cast.olga, type="company", name="Østergård Byg", contact=twin)


def pairs(browser, kind="contact") -> int:
    return browser.get(f"/duplicates?kind={kind}&lang=en").text.count('<li id="pair-')


def test_pairs_are_listed_with_reasons_and_links(browse, cast, twins):
    page = browse(cast.olga).get("/duplicates?lang=en").text
    assert "same name · same phone: 33 12 34 56" in page
    assert f'href="/contacts/{twins[0].id}"' in page
    page = browse(cast.olga).get("/duplicates?kind=account&lang=en").text
    assert f'href="/accounts/{twins[1].id}"' in page


@pytest.mark.parametrize(
    ("name", "people", "clients"),
    [("olga", 1, 1), ("mona", 1, 1), ("rikke", 0, 0), ("erik", 1, 0), ("vera", 1, 1)],
)
def test_only_those_whom_the_reader_may_see_are_compared(browse, cast, twins, name, people, clients):
    browser = browse(getattr(cast, name))
    assert (pairs(browser), pairs(browser, "account")) == (people, clients)


def test_clients_that_the_reader_may_not_open_are_not_named(browse, cast, twins):
    page = browse(cast.erik).get("/duplicates").text
    assert "Bageriet Bøgh" in page
    assert "Østergaard Byg" not in page


def test_the_right_to_contacts_alone_lists_contacts_alone(browse, cast, twins):
    alice = cast.alice
    for right in ("manage_contacts", "view_all_contacts", "view_all_accounts"):
        alice.grant(right, cast.olga)
    page = browse(alice).get("/duplicates?kind=account").text
    assert "kind=account" not in page.partition("<main")[2]
    assert 'href="/contacts/' in page


@pytest.mark.parametrize("name", ["alice", "bob", "nils"])
def test_others_do_not_get_the_list(browse, cast, name):
    assert browse(getattr(cast, name)).get("/duplicates").status_code == 403


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, "500"])
def test_a_page_that_is_none_is_empty_or_the_first(browse, cast, twins, after):
    assert browse(cast.olga).get(f"/duplicates?after={after}").status_code == 200


def test_the_list_goes_on(browse, cast):
    for number in range(30):
        for _ in range(2):
            Contact.meet(cast.olga, first_name="Tvilling", last_name=f"Nummer{number}")
    browser = browse(cast.olga)
    page = browser.get("/duplicates").text
    assert page.count('<li id="pair-') == 25
    assert 'rel="next"' in page
    assert browser.get("/duplicates?after=25").text.count('<li id="pair-') == 5


@pytest.mark.parametrize(("name", "told"), [("olga", True), ("rikke", True), ("bob", False)])
def test_one_mailbox_twice_at_one_person_is_told_to_who_may_see_them(browse, cast, name, told):
    anna = Contact.get(Contact.first_name == "Anna")
    first = Address.of([anna.id]).first()
    Address.create(
        contact=anna, email="Anna@A.example", email_folded=first.email_folded, kept_apart=1, position=5
    )
    page = browse(getattr(cast, name)).get("/duplicates?lang=en").text
    assert ("The same mailbox twice on one contact" in page) is told
    assert ("anna@a.example · Anna@A.example" in page) is told
