"""Bulk changes: chosen in the clients list, seen, done and undone."""

import re

import pytest

from models.base.event import Event
from models.clients.account import Account
from models.clients.linked_address import LinkedAddress
from models.clients.new_client import open_client
from models.clients.tag import AccountTag, Tag
from models.processes.bulk import BulkRequest
from models.processes.bulk_change import BulkChange
from tests.support.digest import digest


@pytest.fixture
def tag(cast):
    return Tag.add(cast.olga, name="Moms")


def ask(browser, kind, accounts, **fields):
    return browser.post("/bulk-changes?lang=en", data={"kind": kind, "account": accounts, **fields})


def preview(browser, kind, accounts, **fields) -> str:
    """The address of the preview."""
    response = ask(browser, kind, accounts, **fields)
    assert response.status_code == 303, response.text
    return response.location


def confirm(browser, where):
    digest_seen = re.search(r'name="digest" value="(\w+)"', browser.get(where).text)
    return browser.post(f"{where}?lang=en", data={"digest": digest_seen[1] if digest_seen else ""})


# Who may


@pytest.mark.parametrize(
    ("person", "status"),
    [("alice", 403), ("bob", 403), ("nils", 403), ("erik", 404), ("rikke", 404), ("mona", 303)],
)
def test_all_of_it_is_refused_when_one_client_is_foreign(browse, cast, tag, person, status):
    browser = browse(getattr(cast, person))
    before = digest()
    response = ask(browser, "tag_on", [cast.a.id, cast.b.id], tag=tag.id)
    assert response.status_code == status
    if status != 303:
        assert digest() == before


@pytest.mark.parametrize("odd", ["999", "0", "-1", "x", "9" * 30, "²"])
def test_a_client_that_does_not_exist_is_answered_like_a_foreign_one(browse, cast, tag, odd):
    browser = browse(cast.rikke)
    before = digest()
    foreign = ask(browser, "tag_on", [cast.a.id, cast.b.id], tag=tag.id)
    nobodys = ask(browser, "tag_on", [cast.a.id, odd], tag=tag.id)
    assert foreign.status_code == nobodys.status_code == 404
    own = r'nonce="[^"]*"|toast-[0-9a-f]{8}|<textarea.*?</textarea>'  # what was sent comes back
    plain = [re.sub(own, "", each.text, flags=re.DOTALL) for each in (foreign, nobodys)]
    assert plain[0] == plain[1]
    assert digest() == before


def test_one_archived_client_refuses_all(browse, cast, tag):
    browser = browse(cast.rikke)
    before = digest()
    for response in (
        ask(browser, "tag_on", [cast.a.id, cast.old.id], tag=tag.id),
        browser.get(f"/bulk-changes/new?kind=tag_on&account={cast.a.id}&account={cast.old.id}&lang=en"),
    ):
        assert response.status_code == 409
        assert "Lukket Kro I/S" in response.text
    assert digest() == before


def test_an_address_of_another_client_is_refused(browse, cast):
    browser = browse(cast.rikke)
    row = cast.address("bent@b.example")
    before = digest()
    response = ask(browser, "switch", [cast.a.id], switch="login", on="1", by="ticked", addresses=[row.id])
    assert response.status_code == 404
    assert digest() == before


def test_a_preview_belongs_to_whoever_asked_for_it(browse, cast, tag):
    where = preview(browse(cast.mona), "tag_on", [cast.a.id], tag=tag.id)
    other = browse(cast.olga)
    before = digest()
    for response in (
        other.get(where),
        other.post(where, data={"digest": BulkChange.get().digest}),
        other.post(f"{where}/deletion"),
        other.post("/bulk-changes", data={"again": BulkChange.get().id}),
    ):
        assert response.status_code == 404
    assert digest() == before


def test_a_client_that_is_no_longer_open_keeps_all_of_it_from_being_done(browse, cast, tag):
    browser = browse(cast.rikke)
    where = preview(browser, "tag_on", [cast.a.id], tag=tag.id)
    change = BulkChange.get()
    cast.a.unassign(cast.rikke, cast.olga)
    before = digest()
    for response in (
        browser.get(where),
        browser.post(where, data={"digest": change.digest}),
        browser.post("/bulk-changes", data={"again": change.id}),
    ):
        assert response.status_code == 404
        assert "Østergaard" not in response.text
    assert digest() == before


def test_who_left_the_team_meanwhile_does_not_come_back_by_undoing(browse, cast):
    browser = browse(cast.rikke)
    where = preview(browser, "leave", [cast.a.id], member=cast.rikke.id)
    assert "cannot open these clients" in browser.get(f"{where}?lang=en").text
    confirm(browser, where)
    before = digest()
    assert browser.post(f"{where}/deletion").status_code == 404
    assert digest() == before


def test_the_right_is_asked_for_again_when_it_is_done(browse, cast, tag):
    browser = browse(cast.rikke)
    where = preview(browser, "tag_on", [cast.a.id], tag=tag.id)
    cast.rikke.withdraw("manage_accounts", cast.olga)
    before = digest()
    assert browser.post(where, data={"digest": BulkChange.get().digest}).status_code == 403
    assert digest() == before


# The list


def test_only_those_who_may_change_clients_choose_them(browse, cast):
    for person, boxes in (("rikke", 1), ("alice", 0), ("olga", 2)):
        assert browse(getattr(cast, person)).get("/accounts").text.count('name="account"') == boxes


def test_all_that_fit_the_filter_are_chosen_without_their_ids(browse, cast, tag):
    for number in range(60):
        contact = {"first_name": "Ib"}
        open_client(cast.olga, type="other", name=f"Klient {number:02}", contact=contact)
    browser = browse(cast.olga)
    text = browser.get("/accounts?type=other&lang=en").text
    assert "All that match the filter (60)" in text
    assert 'name="filter-type" value="other"' in text
    new = browser.get("/bulk-changes/new?kind=tag_on&scope=filter&filter-type=other&lang=en").text
    assert "Selected clients: 60" in new
    assert 'name="account"' not in new
    fields = {"kind": "tag_on", "scope": "filter", "filter-type": "other", "tag": tag.id}
    confirm(browser, browser.post("/bulk-changes", data=fields).location)
    assert AccountTag.select().where(AccountTag.tag == tag).count() == 60


def test_a_filter_chooses_only_what_is_open_to_one(browse, cast, tag):
    browser = browse(cast.rikke)
    where = browser.post("/bulk-changes", data={"kind": "tag_on", "scope": "filter", "tag": tag.id}).location
    confirm(browser, where)
    assert [row.account for row in AccountTag.select()] == [cast.a]


def test_a_whole_page_is_chosen_without_scripts(browse, cast):
    page = browse(cast.olga).get("/accounts").text
    ids = re.search(r'name="on_page" value="([\d,]+)"', page)[1]
    new = browse(cast.olga).get(f"/bulk-changes/new?kind=archive&scope=page&on_page={ids}&lang=en").text
    assert "Selected clients: 2" in new


def test_more_than_can_be_done_at_once_is_said(browse, cast, monkeypatch):
    monkeypatch.setattr("views.clients._bulk_form.MOST", 1)
    browser = browse(cast.olga)
    before = digest()
    for response in (
        browser.get("/bulk-changes/new?kind=archive&scope=filter"),
        browser.post("/bulk-changes", data={"kind": "archive", "scope": "filter"}),
        ask(browser, "archive", [cast.a.id, cast.b.id]),
    ):
        assert response.status_code == 422
    assert digest() == before


# What is to be done


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("tag_on", {}),
        ("tag_on", {"tag": "999"}),
        ("tag_on", {"tag": "x"}),
        ("join", {"member": "999"}),
        ("hand_over", {"member": "1", "successor": "1"}),
        ("type", {"account_type": "kat"}),
        ("type", {}),
        ("switch", {"switch": "login", "on": "2", "by": "primary"}),
        ("switch", {"switch": "power", "on": "1", "by": "primary"}),
        ("switch", {"switch": "login", "on": "1", "by": "ticked"}),
        ("switch", {"switch": "login", "on": "1", "by": "ticked", "addresses": ["x"]}),
        ("explode", {}),
        ("", {}),
    ],
)
def test_bad_input_keeps_the_choice_and_changes_nothing(browse, cast, kind, fields):
    browser = browse(cast.rikke)
    before = digest()
    response = ask(browser, kind, [cast.a.id], **fields)
    assert response.status_code == 422
    assert f'name="account" value="{cast.a.id}"' in response.text
    assert digest() == before


def test_nothing_chosen_is_said(browse, cast):
    browser = browse(cast.rikke)
    assert ask(browser, "archive", []).status_code == 422
    assert "Select clients in the list first." in browser.get("/bulk-changes/new?kind=archive&lang=en").text


def test_the_addresses_stand_by_client_with_their_state_and_none_is_ticked(browse, cast):
    page = browse(cast.rikke).get(f"/bulk-changes/new?kind=switch&account={cast.a.id}&lang=en").text
    table = page.split('id="bulk-addresses"')[1]
    assert [email in table for email in ("anna@a.example", "anna.privat@a.example", "aase@a.example")] == [
        True
    ] * 3
    assert "bent@b.example" not in table
    assert " checked" not in table


def test_with_many_clients_only_the_rule_is_offered(browse, cast, monkeypatch):
    monkeypatch.setattr("views.clients._bulk_form.MOST_LISTED", 0)
    monkeypatch.setattr("views.clients.bulk_changes.MOST_LISTED", 0)
    page = browse(cast.rikke).get(f"/bulk-changes/new?kind=switch&account={cast.a.id}&lang=en").text
    assert 'value="ticked"' not in page
    assert "anna@a.example" not in page


def test_the_preview_says_old_and_new_and_who_is_left_out(browse, cast):
    where = preview(
        browse(cast.mona), "hand_over", [cast.a.id, cast.b.id], member=cast.alice.id, successor=cast.nils.id
    )
    text = re.sub(r"\s+", " ", browse(cast.mona).get(f"{where}?lang=en").text)
    assert "Hand over to a colleague: Alice Dam → Nils Juhl" in text
    assert "Team: <del>–</del> → <ins>Nils Juhl</ins>" in text
    assert "Team: <del>Alice Dam</del> → <ins>–</ins>" in text
    assert "The colleague who hands over is not on the team." in text
    assert "Clients that change: 1 of 2" in text


def test_a_client_that_becomes_an_individual_takes_the_name_of_its_contact(browse, cast):
    cast.a.amend(cast.olga, name_typed_at=None)
    browser = browse(cast.rikke)
    where = preview(browser, "type", [cast.a.id], account_type="individual")
    text = browser.get(f"{where}?lang=en").text
    assert "Name: <del>Østergaard Byg ApS</del> → <ins>Anna Østergaard</ins>" in text
    confirm(browser, where)
    assert cast.a.name == "Anna Østergaard"
    browser.post(f"{where}/deletion")
    assert (cast.a.name, cast.a.type) == ("Østergaard Byg ApS", "company")


def test_the_rule_turns_the_primary_addresses(browse, cast):
    browser = browse(cast.rikke)
    where = preview(browser, "switch", [cast.a.id], switch="notify", on="1", by="primary")
    text = browser.get(f"{where}?lang=en").text
    assert "NOTIFY anna@a.example: <del>off</del> → <ins>on</ins>" in text
    assert confirm(browser, where).status_code == 303
    on = [row.address.email for row in LinkedAddress.on(cast.a) if row.notify_at]
    assert sorted(on) == ["aase@a.example", "anna@a.example"]


def test_confirming_twice_is_confirming_once(browse, cast, tag):
    browser = browse(cast.rikke)
    where = preview(browser, "tag_on", [cast.a.id], tag=tag.id)
    fields = {"digest": BulkChange.get().digest}
    assert browser.post(where, data=fields).status_code == 303
    before = digest()
    assert browser.post(where, data=fields).status_code == 303
    assert digest() == before


def test_a_preview_that_is_no_longer_true_is_refused_with_a_way_on(browse, cast, tag):
    browser = browse(cast.rikke)
    where = preview(browser, "tag_on", [cast.a.id], tag=tag.id)
    seen = BulkChange.get().digest
    tag.put_on(cast.a, cast.olga)
    before = digest()
    response = browser.post(f"{where}?lang=en", data={"digest": seen})
    assert response.status_code == 409
    assert "nothing was done" in response.text
    assert digest() == before
    again = browser.post("/bulk-changes", data={"again": BulkChange.get().id}).location
    assert "unchanged" in browser.get(f"{again}?lang=en").text


def test_archived_meanwhile_refuses_all(browse, cast, tag):
    browser = browse(cast.rikke)
    where = preview(browser, "tag_on", [cast.a.id], tag=tag.id)
    seen = BulkChange.get().digest
    cast.a.archive(cast.olga)
    before = digest()
    assert browser.post(where, data={"digest": seen}).status_code == 409
    assert digest() == before


# Undo


def test_the_whole_is_undone_from_the_toast_and_from_its_page(browse, cast, tag):
    browser = browse(cast.mona)
    where = preview(browser, "tag_on", [cast.a.id, cast.b.id], tag=tag.id)
    response = confirm(browser, where)
    assert f'action="{where}/deletion"' in browser.get(response.location).text
    listed = browser.get("/bulk-changes?lang=en").text
    assert "Add a tag: Moms" in listed
    assert f'action="{where}/deletion"' in listed
    assert browser.post(f"{where}/deletion").status_code == 303
    assert not AccountTag.select().exists()
    assert f'action="{where}/deletion"' not in browser.get("/bulk-changes").text.split("<main")[1]


def test_the_list_counts_what_really_changed(browse, cast, tag):
    """Of three one had the tag already, and of two one keeps its last member."""
    tag.put_on(cast.a, cast.olga)
    cast.old.reactivate(cast.olga)
    browser = browse(cast.mona)
    for wish, fields in (("tag_on", {"tag": tag.id}), ("leave", {"member": cast.bob.id})):
        accounts = [cast.a.id, cast.b.id, cast.old.id]
        before = Event.newest_id()
        confirm(browser, preview(browser, wish, accounts, **fields))
        changed = Event.select(Event.account_id).where(Event.id > before, Event.account_id.is_null(False))
        count = len({each.account_id for each in changed})
        assert count < 3
        assert (
            f"Clients changed: {count} of 3"
            in browser.get("/bulk-changes?lang=en").text.split("<main")[1].split("</li>")[0]
        )


def test_what_stands_in_the_way_of_undoing_is_named(browse, cast):
    browser = browse(cast.rikke)
    where = preview(browser, "type", [cast.a.id], account_type="other")
    confirm(browser, where)
    cast.a.amend(cast.olga, type="individual")
    before = digest()
    response = browser.post(f"{where}/deletion?lang=en")
    assert response.status_code == 409
    assert "Østergaard Byg ApS has been changed since" in response.text
    assert digest() == before


def test_an_archived_client_is_not_changed_by_undoing(browse, cast, tag):
    browser = browse(cast.rikke)
    where = preview(browser, "tag_on", [cast.a.id], tag=tag.id)
    confirm(browser, where)
    cast.a.archive(cast.olga)
    before = digest()
    assert browser.post(f"{where}/deletion").status_code == 409
    assert digest() == before


def test_archiving_is_undone_although_all_are_archived(browse, cast):
    browser = browse(cast.rikke)
    where = preview(browser, "archive", [cast.a.id])
    confirm(browser, where)
    assert browser.post(f"{where}/deletion").status_code == 303
    assert not cast.a.archived


def test_reactivating_takes_archived_clients(browse, cast):
    browser = browse(cast.rikke)
    confirm(browser, preview(browser, "reactivate", [cast.old.id]))
    assert not cast.old.archived


def test_those_left_out_can_be_looked_at_alone(browse, cast):
    browser = browse(cast.mona)
    asked = {"member": cast.alice.id, "successor": cast.nils.id}
    where = preview(browser, "hand_over", [cast.a.id, cast.b.id], **asked)
    for state, account in (("refused", cast.b), ("changed", cast.a)):
        shown = re.findall(r'id="outcome-(\d+)"', browser.get(f"{where}?only={state}").text)
        assert shown == [str(account.id)]


def test_a_long_preview_is_paged(browse, cast):
    for number in range(120):
        open_client(cast.olga, type="other", name=f"Klient {number:03}", contact={"first_name": "Ib"})
    browser = browse(cast.olga)
    where = preview(browser, "archive", [], scope="filter")
    first = browser.get(where).text
    further = re.search(r'rel="next" href="([^"]*)"', first)[1].replace("&amp;", "&")
    rows = [re.findall(r'id="outcome-(\d+)"', browser.get(each).text) for each in (where, further)]
    assert [len(each) for each in rows] == [100, 22]
    assert len({*rows[0], *rows[1]}) == 122


def test_no_page_makes_more_queries_for_more_clients(browse, cast, tag, queries):
    browser = browse(cast.olga)
    counts = []
    for number in range(3):
        ids = [each.id for each in Account.select().where(Account.archived_at.is_null())]
        change = BulkChange.prepare(BulkRequest("tag_on", ids, tag=tag.id), cast.olga)
        paths = [f"/bulk-changes/{change.id}", "/bulk-changes"]
        paths += ["/bulk-changes/new?scope=filter&kind=" + kind for kind in ("tag_on", "switch", "hand_over")]
        change.apply(change.digest)
        with queries() as seen:
            for path in paths:
                browser.get(path)
        counts.append(len(seen))
        open_client(cast.olga, type="other", name=f"Klient {number}", contact={"first_name": "Ib"})
    assert len(set(counts)) == 1


@pytest.mark.parametrize("switch", ["login", "notify", "email-sync", "signing-authority"])
@pytest.mark.parametrize("on", [True, False])
def test_no_preview_makes_more_queries_for_more_addresses(browse, cast, queries, switch, on):
    browser = browse(cast.olga)
    counts, rows = [], []
    for number in range(3):
        person = {"first_name": f"Ib {number}", "emails": [f"ib{number}@x.example"]}
        account = open_client(cast.olga, type="other", name=f"Klient {number}", contact=person)
        rows.append(LinkedAddress.on(account).get())
        rows[-1].turn(switch, not on, cast.olga)
        ids = [each.id for each in Account.select().where(Account.name.startswith("Klient"))]
        asked = BulkRequest("switch", ids, switch=switch, on=on, addresses=tuple(row.id for row in rows))
        change = BulkChange.prepare(asked, cast.olga)
        with queries() as seen:
            shown = browser.get(f"/bulk-changes/{change.id}").text
        assert shown.count('class="consequence"') == number + 1
        counts.append(len(seen))
    assert len(set(counts)) == 1
