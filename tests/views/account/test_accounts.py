"""Clients: the list, a new one, the profile's first page."""

import re

import pytest

from models.base.clock import now
from models.base.event import Event
from models.clients.account import Account, EarlierName
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.new_client import open_client
from models.clients.tag import Tag
from models.portal.portal_login import PortalLogin
from tests.support.digest import digest
from tests.support.html import posted

NEW = {
    "idempotency_key": "k1",
    "type": "company",
    "name": "Sørensens Smedje ApS",
    "first_name": "Poul",
    "last_name": "Sørensen",
    "email": "poul@smedje.example",
    "phone": "33 12 34 99",
}


def names(browser, query="") -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]*)<', browser.get(f"/accounts{query}").text)


# The list


def test_the_list_holds_what_the_reader_may_open(browse, cast):
    assert names(browse(cast.alice)) == ["Østergaard Byg ApS"]
    assert names(browse(cast.bob)) == ["Bageriet Bøgh"]
    assert names(browse(cast.olga)) == ["Bageriet Bøgh", "Østergaard Byg ApS"]
    assert names(browse(cast.nils)) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?archived=all", ["Bageriet Bøgh", "Lukket Kro I/S", "Østergaard Byg ApS"]),
        ("?archived=only", ["Lukket Kro I/S"]),
        ("?sort=-name", ["Østergaard Byg ApS", "Bageriet Bøgh"]),
        ("?sort=id", ["Østergaard Byg ApS", "Bageriet Bøgh"]),
        ("?type=individual", []),
        ("?login=never", ["Bageriet Bøgh", "Østergaard Byg ApS"]),
        ("?login=30", []),
        ("?type=nonsense&sort=evil&tag=x&team=%27&after=nokey", ["Bageriet Bøgh", "Østergaard Byg ApS"]),
    ],
)
def test_filters_and_sort_come_from_the_address(browse, cast, query, expected):
    assert names(browse(cast.olga), query) == expected


def test_the_list_filters_by_tag_team_and_login(browse, cast):
    tag = Tag.add(cast.olga, name="Moms")
    tag.put_on(cast.b, cast.olga)
    PortalLogin.note(cast.b, cast.address("bent@b.example").address.contact, "bent@b.example")
    browser = browse(cast.olga)
    for query in (f"?tag={tag.id}", f"?team={cast.bob.id}", "?login=30"):
        assert names(browser, query) == ["Bageriet Bøgh"]


def test_the_list_goes_on_by_key(browse, cast):
    for number in range(60):
        open_client(cast.olga, type="other", name=f"Klient {number:02}", contact=cast_contact(cast))
    browser = browse(cast.olga)
    page = browser.get("/accounts").text
    further = re.search(r'<a[^>]*rel="next" href="([^"]*)"', page)[1].replace("&amp;", "&")
    both = names(browser) + names(browser, further.removeprefix("/accounts"))
    assert len(both) == len(set(both)) == 62
    assert 'rel="next"' not in browser.get(further).text


def cast_contact(cast):
    return cast.address("bent@b.example").address.contact


def test_unpaid_amounts_need_the_right_to_money(browse, cast):
    assert "Unpaid" in browse(cast.erik).get("/accounts?lang=en").text
    assert "Unpaid" not in browse(cast.alice).get("/accounts?lang=en").text


# A new client


def test_a_new_client_comes_with_its_first_contact(browse, cast):
    response = browse(cast.rikke).post("/accounts", data=NEW)
    account = Account.get(Account.name == NEW["name"])
    assert response.location == f"/accounts/{account.id}"
    assert [row.address.email for row in LinkedAddress.on(account)] == ["poul@smedje.example"]
    assert [user.name for user in account.team] == ["Rikke Gram"]
    assert Event.select().where(Event.kind == "account.created", Event.account_id == account.id).count() == 1


def test_the_switches_of_a_newcomer_are_off_but_for_signing(browse, cast):
    browse(cast.rikke).post("/accounts", data=NEW)
    row = cast.address("poul@smedje.example")
    assert (row.login_at, row.notify_at, row.email_sync_at) == (None, None, None)
    assert row.signing_authority_at


def test_an_individual_is_named_after_the_contact(browse, cast):
    browse(cast.rikke).post("/accounts", data=NEW | {"type": "individual", "name": ""})
    account = Account.get(Account.name == "Poul Sørensen")
    assert account.name_typed_at is None


def test_the_form_again_is_the_same_client(browse, cast):
    browser = browse(cast.rikke)
    first, second = (browser.post("/accounts", data=NEW) for _ in range(2))
    assert first.location == second.location
    assert Account.select().where(Account.name == NEW["name"]).count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"first_name": " "},
        {"name": ""},
        {"email": "ingen adresse"},
        {"phone": "1"},
        {"type": "alien"},
        {"name": "x" * 256},
        {"idempotency_key": "x" * 65},
    ],
)
def test_bad_input_keeps_everything_typed_and_stores_nothing(browse, cast, bad):
    browser = browse(cast.rikke)
    before = digest()
    response = browser.post("/accounts", data=NEW | bad)
    assert response.status_code == 422
    assert digest() == before
    for name, value in (NEW | bad).items():
        if name not in bad and name != "type":
            assert f'value="{value}"' in response.text, name


def test_the_first_bad_field_has_the_focus_and_says_what_is_wrong(browse, cast):
    page = browse(cast.rikke).post("/accounts?lang=da", data=NEW | {"name": "", "email": "x"}).text
    assert page.partition("</main>")[0].count("autofocus") == 1
    assert page.count('aria-invalid="true"') == 2
    assert "Enter the name of the company." not in page


def test_fields_that_no_form_asks_for_change_nothing(browse, cast):
    extra = {"id": "77", "archived_at": "2020-01-01", "binned_at": "2020-01-01"}
    browse(cast.rikke).post("/accounts", data=NEW | extra)
    account = Account.get(Account.name == NEW["name"])
    assert account.id != 77
    assert (account.archived_at, account.binned_at) == (None, None)


def test_a_contact_without_mail_and_phone_will_do(browse, cast):
    browse(cast.rikke).post("/accounts", data=NEW | {"email": "", "phone": ""})
    account = Account.get(Account.name == NEW["name"])
    assert Link.select().where(Link.account == account).count() == 1


# The profile


@pytest.mark.parametrize("end", ["", "/info", "/documents", "/history"])
def test_the_heading_of_every_tab_is_the_clients_name(browse, cast, end):
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}{end}").text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Østergaard Byg ApS"]


def test_the_header_tells_status_and_lamps(browse, cast):
    browser = browse(cast.olga)
    active = browser.get(f"/accounts/{cast.a.id}?lang=en").text
    offline = browser.get(f"/accounts/{cast.b.id}?lang=en").text
    archived = browser.get(f"/accounts/{cast.old.id}?lang=en").text
    assert ">Active<" in active
    assert "Nobody can log in" not in active
    assert ">Offline<" in offline
    assert "Nobody can log in" in offline
    assert f'href="/accounts/{cast.b.id}/info#linked-address-' in offline
    assert ">Archived<" in archived


def test_a_binned_account_is_open_to_nobody(browse, cast):
    Account.update(archived_at=now(), binned_at=now()).where(Account.id == cast.a.id).execute()
    assert browse(cast.alice).get(f"/accounts/{cast.a.id}").status_code == 404
    assert "Østergaard, A" not in browse(cast.olga).get(f"/accounts/{cast.a.id}").text
    assert "Østergaard" not in browse(cast.olga).get("/accounts?archived=all").text


TYPED = {
    "name": "Østergaard Byg ApS",
    "type": "company",
    "street": "Nørregade 12",
    "postal_code": "8000",
    "city": "Aarhus C",
    "phone": "86 12 34 56",
    "website": "https://byg.example",
    "registration_number": "25 31 37 63",
}


def typed(account, **others) -> dict:
    return TYPED | {"seen": account.last_event_id} | others


def save(browser, account, data):
    return browser.post(f"/accounts/{account.id}?lang=en", data=data)


def test_what_was_typed_is_saved_in_one_event(browse, cast):
    before = Event.select().count()
    assert save(browse(cast.rikke), cast.a, typed(cast.a)).status_code == 303
    assert (cast.a.city, cast.a.phone, cast.a.registration_number) == ("Aarhus C", "+4586123456", "25313763")
    assert Event.select().count() == before + 1


def test_saving_again_writes_nothing(browse, cast):
    browser = browse(cast.rikke)
    save(browser, cast.a, typed(cast.a))
    before = digest()
    assert save(browser, cast.a, typed(cast.a)).status_code == 303
    assert digest() == before


def test_a_new_name_keeps_the_earlier_one(browse, cast):
    account = cast.a
    save(browse(cast.rikke), account, typed(account, name="Ny Byg ApS"))
    assert [row.name for row in EarlierName.select()] == ["Østergaard Byg ApS"]


@pytest.mark.asvs("1.2.2", "2.2.2")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 5_000),
        ("type", "kat"),
        ("phone", "12"),
        ("website", "javascript:alert(1)"),
        ("website", "data:text/html,x"),
        ("registration_number", "25313764"),
        ("seen", "-1"),
        ("seen", "9" * 30),
    ],
)
def test_bad_input_keeps_everything_typed_and_changes_nothing(browse, cast, field, value):
    browser = browse(cast.rikke)
    before = digest()
    answer = save(browser, cast.a, typed(cast.a, **{field: value}))
    assert answer.status_code == 422
    assert "Nørregade 12" in answer.text
    assert digest() == before


def test_two_people_who_change_the_same_field_are_told_of_each_other(browse, cast):
    browser = browse(cast.rikke)
    first = typed(cast.a)
    cast.a.change(cast.olga, cast.a.last_event_id, city="Risskov", name=TYPED["name"])
    before = digest()
    answer = save(browser, cast.a, first)
    assert answer.status_code == 409
    assert 'value="Aarhus C"' in answer.text
    assert "Now it says: Risskov" in answer.text
    assert digest() == before
    second = typed(cast.a)
    assert save(browse(cast.rikke), cast.a, second).status_code == 303
    assert cast.a.city == "Aarhus C"


@pytest.mark.parametrize("in_place", [False, True])
def test_after_a_conflict_the_form_itself_saves_what_was_chosen(browse, cast, in_place):
    """What only the other changed stays theirs; a third change is told again."""
    browser, path = browse(cast.rikke), f"/accounts/{cast.a.id}"
    data = posted(browser.get(f"{path}/edit").text, path) | {"city": "Aarhus C"}
    theirs = {"website": "ny.example", "phone": "+4520123456", "type": "other"}
    cast.a.change(cast.olga, cast.a.last_event_id, city="Risskov", **theirs)
    send = save_in_place if in_place else save
    answer = send(browser, cast.a, data)
    assert answer.status_code == 409
    renewed = posted(answer.text, path)
    assert renewed["city"] == "Aarhus C"
    cast.a.change(cast.olga, cast.a.last_event_id, city="Viby")
    again = send(browser, cast.a, renewed)
    assert again.status_code == 409
    assert "Now it says: Viby" in again.text
    assert send(browser, cast.a, posted(again.text, path)).status_code == (200 if in_place else 303)
    assert cast.a.city == "Aarhus C"
    assert {name: getattr(cast.a, name) for name in theirs} == theirs


def test_two_people_who_change_different_fields_both_keep_theirs(browse, cast):
    save(browse(cast.rikke), cast.a, typed(cast.a))
    opened = typed(cast.a, street="Søndergade 1")
    cast.a.change(cast.olga, cast.a.last_event_id, city="Risskov")
    assert save(browse(cast.rikke), cast.a, opened).status_code == 303
    assert (cast.a.street, cast.a.city) == ("Søndergade 1", "Risskov")


@pytest.mark.parametrize(("person", "status"), [("alice", 403), ("bob", 404), ("erik", 404)])
def test_those_without_the_right_or_the_account_change_nothing(browse, cast, person, status):
    browser = browse(getattr(cast, person))
    before = digest()
    assert save(browser, cast.a, typed(cast.a)).status_code == status
    assert browser.get(f"/accounts/{cast.a.id}/edit").status_code == status
    assert digest() == before


def test_an_archived_client_is_not_edited(browse, cast):
    browser = browse(cast.rikke)
    before = digest()
    assert save(browser, cast.old, typed(cast.old)).status_code == 409
    assert digest() == before


def test_no_other_column_can_be_written(browse, cast):
    save(
        browse(cast.rikke),
        cast.a,
        typed(cast.a, archived_at="2020-01-01", quickbooks_status="synced", id="99"),
    )
    assert not cast.a.archived
    assert cast.a.quickbooks_status == "not_synced"


# In place on Info


def edit(browser, account, **options):
    return browser.htmx("GET", f"/accounts/{account.id}/edit?lang=en", **options)


def save_in_place(browser, account, data):
    return browser.htmx("POST", f"/accounts/{account.id}?lang=en", data=data)


def test_the_form_comes_in_place_of_the_section_and_goes_again(browse, cast):
    browser = browse(cast.rikke)
    form = edit(browser, cast.a).text
    assert form.lstrip().startswith('<section class="card" id="account-info"')
    assert 'hx-target="#account-info"' in form
    back = browser.htmx(
        "GET", f"/accounts/{cast.a.id}/info", headers={"HX-Target": "section#account-info"}
    ).text
    assert back.lstrip().startswith('<section class="card" id="account-info"')
    assert re.search(r'<a class="btn btn-sm" id="account-edit"[^>]* autofocus>', back)


def test_saving_in_place_answers_with_the_section_and_the_header(browse, cast):
    answer = save_in_place(browse(cast.rikke), cast.a, typed(cast.a, name="Ny Byg ApS"))
    assert answer.status_code == 200
    section, header = answer.text.split('<hx-partial hx-target="#profile"')
    assert "Ny Byg ApS" in section
    assert "<h1>Ny Byg ApS</h1>" in header


def test_a_refusal_and_a_conflict_stay_in_place(browse, cast):
    browser = browse(cast.rikke)
    before = digest()
    refused = save_in_place(browser, cast.a, typed(cast.a, registration_number="25313764"))
    assert (refused.status_code, digest()) == (422, before)
    data = typed(cast.a)
    cast.a.change(cast.olga, cast.a.last_event_id, city="Risskov")
    before = digest()
    stale = save_in_place(browser, cast.a, data)
    assert (stale.status_code, digest()) == (409, before)
    assert "Now it says: Risskov" in stale.text
    for answer in (refused, stale):
        assert answer.text.lstrip().startswith('<section class="card" id="account-info"')
        assert 'hx-post="' in answer.text


def test_on_its_own_page_the_form_is_a_plain_one(browse, cast):
    page = browse(cast.rikke).get(f"/accounts/{cast.a.id}/edit").text
    assert f'hx-post="/accounts/{cast.a.id}"' not in page


@pytest.mark.parametrize(("country", "status"), [("DE", 303), ("XX", 422), ("ZZ", 422), ("", 422)])
def test_the_country_is_one_that_exists(browse, cast, country, status):
    browser = browse(cast.rikke)
    assert save(browser, cast.a, typed(cast.a, country=country)).status_code == status
    assert cast.a.country == ("DE" if status == 303 else "DK")


def test_a_number_of_another_country_is_no_cvr_number(browse, cast):
    browser = browse(cast.rikke)
    data = typed(cast.a, country="DE", registration_number="HRB 12345")
    assert save(browser, cast.a, data).status_code == 303
    assert cast.a.registration_number == "HRB 12345"
    assert "Germany" in browser.get(f"/accounts/{cast.a.id}/info?lang=en").text


@pytest.mark.parametrize(
    "pasted", ["CVR-nr. 25313763", "CVR 25 31 37 63", "DK-25313763", "CVR-nummer: DK 25 31 37 63"]
)
def test_a_pasted_registration_number_is_kept_plain(browse, cast, pasted):
    browser = browse(cast.rikke)
    assert len(pasted) <= int(
        re.search(r'maxlength="(\d+)"[^>]*name="registration_number"', browser.get("/accounts/new").text)[1]
    )
    assert browser.post("/accounts", data=NEW | {"registration_number": pasted}).status_code == 303
    assert Account.get(Account.name == NEW["name"]).registration_number == "25313763"
    assert save(browser, cast.a, typed(cast.a, registration_number=pasted)).status_code == 303
    assert cast.a.registration_number == "25313763"


@pytest.mark.parametrize("pasted", ["SE-nr. 25313763", "CVR-nr. 25313764", "CVR 25313763 og 13585628"])
def test_a_number_that_may_be_another_is_refused_as_it_was_typed(browse, cast, pasted):
    browser = browse(cast.rikke)
    before = digest()
    new = browser.post("/accounts", data=NEW | {"registration_number": pasted})
    old = save(browser, cast.a, typed(cast.a, registration_number=pasted))
    for answer in (new, old):
        assert answer.status_code == 422
        assert f'value="{pasted}"' in answer.text
    assert digest() == before


def test_a_pasted_number_of_another_country_stays_as_it_is(browse, cast):
    browser = browse(cast.rikke)
    before = digest()
    assert save(browser, cast.a, typed(cast.a, country="DE", registration_number="x" * 21)).status_code == 422
    assert digest() == before
    assert (
        save(browser, cast.a, typed(cast.a, country="DE", registration_number="CVR 25313763")).status_code
        == 303
    )
    assert cast.a.registration_number == "CVR 25313763"


def test_fields_that_the_form_did_not_have_stay(browse, cast):
    cast.a.amend(cast.olga, country="SE", city="Malmö")
    seen = cast.a.last_event_id
    browse(cast.rikke).post(f"/accounts/{cast.a.id}", data={"seen": seen, "street": "Storgatan 1"})
    assert (cast.a.country, cast.a.city, cast.a.street) == ("SE", "Malmö", "Storgatan 1")


def test_an_emptied_name_makes_an_individual_follow_again(browse, cast):
    browser = browse(cast.rikke)
    save(browser, cast.a, typed(cast.a, type="individual", name="Byg"))
    assert save(browser, cast.a, typed(cast.a, type="individual", name=" ")).status_code == 303
    assert (cast.a.name, cast.a.name_typed_at) == ("Anna Østergaard", None)
    assert "(follows the first contact)" in browser.get(f"/accounts/{cast.a.id}/info?lang=en").text
