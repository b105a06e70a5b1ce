"""Everything that happened to a client."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from models.base.clock import at
from models.base.event import Event
from models.clients.account_relation import AccountRelation
from models.clients.addresses import correct_address
from models.clients.contact import Contact, Phone
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linked_address import MutedNotification
from models.clients.linking import link_contact, unlink
from models.clients.merge import Merge
from models.clients.tag import Tag
from models.merging.merging import merge, unmerge
from models.teams.access_request import AccessRequest

DAYS_AGO = datetime(2026, 3, 5, 12, tzinfo=UTC)


def history(browser, account, language="en", status=200, **asked) -> str:
    response = browser.get(f"/accounts/{account.id}/history?{urlencode({'lang': language, **asked})}")
    assert response.status_code == status
    return response.text


def told(page) -> list[str]:
    return [text.strip() for text in re.findall(r'<span class="line-main wrap">([^<]*)</span>', page)]


def changed(page) -> list[str]:
    """What was changed: "label old new", without marks."""
    pairs = re.findall(r"<dt>([^<]*)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    found = [
        (label, *re.findall(r"<(?:del|ins)>([^<]*)<", texts)) for label, texts in pairs if "<del>" in texts
    ]
    return [" ".join(each).replace("\xa0", " ") for each in found]


def test_the_history_tells_who_did_what_newest_first(browse, cast):
    cast.a.rename("Østergaard Anlæg ApS", cast.alice)
    cast.address("anna@a.example").turn("notify", True, cast.olga)
    lines = told(history(browse(cast.alice), cast.a))
    assert lines[:2] == [
        "Olga Ågesen turned on NOTIFY for anna@a.example.",
        "You renamed the client from “Østergaard Byg ApS” to “Østergaard Anlæg ApS”.",
    ]
    assert lines[-1] == "Olga Ågesen created the client."


def test_the_history_speaks_danish_from_the_readers_point_of_view(browse, cast):
    cast.a.rename("Østergaard Anlæg ApS", cast.alice)
    cast.a.archive(None)
    lines = told(history(browse(cast.alice), cast.a, "da"))
    assert lines[:2] == [
        "Overblik arkiverede kunden.",
        "Du omdøbte kunden fra »Østergaard Byg ApS« til »Østergaard Anlæg ApS«.",
    ]


def test_what_a_contact_does_in_the_portal_is_told_by_name(browse, cast):
    assert "Anna Østergaard accepted the invitation to anna@a.example." in told(
        history(browse(cast.alice), cast.a)
    )


def test_a_person_with_one_new_name_is_called_by_both(browse, cast):
    link = Link.of_account(cast.a).first()
    link.contact.rename("Anne", "Østergaard", cast.olga)
    assert (
        told(history(browse(cast.alice), cast.a))[0]
        == "Olga Ågesen renamed Anna Østergaard to Anne Østergaard."
    )


def test_values_are_read_as_people_read_them(browse, cast):
    a = cast.a
    a.amend(cast.olga, type="other", phone="+4533123456", country="SE", city="Malmø")
    link = Link.of_account(a).first()
    link.amend(cast.olga, until_on=datetime(2024, 2, 29, tzinfo=UTC).date())
    link.contact.amend(cast.olga, language="en")
    lines = changed(history(browse(cast.alice), a))
    for text in (
        "Type Company Other",
        "Phone – 33 12 34 56",
        "Country Denmark Sweden",
        "City – Malmø",
        "Until – 29 Feb 2024",
        "Language Danish English",
    ):
        assert text in lines
    assert "Type Virksomhed Andet" in changed(history(browse(cast.alice), a, "da"))


@pytest.mark.parametrize(
    ("kind", "old", "new", "shown"),
    [
        ("date", "2024-02-29", "2024-03-01", "Value 29 Feb 2024 1 Mar 2024"),
        ("number", "1234.5", "2", "Value 1,234.5 2"),
        ("checkbox", "1", "0", "Value Yes No"),
        ("sensitive", "010190-1234", "020290-1234", "Value •••••• ••••••"),
    ],
)
def test_values_of_custom_fields_are_read_by_their_type(browse, cast, kind, old, new, shown):
    field = CustomField.add(cast.olga, set="account", label="Felt", type=kind)
    value = CustomValue.add(cast.olga, field=field, account=cast.a, value=old)
    value.amend(cast.olga, value=new)
    page = history(browse(cast.olga), cast.a)
    assert shown in changed(page)
    assert ("010190" in page) == (kind != "sensitive" and "010190" in old)


def test_a_sensitive_value_stays_masked_when_its_row_or_its_field_is_gone(browse, cast):
    for number, gone in enumerate(("row", "field")):
        field = CustomField.add(cast.olga, set="account", label=f"CPR {number}", type="sensitive")
        value = CustomValue.add(cast.olga, field=field, account=cast.a, value="010190-1234")
        value.amend(cast.olga, value="010190-9999")
        value.remove(cast.olga) if gone == "row" else field.delete_instance()
    assert "010190" not in history(browse(cast.olga), cast.a)


def test_a_long_history_goes_on_at_the_next_page_with_its_filters(browse, cast):
    for number in range(60):
        cast.a.rename(f"Navn {number}", cast.olga)
    browser = browse(cast.alice)
    page = history(browser, cast.a, kind="client")
    link = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "kind=client" in link
    further = browser.get(link).text
    assert "“Navn 58” to “Navn 59”" in page
    assert "“Navn 58” to “Navn 59”" not in further
    assert told(further)[-1] == "Olga Ågesen created the client."
    assert not set(told(page)) & set(told(further))


def test_the_history_names_no_client_that_the_reader_may_not_open(browse, cast):
    relation = AccountRelation.add(cast.olga, account=cast.a, related=cast.b, kind="owns")
    link_contact(cast.b, Link.of_account(cast.a)[1].contact, cast.olga)
    relation.amend(cast.olga, kind="parent_of")
    merge(cast.a, cast.b, cast.olga)
    unmerge(Merge.get(), cast.olga)
    assert cast.b.name not in history(browse(cast.alice), cast.a)
    assert cast.a.name not in history(browse(cast.bob), cast.b)
    assert cast.b.name in history(browse(cast.olga), cast.a)


def test_what_became_a_part_of_the_client_is_told_with_it_until_they_are_two_again(browse, cast):
    cast.b.amend(cast.olga, type="other")
    merge(cast.a, cast.b, cast.olga)
    assert "Type Company Other" in changed(history(browse(cast.alice), cast.a))
    assert "Olga Ågesen merged “Bageriet Bøgh” into this client." in told(history(browse(cast.alice), cast.a))
    unmerge(Merge.get(), cast.olga)
    assert "Type Company Other" not in changed(history(browse(cast.alice), cast.a))


# The people


def test_what_happens_to_a_contact_stands_on_the_client_from_the_link_to_the_unlinking(browse, cast):
    contact = Contact.meet(cast.olga, first_name="Ib", emails=["ib@x.example"])
    contact.amend(cast.olga, city="Før")
    link = link_contact(cast.a, contact, cast.olga)
    contact.amend(cast.olga, city="Under")
    Phone.add(cast.adam, contact=contact, number="+4540302010")
    correct_address(contact.addresses.get(), "ib.ny@x.example", cast.adam)
    unlink(link, cast.olga)
    contact.amend(cast.olga, city="Efter")
    page = history(browse(cast.alice), cast.a)
    assert "Adam Birk added the phone number 40 30 20 10." in told(page)
    assert "E-mail ib@x.example ib.ny@x.example" in changed(page)
    assert "City Før Under" in changed(page)
    assert "Efter" not in page
    assert "City – Før" not in changed(page)


def test_what_happens_to_a_contact_on_another_client_stays_there(browse, cast):
    aase = Link.of_account(cast.a)[1].contact
    link_contact(cast.b, aase, cast.olga)
    row = next(iter(cast.b.link_set.where(Link.contact == aase).get().linked_addresses))
    row.turn("notify", True, cast.bob)
    assert "Bob Eriksen" not in history(browse(cast.alice), cast.a)
    assert "You turned on NOTIFY for aase@a.example." in told(history(browse(cast.bob), cast.b))


def test_a_value_of_a_contact_is_told_with_the_persons_name(browse, cast):
    Phone.add(cast.adam, contact=Link.of_account(cast.a)[1].contact, number="+4540302010")
    page = history(browse(cast.alice), cast.a)
    assert re.search(r'40 30 20 10\.</span>\s*<span class="line-note wrap">Åse Lund</span>', page)


def test_a_muted_type_is_named(browse, cast):
    row = cast.address("anna@a.example")
    muted = MutedNotification.add(cast.olga, linked_address=row, type="reminders")
    muted.remove(cast.olga)
    assert told(history(browse(cast.alice), cast.a))[:2] == [
        "Olga Ågesen turned “reminders” on again for anna@a.example.",
        "Olga Ågesen turned “reminders” off for anna@a.example.",
    ]


# Filters


def test_by_kind(browse, cast):
    Tag.add(cast.olga, name="Moms").put_on(cast.a, cast.olga)
    cast.a.rename("Østergaard Anlæg ApS", cast.alice)
    browser = browse(cast.alice)
    assert told(history(browser, cast.a, kind="tags")) == ["Olga Ågesen added the tag “Moms”."]
    assert [each.split()[1] for each in told(history(browser, cast.a, kind="client"))] == [
        "renamed",
        "Ågesen",
    ]


def test_by_person(browse, cast):
    cast.a.rename("Østergaard Anlæg ApS", cast.alice)
    cast.a.archive(None)
    browser = browse(cast.alice)
    mine = told(history(browser, cast.a, person=f"user-{cast.alice.id}"))
    assert [each.split()[:2] for each in mine] == [["You", "renamed"]]
    assert told(history(browser, cast.a, person="system-0")) == ["Overblik archived the client."]
    anna = Link.of_account(cast.a).first().contact_id
    assert {each.split()[0] for each in told(history(browser, cast.a, person=f"contact-{anna}"))} == {
        "Anna",
        "anna@a.example",
    }


def test_the_choice_of_people_names_those_who_did_something(browse, cast):
    page = history(browse(cast.alice), cast.a)
    choices = re.search(r'<select[^>]*name="person".*?</select>', page, re.DOTALL)[0]
    assert "Olga Ågesen" in choices
    assert "Anna Østergaard" in choices
    assert "Bob Eriksen" not in choices


def test_by_day_where_the_firm_is(browse, cast):
    late = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)  # 23:30 in Copenhagen
    for number, instant in enumerate((late, late + timedelta(hours=1))):
        with at(instant):
            cast.a.amend(cast.olga, city=f"By {number}")
    browser = browse(cast.alice)
    assert changed(history(browser, cast.a, from_on="2026-03-05", to_on="05-03-2026")) == ["City – By 0"]
    assert changed(history(browser, cast.a, from_on="6.3.2026", to_on="2026-03-06")) == ["City By 0 By 1"]


@pytest.mark.parametrize("typed", ["31-02-2026", "i går", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused_beside_the_field_and_all_that_is_typed_stays(browse, cast, typed):
    page = history(browse(cast.alice), cast.a, status=422, from_on=typed, kind="client", to_on="2026-01-01")
    field = re.search(r'<input[^>]*name="from_on"[^>]*>', page)[0]
    assert f'value="{typed}"' in field
    assert 'aria-invalid="true"' in field
    assert "There is no such day" in page
    assert re.search(r'<option selected value="client">', page)
    assert 'value="2026-01-01"' in page


def test_a_last_day_before_the_first_and_choices_that_are_none_are_refused(browse, cast):
    browser = browse(cast.alice)
    page = history(browser, cast.a, status=422, from_on="2026-01-02", to_on="2026-01-01")
    assert "The last day is before the first." in page
    for asked in ({"kind": "x"}, {"person": "user-x"}, {"person": "user-99999"}):
        history(browser, cast.a, status=422, **asked)


def test_nothing_that_fits_says_so_and_leads_back(browse, cast):
    page = history(browse(cast.alice), cast.a, to_on="1990-01-01")
    assert "Nothing in the history matches these filters." in page
    assert f'href="/accounts/{cast.a.id}/history">Show everything' in page


def test_what_is_asked_for_and_declined_is_told(browse, cast):
    AccessRequest.ask(cast.nils, cast.a.id, "Ferie")
    AccessRequest.get().decline(cast.olga)
    assert told(history(browse(cast.alice), cast.a, kind="team"))[:2] == [
        "Olga Ågesen declined the access request of Nils Juhl.",
        "Nils Juhl requested access to the client.",
    ]


def test_what_is_done_in_the_browser_is_done_by_its_user(browse, cast):
    row = cast.address("anna@a.example")
    browse(cast.rikke).post(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/notify", data={"on": "1"})
    event = Event.get(Event.kind == "linked_address.notify_granted")
    assert (event.actor_kind, event.actor_id) == ("user", cast.rikke.id)


# Restoring is offered


def buttons(page) -> list[str]:
    """What is offered, but for the LOGIN that the cast has turned on."""
    found = re.findall(r'aria-label="(Restore [^"]*)"', page)
    return [each for each in found if not each.endswith("LOGIN")]


def test_a_value_that_differs_from_todays_can_be_restored(browse, cast):
    cast.a.amend(cast.olga, city="Aarhus", website="a.example")
    cast.a.amend(cast.olga, city="")
    page = history(browse(cast.rikke), cast.a)
    assert buttons(page) == ["Restore “Aarhus” in City", "Restore “–” in Website"]


@pytest.mark.parametrize(("name", "offered"), [("alice", 0), ("rikke", 1), ("mona", 1), ("olga", 1)])
def test_restoring_is_offered_to_those_who_may(browse, cast, name, offered):
    cast.a.amend(cast.olga, city="Aarhus")
    assert len(buttons(history(browse(getattr(cast, name)), cast.a))) == offered


def test_nothing_is_restored_on_an_archived_client_or_of_those_who_left(browse, cast):
    aase = Link.of_account(cast.a)[1]
    aase.contact.amend(cast.olga, city="Aarhus")
    assert buttons(history(browse(cast.olga), cast.a)) == ["Restore “–” in City"]
    unlink(aase, cast.olga)
    assert not buttons(history(browse(cast.olga), cast.a))
    cast.a.amend(cast.olga, city="Aarhus")
    cast.a.archive(cast.olga)
    assert not buttons(history(browse(cast.olga), cast.a))
