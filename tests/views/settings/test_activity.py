"""The log of the firm: what it tells, to whom, and that it is found."""

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from peewee import SqliteDatabase

from models.base.clock import at
from models.base.database import db
from models.base.event import Event
from models.clients.contact import Contact
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.history import activity
from models.history.account_history import HistoryFilter, groups
from models.staff.user import User
from models.teams.access_request import AccessRequest
from words.history import NOUNS
from words.labels import ACTIVITY_GROUPS

MARCH = datetime(2026, 3, 5, 12, tzinfo=UTC)


def log(browser, language="en", status=200, **asked) -> str:
    response = browser.get(f"/activity?{urlencode({'lang': language, **asked})}")
    assert response.status_code == status
    return response.text


def told(page) -> list[str]:
    return [text.strip() for text in re.findall(r'<span class="line-main wrap">([^<]*)</span>', page)]


def notes(page) -> list[str]:
    return [text.strip() for text in re.findall(r'class="line-note wrap"[^>]*>([^<]*)<', page)]


def one_of_each(cast):
    """One event of every kind that people look for, oldest first, as [group, sentence as Adam reads it]."""
    olga, nils = cast.olga, cast.nils
    field = CustomField.define(olga, set="account", label="NemKonto", type="sensitive")
    fact = FieldValue.of(cast.a, field)
    fact.fill(olga, "1234")
    Event.log("sign_in.succeeded", nils, factor="passkey", address="192.0.2.7")
    Event.log("sign_in.failed", None, "nils@firma.example", factor="password")
    Event.log("refusal.made", nils, f"/accounts/{cast.a.id}", cast.a.id, method="GET", status=404)
    nils.record("second_factor_added", "changed", nils, {})
    nils.grant("manage_tags", olga)
    AccessRequest.ask(nils, cast.a.id, "Ferie")
    Event.log("export.made", olga, what="accounts", rows=3)
    FieldValue.of(cast.a, field).reveal(olga)
    return [
        ("sign_ins", "Nils Juhl signed in (passkey)."),
        ("failures", "Somebody tried to sign in as nils@firma.example and failed (password)."),
        ("denials", "Nils Juhl was denied access to /accounts/1."),
        ("factors", "Nils Juhl turned on codes at sign-in for Nils Juhl."),
        ("staff", "Olga Ågesen granted the right “Manage tags”."),
        ("access", "Nils Juhl requested access to the client."),
        ("exports", "Olga Ågesen exported “Clients”: 3 rows."),
        ("reveals", "Olga Ågesen revealed “NemKonto”."),
    ]


@pytest.mark.asvs("16.3.1", "16.3.2", "16.3.3")
def test_it_tells_what_happened_newest_first(browse, cast):
    lines = one_of_each(cast)
    page = log(browse(cast.adam))
    assert told(page)[: len(lines)] == [sentence for _group, sentence in reversed(lines)]
    assert "192.0.2.7" in page


def test_it_speaks_danish(browse, cast):
    one_of_each(cast)
    lines = told(log(browse(cast.olga), "da"))
    assert lines[:2] == [
        "Du fik vist »NemKonto« uden maskering.",
        "Du eksporterede »Kunder«: 3 rækker.",
    ]


def test_it_says_whom_a_right_was_given_and_which_client_was_asked_for(browse, cast):
    one_of_each(cast)
    page = log(browse(cast.adam), kind="staff")
    assert notes(page)[0] == "Nils Juhl"
    page = log(browse(cast.adam), kind="denials")
    assert f'href="/accounts/{cast.a.id}">{cast.a.name}</a>' in page
    assert "404" in page


def test_a_client_that_is_not_there_has_no_link(browse, cast):
    Event.log("refusal.made", cast.nils, "/accounts/99", 99)
    cast.old.bin(cast.olga)
    Event.log("refusal.made", cast.nils, f"/accounts/{cast.old.id}", cast.old.id)
    page = log(browse(cast.olga), kind="denials")
    assert len(told(page)) == 2
    assert 'line-note wrap"><a ' not in page


def test_a_new_role_is_told_with_the_old_one(browse, cast):
    cast.nils.amend(cast.olga, role="admin")
    page = log(browse(cast.adam), kind="staff")
    assert told(page)[0] == "Olga Ågesen changed the member of staff “Nils Juhl”."
    changes = re.search(r"<dt>Role</dt>.*?<del>Employee</del>.*?<ins>Administrator</ins>", page, re.DOTALL)
    assert changes


# Filters


def test_each_group_tells_its_own(browse, cast):
    lines = one_of_each(cast)
    browser = browse(cast.adam)
    for group, sentence in lines:
        found = told(log(browser, kind=group))
        assert found[0] == sentence
        # What concerns a member of staff stands there too.
        others = {other for name, other in lines if name != group and (group, name) != ("staff", "factors")}
        assert not others & set(found), group


def test_nothing_else_of_clients_is_told(browse, cast):
    cast.a.rename("Hemmelig ApS", cast.olga)
    Contact.get().amend(cast.olga, city="Skive")
    page = log(browse(cast.olga))
    assert "Hemmelig ApS" not in told(page)
    assert not [line for line in told(page) if "renamed" in line or "changed what" in line]


def test_a_person_finds_what_they_did_and_what_was_done_to_them(browse, cast):
    one_of_each(cast)
    page = log(browse(cast.adam), person=f"user-{cast.nils.id}")
    assert set(told(page)) >= {
        "Nils Juhl signed in (passkey).",
        "Nils Juhl was denied access to /accounts/1.",
        "Olga Ågesen granted the right “Manage tags”.",
    }
    assert not [line for line in told(page) if "exported" in line or "NemKonto" in line]


def test_the_people_in_the_portal_are_one_choice(browse, cast):
    contact = Contact.get()
    Event.log("refusal.made", contact, "/portal/accounts/2/documents", cast.b.id)
    Event.log("refusal.made", cast.nils, "/accounts/2", cast.b.id)
    browser = browse(cast.olga)
    assert told(log(browser, person="contact-0", kind="denials")) == [
        f"{contact.name} was denied access to /portal/accounts/2/documents."
    ]
    assert told(log(browser, person="system-0", kind="denials")) == []


def test_days_bound_it(browse, cast):
    for day in (1, 2, 3):
        with at(MARCH.replace(day=day)):
            Event.log("refusal.made", cast.nils, f"/dag/{day}")
    browser = browse(cast.olga)
    assert told(log(browser, from_on="2026-03-02", to_on="2026-03-02")) == [
        "Nils Juhl was denied access to /dag/2."
    ]
    assert len(told(log(browser, kind="denials", to_on="2-3-2026"))) == 2
    page = log(browser, from_on="2026-03-03", to_on="2026-03-02", status=422)
    assert "The last day is before the first." in page


@pytest.mark.parametrize("asked", [{"kind": "nonsense"}, {"person": "user-x"}, {"from_on": "31-02-2026"}])
def test_nonsense_is_told_beside_its_field(browse, cast, asked):
    assert 'class="field-error"' in log(browse(cast.olga), status=422, **asked)


def test_nothing_that_fits_is_said_in_words(browse, cast):
    page = log(browse(cast.olga), kind="reveals")
    assert "Nothing in the log matches these filters." in page
    assert 'action="/activity/exports"' not in page


def test_it_goes_on_at_the_next_page_with_its_filters(browse, cast):
    for number in range(60):
        Event.log("refusal.made", cast.nils, f"/side/{number}")
    browser = browse(cast.olga)
    page = log(browser, kind="denials")
    link = re.search(r'rel="next" href="([^"]*)"', page)[1].replace("&amp;", "&")
    assert "kind=denials" in link
    further = browser.get(link).text
    assert [*told(page), *told(further)] == [
        f"Nils Juhl was denied access to /side/{n}." for n in reversed(range(60))
    ]
    assert 'rel="next"' not in further


# What it takes


def test_the_page_makes_as_many_queries_for_many_lines_as_for_few(browse, cast, queries):
    browser = browse(cast.olga)
    counts = []
    for number in range(6):
        one_of_each(cast) if number == 0 else None
        for each in range(5):
            Event.log("refusal.made", cast.nils, f"/{each}", (cast.a, cast.b)[each % 2].id)
            cast.alice.grant("manage_tags", cast.olga)
            cast.alice.withdraw("manage_tags", cast.olga)
        with queries() as seen:
            log(browser)
        counts.append(len(seen))
    assert len(set(counts[1:])) == 1


def test_every_noun_that_stands_on_no_client_is_in_the_log_or_left_out_on_purpose():
    told = {each.partition(".")[0] for group in activity.GROUPS.values() for each in group}
    on_clients = {noun for nouns in groups().values() for noun in nouns}
    assert set(NOUNS) - on_clients - told == set(activity.UNWATCHED), (
        "Put the new noun into models.history.activity.GROUPS, or into UNWATCHED when owners need not look for it."
    )
    assert not told & set(activity.UNWATCHED)


def test_every_group_has_a_name():
    assert set(activity.GROUPS) == set(ACTIVITY_GROUPS)


def test_a_user_who_is_gone_from_the_firm_can_still_be_asked_for(browse, cast):
    Event.log("sign_in.succeeded", cast.nils, factor="password")
    User.update(deactivated_at=MARCH).where(User.id == cast.nils.id).execute()
    assert "Nils Juhl signed in (password)." in told(log(browse(cast.olga), person=f"user-{cast.nils.id}"))


def test_the_model_gives_all_of_a_group(cast):
    one_of_each(cast)
    kinds = {event.kind for event in activity.events(HistoryFilter(group="access"))}
    assert kinds == {"access_request.created"}


@pytest.mark.parametrize("group", [None, *activity.GROUPS])
def test_the_log_is_found_by_indexes(cast, group):
    """Of a history that is mostly about clients."""
    if not isinstance(db.obj, SqliteDatabase):
        pytest.skip("PostgreSQL decides by how many rows there are.")
    sql, values = activity.events(HistoryFilter(group=group)).order_by(Event.id.desc()).limit(51).sql()
    plan = [row[-1] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
    assert not [step for step in plan if step.startswith("SCAN")], plan
    assert [step for step in plan if "USING INDEX event_" in step or "USING COVERING INDEX event_" in step], (
        plan
    )
