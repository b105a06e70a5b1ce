"""A new contact on an account."""

import re

import pytest

from models.clients.contact import Address, Contact, Phone
from models.clients.link import Link
from tests.support import digest

LASSE = {
    "first_name": "Lasse",
    "last_name": "Nyborg",
    "email": "lasse@nyborg.example",
    "more-0-email": "lasse@hjemme.example",
    "phone": "20 30 40 50",
    "description": "Revisor",
    "language": "en",
    "street": "Nygade 1",
    "postal_code": "5000",
    "city": "Odense",
    "country": "DK",
}


def path_of(account) -> str:
    return f"/accounts/{account.id}/contacts"


def newest(account) -> Link:
    return Link.of_account(account).order_by(Link.id.desc()).first()


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
def test_a_new_contact_needs_the_account_and_the_right_to_manage_it(browse, cast, name, status):
    browser = browse(getattr(cast, name))
    before = digest.digest()
    assert browser.post(path_of(cast.a), data=LASSE).status_code == status
    assert (digest.digest() == before) == (status != 303)


def test_all_that_is_typed_is_kept(browse, cast):
    browse(cast.rikke).post(path_of(cast.a), data=LASSE)
    link = newest(cast.a)
    lasse = link.contact
    assert (link.description, link.signer_priority) == ("Revisor", 3)
    assert (lasse.name, lasse.language, lasse.street) == ("Lasse Nyborg", "en", "Nygade 1")
    assert (lasse.postal_code, lasse.city, lasse.country) == ("5000", "Odense", "DK")
    assert [each.email for each in Address.of([lasse.id])] == ["lasse@nyborg.example", "lasse@hjemme.example"]
    assert [each.number for each in Phone.of([lasse.id])] == ["+4520304050"]
    assert len(link.linked_addresses) == 2


def test_a_first_name_is_enough(browse, cast):
    fields = {"first_name": "Lasse", "language": "da", "country": "DK"}
    assert browse(cast.rikke).post(path_of(cast.a), data=fields).status_code == 303
    assert newest(cast.a).contact.name == "Lasse"


def test_htmx_gets_the_contacts_and_an_undo_that_takes_the_person_away_again(browse, cast):
    browser = browse(cast.rikke)
    before = Contact.select().count()
    headers = {"HX-Target": "details#contact-adder"}
    fragment = browser.htmx("POST", path_of(cast.a) + "?lang=en", data=LASSE, headers=headers).text
    assert fragment.startswith('<details class="adder " id="contact-adder" hx-get')
    assert "lasse@nyborg.example" in fragment.partition('hx-target="#contacts-list"')[2]
    path = re.search(r'action="(/accounts/\d+/actions/[0-9a-f]{16}/reversal)"', fragment)[1]
    assert browser.htmx("POST", path).status_code == 200
    assert Contact.select().count() == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first_name": ""}, "Please fill this in."),
        ({"first_name": "x" * 5_000}, "At most 255 characters"),
        ({"email": "not an address"}, "This is not an e-mail address."),
        ({"more-0-email": "not@an@address"}, "This is not an e-mail address."),
        ({"more-0-email": "LASSE@nyborg.example"}, "This address is entered twice."),
        ({"phone": "12"}, "There is no such phone number."),
        ({"description": "x" * 5_000}, "At most 255 characters"),
        ({"language": "xx"}, "Not a valid choice."),
        ({"country": "XX"}, "Not a valid choice."),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_bad_input_is_told_beside_the_field_and_stays_typed(browse, cast, fields, words, htmx):
    browser = browse(cast.rikke)
    before = digest.digest()
    path, data = path_of(cast.a) + "?lang=en", LASSE | fields
    response = browser.htmx("POST", path, data=data) if htmx else browser.post(path, data=data)
    assert response.status_code == 422
    assert words in response.text
    assert 'value="Nyborg"' in response.text
    assert digest.digest() == before


def test_somebody_very_similar_is_told_and_can_be_linked_instead(browse, cast):
    browser = browse(cast.mona)
    before = digest.digest()
    data = LASSE | {"first_name": "Bent", "last_name": "Bøgh"}
    response = browser.post(path_of(cast.a) + "?lang=en", data=data)
    assert response.status_code == 422
    assert digest.digest() == before
    assert "same name" in response.text
    assert "Link Bent Bøgh instead" in response.text
    instead = re.search(r'name="contact_id" value="(\d+)" formaction="([^"]*)"', response.text)
    assert browser.post(instead[2], data={"contact_id": instead[1]}).status_code == 303
    assert newest(cast.a).contact.name == "Bent Bøgh"


def test_somebody_who_stands_on_the_client_is_not_offered_again(browse, cast):
    data = LASSE | {"email": "anna@a.example"}
    text = browse(cast.rikke).post(path_of(cast.a) + "?lang=en", data=data).text
    assert "Anna Østergaard" in text
    assert "instead" not in text


def test_the_warning_can_be_accepted(browse, cast):
    browser = browse(cast.mona)
    data = LASSE | {"email": "bent@b.example"}
    told = browser.post(path_of(cast.a), data=data).text
    accepted = re.search(r'name="accepted" value="([^"]*)"', told)[1]
    assert browser.post(path_of(cast.a), data=data | {"accepted": accepted}).status_code == 303
    assert newest(cast.a).contact.name == "Lasse Nyborg"


def test_of_whom_the_reader_may_not_see_nothing_is_told(browse, cast):
    response = browse(cast.rikke).post(path_of(cast.a), data=LASSE | {"email": "bent@b.example"})
    assert response.status_code == 303


def test_the_form_is_a_page_and_a_fragment(browse, cast):
    browser = browse(cast.rikke)
    assert browser.get(f"{path_of(cast.a)}/new").text.count("<h1") == 1
    fragment = browser.htmx("GET", f"{path_of(cast.a)}/new").text
    assert fragment.startswith('<details class="adder " id="contact-adder" open')
