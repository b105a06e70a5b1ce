"""What somebody who types a person or a client is told."""

from urllib.parse import urlencode

import pytest

from models.clients.contact import Contact
from models.clients.linking import link_contact
from models.clients.new_client import open_client
from tests.support.digest import digest


def asked(browser, **fields) -> str:
    return browser.htmx("GET", f"/contacts/likenesses?{urlencode(fields | {'lang': 'en'})}").text


def test_an_address_that_exists_is_told_with_its_person_and_clients(browse, cast):
    text = asked(browse(cast.mona), email="Anna@a.example")
    assert "Anna Østergaard" in text
    assert "same e-mail: anna@a.example" in text
    assert "on Østergaard Byg ApS" in text


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "bent@b.example"},
        {"phone": "33123456", "email": "bent@b.example"},
        {"first_name": "Bent", "last_name": "Bøgh"},
        {"name": "Bageriet Bøgh"},
        {"addresses-3-email": "bent@b.example", "except": "1"},
    ],
)
def test_nothing_is_told_of_whom_the_reader_may_not_see(browse, cast, fields):
    text = asked(browse(cast.rikke), **fields)
    assert "Bent" not in text
    assert "Bageriet" not in text


def test_a_client_is_not_named_to_who_sees_only_its_contacts(browse, cast):
    text = asked(browse(cast.erik), email="anna@a.example")
    assert "Anna Østergaard" in text
    assert "Østergaard Byg" not in text
    assert "in use on" not in text


def test_an_address_on_an_unrelated_client_is_told(browse, cast):
    browser = browse(cast.olga)
    assert "in use on Østergaard Byg ApS" in asked(browser, email="anna@a.example", account=cast.b.id)
    assert "in use on" not in asked(browser, email="anna@a.example", account=cast.a.id)
    link_contact(cast.b, Contact.get(Contact.first_name == "Åse"), cast.olga)
    assert "in use on" not in asked(browser, email="anna@a.example", account=cast.b.id)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"first_name": "Anna", "last_name": "Oestergaard"}, "same name"),
        ({"first_name": "Ana", "last_name": "Østergaard"}, "% alike"),
        ({"phone": "+45 33 12 34 56"}, "same phone: 33 12 34 56"),
        ({"phones-2-number": "33123456", "except": "2"}, "same phone: 33 12 34 56"),
        ({"name": "Østergård Byg"}, "Client"),
    ],
)
def test_the_reason_is_told(browse, cast, fields, reason):
    assert reason in asked(browse(cast.rikke), **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"first_name": "Per", "last_name": "Fremmed", "email": "per@ny.example", "phone": "99"},
        {"first_name": "x" * 2_000, "last_name": "\0", "email": "\0", "phone": "\0", "name": "\0"},
        {"email": "anna", "account": "x", "except": "9" * 30},
        {"phones-0-number": "33123456", "phones-0-removed": "y"},
    ],
)
def test_strangers_and_nonsense_are_told_nothing(browse, cast, fields):
    assert 'class="plain"' not in asked(browse(cast.olga), **fields)


def test_what_was_accepted_stays_accepted_until_there_is_news(browse, cast):
    browser = browse(cast.rikke)
    fields = {"phone": "33123456", "accepted": "contact-1:same_phone contact-4:same_phone"}
    assert " checked" in asked(browser, **fields)
    assert " checked" not in asked(browser, **fields, email="anna@a.example")


@pytest.mark.parametrize("name", ["alice", "bob", "nils"])
def test_who_may_not_edit_people_is_told_nothing(browse, cast, name):
    assert browse(getattr(cast, name)).get("/contacts/likenesses?email=anna@a.example").status_code == 403


# A new client

NEW = {
    "idempotency_key": "k1",
    "type": "company",
    "name": "Sørensens Smedje ApS",
    "first_name": "Poul",
    "last_name": "Sørensen",
    "email": "poul@smedje.example",
    "phone": "33 12 34 99",
}


@pytest.mark.parametrize(
    "known",
    [
        {"email": "anna@a.example"},
        {"phone": "+45 33123456"},
        {"first_name": "Anna", "last_name": "Østergaard"},
        {"name": "Østergaard Byg A/S"},
        {"registration_number": "25 31 37 63"},
        {"registration_number": "CVR-nr.: DK-25 31 37 63"},
    ],
)
def test_a_new_client_that_is_known_is_not_opened_before_that_is_accepted(browse, cast, known):
    cast.a.change(cast.olga, cast.a.last_event_id, registration_number="25313763")
    browser = browse(cast.rikke)
    before = digest()
    answer = browser.post("/accounts?lang=en", data=NEW | known)
    assert answer.status_code == 422
    for value in (NEW | known).values():
        assert value in answer.text
    assert digest() == before
    keys = answer.text.split('name="accepted" value="')[1].split('"')[0]
    assert browser.post("/accounts", data=NEW | known | {"accepted": keys}).status_code == 303


def test_the_second_click_is_not_told_of_what_the_first_has_made(browse, cast):
    browser = browse(cast.rikke)
    assert {browser.post("/accounts", data=NEW).location for _ in range(2)} == {"/accounts/4"}


# Somebody known as the first contact of a new client


def test_who_is_known_is_offered_as_the_first_contact(browse, cast):
    browser = browse(cast.rikke)
    page = browser.post("/accounts?lang=en", data=NEW | {"first_name": "Anna", "last_name": "Oestergaard"})
    assert page.status_code == 422
    anna = Contact.get(Contact.first_name == "Anna")
    assert f'name="contact_id" value="{anna.id}"' in page.text
    assert "Use this contact" in asked(browser, idempotency_key="k1", email="Anna <anna@a.example>;")
    assert "Use this contact" not in asked(browser, email="anna@a.example")


def test_a_new_client_begins_with_the_contact_that_was_chosen(browse, cast):
    anna = Contact.get(Contact.first_name == "Anna")
    people, browser = Contact.select().count(), browse(cast.rikke)
    typed = NEW | {"contact_id": str(anna.id), "email": "no address"}
    answers = [browser.post("/accounts", data=typed) for _ in range(2)]
    assert {answer.location for answer in answers} == {"/accounts/4"}
    assert Contact.select().count() == people
    assert f'/contacts/{anna.id}"' in browser.get("/accounts/4/info").text


def test_what_else_is_typed_stays_where_the_client_is_refused(browse, cast):
    anna = Contact.get(Contact.first_name == "Anna")
    browser, before = browse(cast.rikke), digest()
    page = browser.post("/accounts?lang=en", data=NEW | {"contact_id": str(anna.id), "name": ""})
    assert page.status_code == 422
    assert "Use this contact: Anna Østergaard" in page.text
    for name in ("first_name", "last_name", "email", "phone"):
        assert f'name="{name}" value="{NEW[name]}"' in page.text
    known = browser.post("/accounts", data=NEW | {"contact_id": str(anna.id), "name": "Østergaard Byg"})
    assert known.status_code == 422
    assert digest() == before


@pytest.mark.parametrize("contact_id", ["999999", "x", "-1", "9" * 30])
def test_a_contact_that_is_not_ones_own_to_see_is_not_chosen(browse, cast, contact_id):
    bent = Contact.get(Contact.first_name == "Bent")
    browser, before = browse(cast.rikke), digest()
    for typed in (str(bent.id), contact_id):
        assert browser.post("/accounts", data=NEW | {"contact_id": typed}).status_code in (404, 422)
    assert digest() == before


def test_a_client_is_told_however_it_is_written(browse, cast):
    browser = browse(cast.olga)
    open_client(cast.olga, type="company", name="Jørgensen & Søn A/S", contact={"first_name": "K"})
    for name in ("Joergensen og Soen AS", "Jorgensen+Søn ApS", "jørgensen-søn"):
        assert "same name" in asked(browser, name=name), name
