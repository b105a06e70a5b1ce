"""Contacts: the list, a person's page, and editing what the person owns."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from models.base.event import Event
from models.clients.account import Account
from models.clients.addresses import add_address, correct_address, make_primary, remove_address
from models.clients.contact import Address, Contact, Phone
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.clients.merge import Merge
from models.clients.new_client import open_client
from models.clients.phones import add_phone, correct_phone, remove_phone
from models.merging.merging import merge
from tests.support.digest import digest
from tests.support.html import posted

EVERYBODY = ["Anna Østergaard", "Bent Bøgh", "Kaj Kro", "Åse Lund"]


def names(browser, query="") -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]*)<', browser.get(f"/contacts{query}").text)


def contact(first_name: str) -> Contact:
    return Contact.get(Contact.first_name == first_name)


# The list


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("olga", EVERYBODY),
        ("adam", EVERYBODY),
        ("alice", ["Anna Østergaard", "Kaj Kro", "Åse Lund"]),
        ("bob", ["Bent Bøgh"]),
        ("mona", EVERYBODY),
        ("erik", EVERYBODY),
        ("vera", EVERYBODY),
        ("nils", []),
    ],
)
def test_the_list_holds_the_contacts_of_the_readers_clients_or_all(browse, cast, name, expected):
    assert names(browse(getattr(cast, name))) == expected


def test_clients_that_the_reader_may_not_open_are_not_named(browse, cast):
    page = browse(cast.erik).get("/contacts").text
    assert "Bageriet Bøgh" in page
    assert "Østergaard Byg" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=anna", ["Anna Østergaard"]),
        ("?q=OESTERGAARD+anna", ["Anna Østergaard"]),
        ("?q=åse", ["Åse Lund"]),
        ("?q=aase@A.EXAMPLE", ["Åse Lund"]),
        ("?q=privat", ["Anna Østergaard"]),
        ("?q=33+12+34+56", ["Anna Østergaard", "Bent Bøgh", "Kaj Kro"]),
        ("?q=%2B45+3312-3456", ["Anna Østergaard", "Bent Bøgh", "Kaj Kro"]),
        ("?q=bent+3312", ["Bent Bøgh"]),
        ("?q=%25", []),
        ("?q=" + "x" * 5_000, []),
        ("?q=%00", EVERYBODY),
        ("?language=da", EVERYBODY),
        ("?language=en", []),
        ("?clients=none", []),
        ("?sort=-name", EVERYBODY[::-1]),
        ("?sort=last", ["Bent Bøgh", "Kaj Kro", "Åse Lund", "Anna Østergaard"]),
        ("?sort=evil&language=&clients=x&after=nokey", EVERYBODY),
    ],
)
def test_filters_and_sort_come_from_the_address(browse, cast, query, expected):
    assert names(browse(cast.olga), query) == expected


def test_on_no_client_tells_nothing_of_clients_that_the_reader_may_not_open(browse, cast):
    Contact.meet(cast.olga, first_name="Løs")
    assert names(browse(cast.olga), "?clients=none") == ["Løs"]
    assert names(browse(cast.erik), "?clients=none") == ["Anna Østergaard", "Kaj Kro", "Løs", "Åse Lund"]
    assert names(browse(cast.alice), "?clients=none") == []


def test_the_list_goes_on_by_key(browse, cast):
    for number in range(60):
        Contact.meet(cast.olga, first_name=f"Person {number:02}")
    browser = browse(cast.olga)
    further = re.search(r'<a[^>]*rel="next" href="([^"]*)"', browser.get("/contacts").text)[1]
    further = further.replace("&amp;", "&")
    both = names(browser) + names(browser, further.removeprefix("/contacts"))
    assert len(both) == len(set(both)) == 64


def test_merged_contacts_are_nowhere(browse, cast):
    Contact.update(merged_into=contact("Anna")).where(Contact.first_name == "Bent").execute()
    assert "Bent Bøgh" not in names(browse(cast.olga))


PAGES = ("", "/edit?back=1", "/photo?size=64", "/custom-values/1", "/custom-values/1/edit")


@pytest.mark.parametrize("path", [*PAGES, "/custom-values/1/changes"])
def test_a_page_of_a_merged_contact_leads_on_to_the_whole_one(browse, cast, path):
    """Also where that one has itself become a part of another since."""
    aase, anna, bent = (contact(name) for name in ("Åse", "Anna", "Bent"))
    merge(anna, bent, cast.olga)
    merge(aase, anna, cast.olga)
    for each in (anna, bent):
        answer = browse(cast.olga).get(f"/contacts/{each.id}{path}")
        assert (answer.status_code, answer.location) == (303, f"/contacts/{aase.id}{path}")


def test_it_leads_on_nobody_who_may_not_see_the_whole_one(browse, cast):
    anna, bent = contact("Anna"), contact("Bent")
    merge(anna, bent, cast.olga)  # Anna stands on A and B now
    link_contact(cast.b, contact("Åse"), cast.olga)
    unlink(Link.get(account=cast.b, contact=anna), cast.olga)
    browser = browse(cast.bob)
    unknown, gone = browser.get("/contacts/987"), browser.get(f"/contacts/{bent.id}")
    assert (unknown.status_code, gone.status_code) == (404, 404)
    texts = [
        each.text.replace(f"/contacts/{number}", "") for each, number in ((unknown, 987), (gone, bent.id))
    ]
    assert len({re.sub(r"""nonce="[^"]*""", "", text) for text in texts}) == 1
    assert browse(cast.nils).get(f"/contacts/{bent.id}").status_code == 404
    assert browse(cast.alice).get(f"/contacts/{bent.id}/edit").status_code == 403


def test_what_is_sent_to_a_merged_contact_changes_nothing(browse, cast):
    anna, bent = contact("Anna"), contact("Bent")
    merge(anna, bent, cast.olga)
    browser = browse(cast.olga)
    before = digest()
    assert browser.post(f"/contacts/{bent.id}", data={"first_name": "X"}).status_code == 404
    assert digest() == before


def test_the_way_on_takes_nothing_from_the_address_but_the_question(browse, cast):
    anna, bent = contact("Anna"), contact("Bent")
    merge(anna, bent, cast.olga)
    answer = browse(cast.olga).get(f"/contacts/{bent.id}?_scheme=javascript&_external=1&contact_id=9")
    assert answer.location == f"/contacts/{anna.id}?_scheme=javascript&_external=1&contact_id=9"


# A person's page


def test_the_page_tells_what_is_known(browse, cast):
    anna = contact("Anna")
    add_phone(anna, "+46 70-123 45 67", cast.olga, "sommerhus")
    anna.change(
        cast.olga, anna.last_event_id, street="Storgatan 1", city="Malmø", country="SE", language="en"
    )
    page = browse(cast.alice).get(f"/contacts/{anna.id}?lang=en").text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Anna Østergaard"]
    for text in ("33 12 34 56", "+46 70 123 45 67", "sommerhus", "Storgatan 1", "Sweden", "English"):
        assert text in page, text
    assert re.findall(r'class="btn btn-sm" id="contact-edit"', page) == []


def test_the_switches_of_all_open_clients_stand_side_by_side(browse, cast):
    anna = contact("Anna")
    link_contact(cast.b, anna, cast.olga)
    page = browse(cast.mona).get(f"/contacts/{anna.id}").text
    rows = [
        row for account in (cast.a, cast.b) for row in LinkedAddress.on(account) if row.link.contact == anna
    ]
    for row in rows:
        assert f"/accounts/{row.link.account_id}/linked-addresses/{row.id}/notify" in page
    assert page.count('role="switch"') == 16
    assert f"/accounts/{cast.b.id}/info#contacts" in page


def test_a_switch_answers_here_as_on_info(browse, cast):
    row = cast.address("anna@a.example")
    path = f"/accounts/{cast.a.id}/linked-addresses/{row.id}/notify"
    assert path in browse(cast.rikke).get(f"/contacts/{contact('Anna').id}").text
    assert "aria-checked" in browse(cast.rikke).htmx("POST", path, data={"on": "1"}).text


def test_only_clients_that_are_open_to_the_reader_are_named_or_counted(browse, cast):
    anna = contact("Anna")
    link_contact(cast.b, anna, cast.olga)
    alices = browse(cast.alice).get(f"/contacts/{anna.id}").text
    assert "Østergaard Byg" in alices
    assert "Bageriet" not in alices
    assert f"/accounts/{cast.b.id}/" not in alices


# Editing

TYPED = {
    "first_name": "Anna",
    "last_name": "Østergaard",
    "language": "da",
    "street": "Nørregade 12",
    "postal_code": "8000",
    "city": "Aarhus C",
    "country": "DK",
    "back": "",
}


def typed(person: Contact, **others) -> dict:
    """The form of `person` as it stands, filled in and changed by `others`; a None takes a field away."""
    fields = dict(TYPED, first_name=person.first_name, last_name=person.last_name, seen=person.seen_event_id)
    for model, column, lines, first in (
        (Phone, "number", "phones", "first_phone"),
        (Address, "email", "addresses", "first_address"),
    ):
        rows = list(model.of([person.id]))
        for place, row in enumerate(rows):
            fields |= {f"{lines}-{place}-id": row.id, f"{lines}-{place}-{column}": getattr(row, column)}
        fields |= {first: 0, f"{first}_was": rows[0].id if rows else ""}
    return {name: value for name, value in (fields | others).items() if value is not None}


def save(browser, person: Contact, data: dict):
    return browser.post(f"/contacts/{person.id}?lang=en", data=data)


def emails(person: Contact) -> list[str]:
    return [address.email for address in Address.of([person.id])]


def numbers(person: Contact) -> list[str]:
    return [phone.number for phone in Phone.of([person.id])]


def test_the_form_shows_everything_and_has_room_for_more(browse, cast):
    page = browse(cast.rikke).get(f"/contacts/{contact('Anna').id}/edit").text
    for value in ("Anna", "Østergaard", "33 12 34 56", "anna@a.example", "anna.privat@a.example"):
        assert f'value="{value}"' in page, value
    assert 'name="phones-1-number"' in page
    assert 'name="addresses-2-email"' in page


def test_the_form_comes_in_place_to_htmx(browse, cast):
    fragment = browse(cast.rikke).htmx("GET", f"/contacts/{contact('Anna').id}/edit").text
    assert fragment.lstrip().startswith(f'<section class="card" id="contact-{contact("Anna").id}-facts"')


def test_what_was_typed_is_saved(browse, cast):
    anna = contact("Anna")
    answer = save(browse(cast.rikke), anna, typed(anna, last_name="Aagaard", country="SE"))
    assert answer.location == f"/contacts/{anna.id}"
    anna = contact("Anna")
    assert (anna.name, anna.city, anna.country) == ("Anna Aagaard", "Aarhus C", "SE")
    assert names(browse(cast.rikke), "?q=ågård") == ["Anna Aagaard"]


def test_who_came_from_a_client_goes_back_there(browse, cast):
    anna = contact("Anna")
    page = browse(cast.rikke).get(f"/contacts/{anna.id}/edit?back={cast.a.id}").text
    assert re.search(rf'name="back"[^>]* value="{cast.a.id}"', page)
    answer = save(browse(cast.rikke), anna, typed(anna, back=cast.a.id))
    assert answer.location == f"/accounts/{cast.a.id}/info#contacts"
    assert save(browse(cast.rikke), anna, typed(anna, back=cast.b.id)).location == f"/contacts/{anna.id}"


def test_htmx_gets_the_values_and_all_that_depends_on_them(browse, cast):
    anna = contact("Anna")
    text = browse(cast.rikke).htmx("POST", f"/contacts/{anna.id}", data=typed(anna, first_name="Anne")).text
    assert text.lstrip().startswith(f'<section class="card" id="contact-{anna.id}-facts"')
    assert "<h1>Anne Østergaard</h1>" in text


def test_saving_again_writes_nothing(browse, cast):
    browser, anna = browse(cast.rikke), contact("Anna")
    save(browser, anna, typed(anna))
    before = digest()
    assert save(browser, anna, typed(anna)).status_code == 303
    assert digest() == before


def test_lines_are_added_changed_removed_and_put_first(browse, cast):
    anna = contact("Anna")
    cast.address("anna@a.example").turn("login", False, cast.olga)
    data = typed(
        anna,
        **{
            "phones-0-number": "33 12 34 57",
            "phones-0-label": "kontor",
            "phones-1-number": "+46 70-123 45 67",
        },
        **{"addresses-0-removed": "y", "addresses-2-email": "anna@ny.example"},
        first_phone=1,
        first_address=2,
    )
    assert save(browse(cast.rikke), anna, data).status_code == 303
    assert numbers(anna) == ["+46701234567", "+4533123457"]
    assert emails(anna) == ["anna@ny.example", "anna.privat@a.example"]
    on_a = [row.address.email for row in LinkedAddress.on(cast.a) if row.link.contact == anna]
    assert on_a == ["anna@ny.example", "anna.privat@a.example"]


def test_an_emptied_line_is_removed(browse, cast):
    anna = contact("Anna")
    assert save(browse(cast.rikke), anna, typed(anna, **{"phones-0-number": ""})).status_code == 303
    assert numbers(anna) == []


BAD = [
    ({"first_name": ""}, "Please fill this in."),
    ({"first_name": "x" * 5_000}, "At most 255 characters"),
    ({"last_name": "x" * 5_000}, "At most 255 characters"),
    ({"language": "xx"}, "Not a valid choice."),
    ({"country": "XX"}, "Not a valid choice."),
    ({"phones-1-number": "12"}, "There is no such phone number."),
    ({"phones-1-number": "+45 33 12 34 56"}, "This number is entered twice."),
    ({"addresses-2-email": "ingen adresse"}, "This is not an e-mail address."),
    ({"addresses-2-email": "ANNA@a.example"}, "This address is entered twice."),
    ({"seen": "9" * 30}, ""),
]


@pytest.mark.parametrize(("bad", "message"), BAD)
@pytest.mark.parametrize("htmx", [True, False])
def test_bad_input_keeps_everything_typed_and_changes_nothing(browse, cast, bad, message, htmx):
    browser, anna = browse(cast.rikke), contact("Anna")
    before = digest()
    data = typed(anna, **bad)
    if htmx:
        answer = browser.htmx("POST", f"/contacts/{anna.id}?lang=en", data=data)
    else:
        answer = save(browser, anna, data)
    assert answer.status_code == 422
    assert message in answer.text
    for value in ("Nørregade 12", "33123456", "anna.privat@a.example"):
        assert value in answer.text
    assert digest() == before


def test_a_line_of_somebody_else_is_out_of_reach(browse, cast):
    anna, bent = contact("Anna"), contact("Bent")
    foreign = {"phones-0-id": Phone.of([bent.id]).get().id, "phones-0-number": "20 12 34 56"}
    browser = browse(cast.rikke)
    before = digest()
    assert save(browser, anna, typed(anna, **foreign)).status_code == 409
    assert digest() == before


def test_fields_that_no_form_asks_for_change_nothing(browse, cast):
    anna = contact("Anna")
    save(browse(cast.rikke), anna, typed(anna, id="77", merged_into="2", created_at="2020-01-01"))
    assert contact("Anna").merged_into_id is None
    assert contact("Anna").id == anna.id


# Two at once


def test_two_who_change_the_same_field_are_told_of_each_other(browse, cast):
    browser, anna = browse(cast.rikke), contact("Anna")
    data = typed(anna)
    anna.change(cast.olga, anna.last_event_id, city="Risskov", street="Havnen 1", country="SE")
    before = digest()
    answer = save(browser, anna, data | {"street": "", "country": "NO"})
    assert answer.status_code == 409
    assert 'value="Aarhus C"' in answer.text
    assert "Now it says: Risskov" in answer.text
    assert "Now it says: Sweden" in answer.text
    assert 'value="Havnen 1"' in answer.text, "what only the other changed is theirs"
    assert digest() == before


def test_after_a_conflict_saving_again_is_a_decision(browse, cast):
    browser, anna = browse(cast.rikke), contact("Anna")
    data = typed(anna)
    anna.change(cast.olga, anna.last_event_id, city="Risskov")
    answer = save(browser, anna, data)
    seen = re.search(r'name="seen" type="hidden" value="(\d+)"', answer.text)[1]
    assert save(browser, anna, data | {"seen": seen}).status_code == 303
    assert contact("Anna").city == "Aarhus C"


def test_after_a_conflict_the_form_itself_saves_what_was_chosen(browse, cast):
    """Of own data and of lines; what only the other changed stays theirs, and a third change is told again."""
    browser, anna = browse(cast.rikke), contact("Anna")
    data = typed(anna, **{"addresses-0-email": "anna@min.example"})
    anna.change(cast.olga, anna.last_event_id, city="Risskov", street="Havnen 1")
    correct_address(Address.of([anna.id]).get(), "anna@ny.example", cast.olga)
    correct_phone(Phone.of([anna.id]).get(), cast.olga, anna.seen_event_id, "20 12 34 56", "")
    answer = save(browser, anna, data | {"street": ""})
    assert answer.status_code == 409
    renewed = posted(answer.text, f"/contacts/{anna.id}")
    anna.change(cast.olga, contact("Anna").last_event_id, city="Viby")
    again = save(browser, anna, renewed)
    assert again.status_code == 409
    assert "Now it says: Viby" in again.text
    assert save(browser, anna, posted(again.text, f"/contacts/{anna.id}")).status_code == 303
    assert (contact("Anna").city, contact("Anna").street) == ("Aarhus C", "Havnen 1")
    assert emails(anna)[0] == "anna@min.example"
    assert numbers(anna) == ["+4520123456"]


def test_two_who_change_different_things_both_keep_theirs(browse, cast):
    anna = contact("Anna")
    data = typed(anna, street="Søndergade 1", city="", postal_code="")
    anna.change(cast.olga, anna.last_event_id, last_name="Aagaard")
    correct_phone(Phone.of([anna.id]).get(), cast.olga, anna.seen_event_id, "20 12 34 56", "")
    correct_address(Address.of([anna.id]).get(), "anna@ny.example", cast.olga)
    add_phone(anna, "20 12 34 57", cast.olga)
    assert save(browse(cast.rikke), anna, data).status_code == 303
    assert (contact("Anna").name, contact("Anna").street) == ("Anna Aagaard", "Søndergade 1")
    assert numbers(anna) == ["+4520123456", "+4520123457"]
    assert emails(anna)[0] == "anna@ny.example"


def test_two_who_put_different_addresses_first_are_told_of_each_other(browse, cast):
    browser, anna = browse(cast.rikke), contact("Anna")
    add_address(anna, "anna@ny.example", cast.olga)
    data = typed(anna, first_address=1)
    make_primary(Address.get(Address.email == "anna@ny.example"), cast.olga)
    before = digest()
    answer = save(browser, anna, data)
    assert answer.status_code == 409
    assert "Now it says: anna@ny.example" in answer.text
    assert digest() == before


@pytest.mark.parametrize(
    ("change", "theirs"),
    [
        ({"phones-0-number": "20 12 34 58"}, "Now it says: 20 12 34 56"),
        ({"phones-0-removed": "y"}, "Now it says: 20 12 34 56"),
        ({"addresses-0-email": "anna@min.example"}, "Now it says: anna@ny.example"),
        ({"addresses-0-removed": "y"}, "Now it says: anna@ny.example"),
    ],
)
def test_two_who_change_one_line_are_told_of_each_other(browse, cast, change, theirs):
    browser, anna = browse(cast.rikke), contact("Anna")
    data = typed(anna, **change)
    correct_phone(Phone.of([anna.id]).get(), cast.olga, anna.seen_event_id, "20 12 34 56", "")
    correct_address(Address.of([anna.id]).get(), "anna@ny.example", cast.olga)
    before = digest()
    answer = save(browser, anna, data)
    assert answer.status_code == 409
    assert theirs in answer.text
    assert digest() == before


def test_a_line_that_is_gone_is_told_to_who_changed_it_and_can_be_added_anew(browse, cast):
    browser, anna = browse(cast.rikke), contact("Anna")
    data = typed(anna, **{"phones-0-number": "20 12 34 58"})
    remove_phone(Phone.of([anna.id]).get(), cast.olga)
    answer = save(browser, anna, data)
    assert answer.status_code == 409
    assert "Now it is empty or removed." in answer.text
    seen = re.search(r'name="seen" type="hidden" value="(\d+)"', answer.text)[1]
    assert save(browser, anna, data | {"seen": seen, "phones-0-id": ""}).status_code == 303
    assert numbers(anna) == ["+4520123458"]


def test_a_line_that_is_gone_stays_gone_for_who_left_it_as_it_was(browse, cast):
    anna = contact("Anna")
    data = typed(anna)
    remove_phone(Phone.of([anna.id]).get(), cast.olga)
    remove_address(Address.of([anna.id]).get(), cast.olga)
    assert save(browse(cast.rikke), anna, data).status_code == 303
    assert numbers(anna) == []
    assert emails(anna) == ["anna.privat@a.example"]


def test_what_two_add_alike_stands_once(browse, cast):
    anna = contact("Anna")
    data = typed(anna, **{"phones-1-number": "20 12 34 56", "addresses-2-email": "anna@ny.example"})
    add_phone(anna, "20123456", cast.olga)
    add_address(anna, "anna@ny.example", cast.olga)
    assert save(browse(cast.rikke), anna, data).status_code == 303
    assert numbers(anna) == ["+4533123456", "+4520123456"]
    assert emails(anna).count("anna@ny.example") == 1


# Warnings


def test_a_duplicate_is_told_once_and_can_be_accepted(browse, cast):
    browser, aase = browse(cast.rikke), contact("Åse")
    data = typed(aase, **{"phones-0-number": "33 12 34 56"})
    before = digest()
    answer = save(browser, aase, data)
    assert answer.status_code == 422
    assert "same phone: 33 12 34 56" in answer.text
    assert "Bent Bøgh" not in answer.text, "whom Rikke may not see"
    assert digest() == before
    accepted = re.search(r'name="accepted" value="([^"]*)"', answer.text)[1]
    again = save(browser, aase, data | {"addresses-1-email": "anna@a.example", "accepted": accepted})
    assert again.status_code == 422, "the address is news"
    assert save(browser, aase, data | {"accepted": accepted}).status_code == 303
    assert save(browser, aase, typed(aase, street="Ny vej 1")).status_code == 303, "nothing is news any more"


# Rights


@pytest.mark.parametrize(
    ("name", "first_name", "seen", "edited"),
    [
        ("olga", "Anna", 200, 303),
        ("adam", "Bent", 200, 303),
        ("alice", "Anna", 200, 403),
        ("alice", "Kaj", 200, 403),
        ("alice", "Bent", 404, 403),
        ("bob", "Anna", 404, 403),
        ("bob", "Bent", 200, 403),
        ("mona", "Anna", 200, 303),
        ("mona", "Bent", 200, 303),
        ("rikke", "Anna", 200, 303),
        ("rikke", "Bent", 404, 404),
        ("erik", "Anna", 200, 303),
        ("vera", "Bent", 200, 303),
        ("nils", "Anna", 404, 403),
    ],
)
def test_who_sees_and_edits_whom(browse, cast, name, first_name, seen, edited):
    browser, person = browse(getattr(cast, name)), contact(first_name)
    before = digest()
    assert browser.get(f"/contacts/{person.id}").status_code == seen
    assert browser.get(f"/contacts/{person.id}/edit").status_code == (200 if edited == 303 else edited)
    assert save(browser, person, typed(person)).status_code == edited
    assert (digest() == before) == (edited != 303)


@pytest.mark.parametrize("right", ["manage_contacts", "manage_accounts"])
def test_either_right_lets_the_team_edit(browse, cast, right):
    alice, anna = cast.alice, contact("Anna")
    alice.grant(right, cast.olga)
    assert save(browse(alice), anna, typed(anna)).status_code == 303


def test_a_contact_who_is_not_the_readers_and_one_who_does_not_exist_are_told_alike(browse, cast):
    browser = browse(cast.rikke)
    for end in ("", "/edit"):
        foreign = browser.get(f"/contacts/{contact('Bent').id}{end}")
        nobody = browser.get(f"/contacts/987654{end}")
        assert foreign.status_code == nobody.status_code == 404
        assert _told(foreign) == _told(nobody)
    assert browser.get(f"/contacts/{10**30}").status_code == 404


def _told(response) -> str:
    return re.sub(r'nonce="[^"]*"|/contacts/\d+', "", response.text)


def test_a_contact_of_a_binned_client_only_is_nobodys_but_theirs_who_see_all(browse, cast):
    Account.update(binned_at="2026-01-01 00:00:00.000000").where(Account.id == cast.b.id).execute()
    bent = contact("Bent")
    assert browse(cast.bob).get(f"/contacts/{bent.id}").status_code == 404
    page = browse(cast.erik).get(f"/contacts/{bent.id}")
    assert page.status_code == 200
    assert "Bageriet" not in page.text


def test_the_menu_leads_to_the_list(browse, cast):
    assert 'href="/contacts"' in browse(cast.nils).get("/accounts").text


def test_events_tell_of_an_edit(browse, cast):
    anna, before = contact("Anna"), Event.select().count()
    save(browse(cast.rikke), anna, typed(anna, last_name="Ny"))
    kinds = [event.kind for event in Event.select().order_by(Event.id).offset(before)]
    assert kinds == ["contact.renamed"]


def test_a_new_contact_of_a_new_client_is_on_the_list(browse, cast):
    open_client(cast.olga, type="individual", name="", contact={"first_name": "Zita"}, team=[cast.nils])
    assert names(browse(cast.nils)) == ["Zita"]


# An address that a required custom field holds


def required_field(cast, anna) -> CustomField:
    field = CustomField.define(cast.olga, set="contact", label="Privat e-mail", type="email", required=True)
    address = Address.get(Address.contact == anna, Address.email == "anna.privat@a.example")
    address.amend(cast.olga, field=field)
    return field


@pytest.mark.parametrize("change", [{"addresses-1-removed": "y"}, {"addresses-1-email": ""}])
@pytest.mark.parametrize("in_place", [False, True])
def test_a_required_field_keeps_its_address(browse, cast, change, in_place):
    browser, anna = browse(cast.rikke), contact("Anna")
    required_field(cast, anna)
    data = typed(anna, **change)
    before = digest()
    path = f"/contacts/{anna.id}?lang=en"
    answer = browser.htmx("POST", path, data=data) if in_place else browser.post(path, data=data)
    assert answer.status_code == 422
    assert "The field “Privat e-mail” must not be empty" in answer.text
    assert 'value="Aarhus C"' in answer.text
    assert digest() == before


def test_it_may_be_corrected_and_the_others_may_go(browse, cast):
    browser, anna = browse(cast.rikke), contact("Anna")
    cast.address("anna@a.example").turn("login", False, cast.olga)
    field = required_field(cast, anna)
    data = typed(anna, **{"addresses-0-removed": "y", "addresses-1-email": "anna@ny.example"})
    assert save(browser, anna, data).status_code == 303
    assert emails(anna) == ["anna@ny.example"]
    assert FieldValue.of(contact("Anna"), field).value == "anna@ny.example"


def test_a_field_that_is_asked_for_no_more_or_holds_another_lets_it_go(browse, cast):
    browser, anna = browse(cast.rikke), contact("Anna")
    field = required_field(cast, anna)
    add_address(anna, "anna@ny.example", cast.olga, field)  # as after a merge
    assert save(browser, anna, typed(anna, **{"addresses-1-removed": "y"})).status_code == 303
    field.archive(cast.olga)
    last = emails(anna).index("anna@ny.example")
    assert save(browser, anna, typed(anna, **{f"addresses-{last}-removed": "y"})).status_code == 303
    assert "anna@ny.example" not in emails(anna)


# On archived clients only (rule Clients 3)


@pytest.fixture
def kaj(cast):
    """A contact on an archived client, with a sensitive value."""
    field = CustomField.define(cast.olga, set="contact", label="CPR", type="sensitive")
    cast.old.reactivate(cast.olga)
    FieldValue.of(contact("Kaj"), field).fill(cast.olga, "010190-1234")
    cast.old.archive(cast.olga)
    return contact("Kaj")


def changes_of(person) -> dict[str, dict]:
    """Address → what is posted to change something that the person owns."""
    field = CustomField.get(CustomField.label == "Kaldenavn")
    return {
        f"/contacts/{person.id}": typed(person, city="Skive"),
        f"/contacts/{person.id}/custom-values/{field.id}": {"value": "Kalle", "seen": 0},
        "/merges": {"kind": "contact", "keep": person.id, "gone": contact("Åse").id},
    }


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("htmx", [False, True])
def test_who_is_on_archived_clients_only_is_read_not_changed(browse, cast, kaj, htmx):
    browser = browse(cast.mona)
    before = digest()
    for path, data in changes_of(kaj).items():
        path = f"{path}?lang=en"
        answer = browser.htmx("POST", path, data=data) if htmx else browser.post(path, data=data)
        assert answer.status_code == 409, path
        assert "All clients of this contact are archived." in answer.text
    swapped = {"kind": "contact", "keep": contact("Åse").id, "gone": kaj.id}
    assert browser.post("/merges", data=swapped).status_code == 409
    assert digest() == before
    page = browser.get(f"/contacts/{kaj.id}").text
    assert 'id="contact-edit"' not in page
    assert "fact-control" in page
    assert "/edit" not in page.partition("<main")[2]


def test_looking_at_a_sensitive_value_is_reading(browse, cast, kaj):
    field = CustomField.get(CustomField.type == "sensitive")
    answer = browse(cast.alice).post(f"/contacts/{kaj.id}/custom-values/{field.id}/revelation")
    assert "010190-1234" in answer.text


def test_one_active_client_is_enough_and_so_is_its_return(browse, cast, kaj):
    browser = browse(cast.mona)
    link = link_contact(cast.b, kaj, cast.olga)
    assert save(browser, kaj, typed(kaj, city="Skive")).status_code == 303
    assert 'id="contact-edit"' in browser.get(f"/contacts/{kaj.id}").text
    link.remove(cast.olga)
    assert save(browser, kaj, typed(kaj, city="Viby")).status_code == 409
    cast.old.reactivate(cast.olga)
    assert save(browser, kaj, typed(kaj, city="Viby")).status_code == 303


def test_an_active_client_of_others_is_enough_too(browse, cast, kaj):
    """Whose clients they are makes no difference to what may be written."""
    link_contact(cast.b, kaj, cast.olga)
    assert save(browse(cast.rikke), kaj, typed(kaj, city="Skive")).status_code == 303


def test_who_is_on_no_client_at_all_is_edited_by_those_who_see_all(browse, cast):
    lone = Contact.meet(cast.olga, first_name="Ene", last_name="Mand")
    assert save(browse(cast.mona), lone, typed(lone)).status_code == 404
    assert save(browse(cast.olga), lone, typed(lone, city="Skive")).status_code == 303


def test_what_two_were_is_not_undone_once_all_is_archived(browse, cast):
    browser = browse(cast.olga)
    browser.post("/merges", data={"kind": "contact", "keep": contact("Anna").id, "gone": contact("Åse").id})
    cast.a.archive(cast.olga)
    before = digest()
    assert browser.post(f"/merges/{Merge.get().id}/deletion").status_code == 409
    assert digest() == before


def test_neither_is_a_change_of_the_person_undone_or_a_value_restored(browse, cast):
    browser, anna = browse(cast.rikke), contact("Anna")
    save(browser, anna, typed(anna, city="Skive"))
    event = Event.select().where(Event.contact_id == anna.id).order_by(Event.id.desc()).first()
    cast.a.archive(cast.olga)
    before = digest()
    under = f"/accounts/{cast.a.id}"
    assert browser.post(f"{under}/actions/{event.action}/reversal").status_code == 409
    restored = browser.post(f"{under}/events/{event.id}/restoration", data={"field": "city"})
    assert restored.status_code == 409
    assert digest() == before


@pytest.mark.parametrize("how", ["removed", "emptied"])
def test_an_address_with_switches_on_is_removed_once_that_was_confirmed(browse, cast, how):
    aase = contact("Åse")
    cast.address("aase@a.example").turn("notify", True, cast.olga)
    gone = {"addresses-0-removed": "y"} if how == "removed" else {"addresses-0-email": ""}
    browser, before = browse(cast.rikke), digest()
    asked = save(browser, aase, typed(aase, city="Ny By", **gone))
    assert (asked.status_code, digest()) == (422, before)
    assert f"aase@a.example is also removed from {cast.a.name}, where it has NOTIFY." in asked.text
    assert "Ny By" in asked.text
    key = re.search(r'name="losing" value="([^"]+)"', asked.text)[1]
    assert save(browser, aase, typed(aase, city="Ny By", losing=key, **gone)).status_code == 303
    assert (emails(aase), Contact.get_by_id(aase.id).city) == ([], "Ny By")


# Limits and forms of numbers and addresses


def test_a_contact_who_has_more_than_anybody_types_is_shown_and_saved_whole(browse, cast):
    """A merge and fields of the firm's own give as many as there are."""
    anna, browser = contact("Anna"), browse(cast.rikke)
    for number in range(60):
        add_phone(anna, f"+45 2012 34{number:02}", cast.olga)
        add_address(anna, f"anna{number}@a.example", cast.olga)
    before = [list(Phone.of([anna.id]).tuples()), list(Address.of([anna.id]).tuples())]
    data = posted(browser.get(f"/contacts/{anna.id}/edit").text, f"/contacts/{anna.id}")
    assert "phones-60-number" in data
    new = {
        "phones-61-number": "+1 212 555 0123 ext. 45",
        "addresses-62-email": "ny@a.example",
        "city": "Skive",
    }
    assert save(browser, anna, data | new).status_code == 303
    assert contact("Anna").city == "Skive"
    assert [list(Phone.of([anna.id]).tuples())[:-1], list(Address.of([anna.id]).tuples())[:-1]] == before
    assert [row.of([anna.id]).count() for row in (Phone, Address)] == [62, 63]
    assert 'href="tel:+12125550123;ext=45"' in browser.get(f"/contacts/{anna.id}").text


@pytest.mark.parametrize(
    ("typed_number", "message"),
    [
        ("33123456, 20304050", "There are several numbers here."),
        ("33123456 / 20304050", "There are several numbers here."),
        ("33123456 og 20304050", "There are several numbers here."),
        ("33123456; 20304050", "There are several numbers here."),
        ("3312 Anna", "Enter only the phone number, without other words."),
        ("1-800-FLOWERS", "Enter only the phone number, without other words."),
    ],
)
def test_no_digit_is_lost_or_made_up_in_any_field_for_a_phone(browse, cast, typed_number, message):
    anna, browser = contact("Anna"), browse(cast.olga)
    field = CustomField.define(cast.olga, set="account", label="Vagttelefon", type="phone")
    place, person = f"/accounts/{cast.a.id}", {"first_name": "Per", "language": "da", "country": "DK"}
    before = digest()
    for path, fields in (
        (f"/contacts/{anna.id}", typed(anna, **{"phones-1-number": typed_number})),
        (f"{place}/contacts", person | {"phone": typed_number}),
        ("/accounts", {"type": "company", "name": "Ny", "first_name": "Per", "phone": typed_number}),
        (f"{place}/custom-values/{field.id}", {"value": typed_number, "seen": "0"}),
    ):
        answer = browser.post(f"{path}?lang=en", data=fields)
        assert (answer.status_code, message in answer.text) == (422, True), path
        assert typed_number.replace("&", "&amp;") in answer.text, path
    assert digest() == before


def test_an_address_that_the_browser_has_written_in_ascii_is_kept_in_letters(browse, cast):
    anna, browser = contact("Anna"), browse(cast.rikke)
    sent = {"addresses-0-email": "anna@xn--smrrebrd-64af.example"}
    assert save(browser, anna, typed(anna, **sent)).status_code == 303
    assert Address.of([anna.id]).first().email == "anna@smørrebrød.example"
    event = Event.select().order_by(Event.id.desc()).first()
    assert save(browser, contact("Anna"), typed(contact("Anna"), **sent)).status_code == 303
    assert Event.select().order_by(Event.id.desc()).first() == event, "the same mailbox is no change"
    before = digest()
    twice = save(browser, anna, typed(anna, **sent, **{"addresses-2-email": "ANNA@smørrebrød.example"}))
    assert (twice.status_code, "This address is entered twice." in twice.text) == (422, True)
    assert digest() == before


@pytest.mark.parametrize(
    "typed",
    [
        "anne marie", "annemarie", "Anne‑Marie", '"Anne-Marie"', "O’Brien, Anne-Marie", "OBrien", "ergensen", "joergensen",
        "jørgensen-o´brien", "Anne <am@ny.example>;", "mailto:am@ny.example", "<am@ny.example>", "Mob. 20 30 40 50",
        "Direkte: +45 20304050",
    ],
)  # fmt: skip
def test_the_list_finds_whatever_search_finds(browse, cast, typed):
    Contact.meet(
        cast.olga,
        first_name="Anne-Marie",
        last_name="Joergensen O'Brien",
        emails=["am@ny.example"],
        phone="20304050",
    )
    Contact.meet(cast.olga, first_name="Ane", last_name="Mariesen", emails=["amanda@ny.example.net"])
    found = names(browse(cast.olga), "?" + urlencode({"q": typed}))
    assert list(map(unescape, found)) == ["Anne-Marie Joergensen O'Brien"]
