"""The default order of signers on an account."""

import pytest

from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import link_contact
from tests.support import digest


def path_of(link) -> str:
    return f"/accounts/{link.account_id}/links/{link.id}/signer-priority"


def names(account) -> list[str]:
    return [link.contact.first_name for link in Link.signers(account)]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 303),
        ("adam", 303),
        ("mona", 303),
        ("rikke", 303),
        ("vera", 303),
        ("alice", 403),
        ("erik", 404),
        ("bob", 404),
        ("nils", 404),
    ],
)
def test_the_order_needs_the_account_and_the_right_to_manage_it(browse, cast, name, status):
    browser, aase = browse(getattr(cast, name)), Link.signers(cast.a)[1]
    before = digest.digest()
    assert browser.post(path_of(aase), data={"place": "1"}).status_code == status
    assert (digest.digest() == before) == (status != 303)
    assert (names(cast.a) == ["Åse", "Anna"]) == (status == 303)


def test_htmx_gets_the_order_and_the_places_that_the_contacts_tell(browse, cast):
    anna, aase = Link.signers(cast.a)
    fragment = browse(cast.rikke).htmx("POST", path_of(aase) + "?lang=en", data={"place": "1"}).text
    order, *places = fragment.split("<hx-partial")
    assert order.startswith('<div class="signers" id="signers">')
    assert order.index("Åse Lund") < order.index("Anna Østergaard")
    assert f'id="link-{aase.id}-place">signer 1<' in places[0]
    assert f'id="link-{anna.id}-place">signer 2<' in places[1]


def test_an_order_that_others_changed_meanwhile_is_kept_but_for_the_one_who_moves(browse, cast):
    for name in ("Carl", "Dina"):
        link_contact(cast.a, Contact.meet(cast.olga, first_name=name), cast.olga)
    browser, dina = browse(cast.rikke), Link.signers(cast.a)[3]
    Link.signers(cast.a)[0].remove(cast.olga)
    assert browser.post(path_of(dina), data={"place": "4"}).status_code == 303
    assert names(cast.a) == ["Åse", "Carl", "Dina"]


def test_who_has_left_the_client_is_not_moved(browse, cast):
    browser, aase = browse(cast.rikke), Link.signers(cast.a)[1]
    aase.remove(cast.olga)
    before = digest.digest()
    response = browser.htmx("POST", path_of(aase) + "?lang=en", data={"place": "1"})
    assert response.status_code == 404
    assert "no longer on this client" in response.text
    assert digest.digest() == before


@pytest.mark.parametrize("place", ["", "x", "1.5"])
def test_what_is_no_place_changes_nothing(browse, cast, place):
    browser, aase = browse(cast.rikke), Link.signers(cast.a)[1]
    before = digest.digest()
    assert browser.post(path_of(aase), data={"place": place}).status_code == 400
    assert digest.digest() == before


def test_one_contact_has_no_order(browse, cast):
    page = browse(cast.erik).get(f"/accounts/{cast.b.id}/info?lang=en").text
    assert "Order of signers" not in page
    assert "/signer-priority" not in page


def test_without_the_right_the_order_is_only_shown(browse, cast):
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/info?lang=en").text
    assert "Order of signers" in page
    assert "/signer-priority" not in page
