"""Who may do what: docs/rules.md, written out literally and never read from access.POLICY."""

from datetime import timedelta

import pytest
from flask_login import login_user
from werkzeug.exceptions import NotFound

import access
from models.base.clock import day_of, now
from models.clients.contact import Contact
from models.clients.linked_address import LinkedAddress
from models.staff.user import RIGHTS
from tests.support import digest

pytestmark = pytest.mark.asvs("8.2.1", "8.3.1", "8.3.2")

# What an employee on the team opens without any right (rule Access 4).
OPEN = (
    *(
        "",
        "/overview",
        "/info",
        "/documents",
        "/tasks",
        "/emails",
        "/jobs",
        "/chats",
        "/approvals",
        "/signatures",
    ),
    *("/logins", "/notes", "/time-entries", "/history"),
)
# What the team opens with a right only, and with which ones.
BY_RIGHT = {
    "/invoices": {"manage_invoices", "manage_payments"},
    "/payments": {"manage_invoices", "manage_payments"},
    "/organizers": {"manage_organizers"},
    "/proposals": {"manage_proposals"},
}
OPEN_CARDS = (
    *(
        "documents",
        "tasks",
        "emails",
        "jobs",
        "chats",
        "approvals",
        "signatures",
        "logins",
        "notes",
        "time-entries",
    ),
)
CARDS_BY_RIGHT = {
    "invoices": {"manage_invoices", "manage_payments"},
    "organizers": {"manage_organizers"},
    "proposals": {"manage_proposals"},
}
# What needs a right and no account.
FIRM_WIDE = {
    "/accounts/new": {"manage_accounts"},
    "/contacts/1/edit": {"manage_contacts", "manage_accounts"},  # Anna, of A
    "/contacts/likenesses": {"manage_contacts", "manage_accounts"},
    "/duplicates": {"manage_contacts", "manage_accounts"},
    "/bin": {"manage_accounts"},
}


def statuses(browser, account, ends) -> dict[str, int]:
    return {end: browser.get(f"/accounts/{account.id}{end}").status_code for end in ends}


def test_the_team_reads_without_any_right(browse, cast):
    assert statuses(browse(cast.alice), cast.a, OPEN) == dict.fromkeys(OPEN, 200)


def test_the_team_is_refused_what_needs_a_right(browse, cast):
    assert statuses(browse(cast.alice), cast.a, BY_RIGHT) == dict.fromkeys(BY_RIGHT, 403)


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_opens_what_bears_its_name_and_nothing_else(browse, cast, right):
    alice = cast.alice
    alice.grant(right, cast.olga)
    browser = browse(alice)
    for end, rights in BY_RIGHT.items():
        assert browser.get(f"/accounts/{cast.a.id}{end}").status_code == (200 if right in rights else 403), (
            end
        )
    for card, rights in CARDS_BY_RIGHT.items():
        path = f"/accounts/{cast.a.id}/overview/{card}"
        assert browser.get(path).status_code == (200 if right in rights else 403), card
    for path, rights in FIRM_WIDE.items():
        assert browser.get(path).status_code == (200 if right in rights else 403), path


@pytest.mark.parametrize("name", ["olga", "adam"])
def test_owners_and_admins_open_everything(browse, cast, name):
    browser = browse(getattr(cast, name))
    for account in (cast.a, cast.b, cast.old):
        assert set(statuses(browser, account, (*OPEN, *BY_RIGHT)).values()) == {200}
    assert {browser.get(path).status_code for path in FIRM_WIDE} == {200}


@pytest.mark.parametrize(
    ("name", "part", "status"),
    [
        ("alice", "a", 200),
        ("alice", "b", 404),
        ("alice", "old", 200),
        ("bob", "a", 404),
        ("bob", "b", 200),
        ("mona", "a", 200),
        ("mona", "b", 200),
        ("rikke", "a", 200),
        ("rikke", "b", 404),
        ("erik", "a", 404),
        ("erik", "b", 200),
        ("vera", "a", 200),
        ("nils", "a", 404),
        ("nils", "b", 404),
    ],
)
def test_who_opens_which_account(browse, cast, name, part, status):
    assert browse(getattr(cast, name)).get(f"/accounts/{getattr(cast, part).id}").status_code == status


def test_a_card_without_right_is_absent_and_not_empty(browse, cast):
    for end in ("", "/overview", "?cards=inline"):
        page = browse(cast.alice).get(f"/accounts/{cast.a.id}{end}").text
        for card in OPEN_CARDS:
            assert f"card-{card}" in page
        for card in CARDS_BY_RIGHT:
            assert f"card-{card}" not in page


def test_tabs_without_right_are_absent(browse, cast):
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}").text
    for end in BY_RIGHT:
        assert f"/accounts/{cast.a.id}{end}" not in page


def test_links_to_what_is_not_allowed_are_not_drawn(browse, cast):
    assert "/accounts/new" not in browse(cast.alice).get("/accounts").text
    assert "/settings/team" not in browse(cast.mona).get("/accounts").text
    assert "/accounts/new" in browse(cast.mona).get("/accounts").text


@pytest.mark.parametrize("name", ["alice", "bob", "nils"])
def test_who_may_not_manage_accounts_creates_none(browse, cast, name):
    browser = browse(getattr(cast, name))
    before = digest.digest()
    response = browser.post("/accounts", data={"type": "company", "name": "X", "first_name": "Y"})
    assert response.status_code == 403
    assert digest.digest() == before


def test_a_place_on_a_team_ends_with_its_date(browse, cast):
    alice = cast.alice
    browser = browse(alice)
    cast.a.assign(alice, cast.olga, until_at=now())
    assert browser.get(f"/accounts/{cast.a.id}").status_code == 404
    assert cast.a.name not in browser.get("/accounts").text


def test_a_withdrawn_right_counts_with_the_next_request(browse, cast):
    browser = browse(cast.mona)
    assert browser.get("/accounts/new").status_code == 200
    cast.mona.withdraw("manage_accounts", cast.olga)
    assert browser.get("/accounts/new").status_code == 403


def test_an_archived_account_is_read_and_not_changed(browse, cast):
    browser, row = browse(cast.olga), cast.address("kaj@old.example")
    assert browser.get(f"/accounts/{cast.old.id}/info").status_code == 200
    before = digest.digest()
    response = browser.post(f"/accounts/{cast.old.id}/linked-addresses/{row.id}/notify", data={"on": "1"})
    assert response.status_code == 409
    assert digest.digest() == before


# Who may bring an account back from the bin: owner, admin, and who manages accounts and has access to it.
RESTORERS = {"a": {"olga", "adam", "mona", "rikke", "vera"}, "b": {"olga", "adam", "mona", "erik", "vera"}}


@pytest.mark.parametrize("part", ["a", "b"])
@pytest.mark.parametrize("name", ["olga", "adam", "alice", "bob", "mona", "rikke", "erik", "vera", "nils"])
def test_what_is_in_the_bin_is_found_by_those_alone_who_may_restore_it(app, cast, name, part):
    account = getattr(cast, part)
    account.archive(cast.olga)
    account.bin(cast.olga)
    with app.test_request_context(f"/accounts/{account.id}/bin", method="POST"):
        login_user(getattr(cast, name))
        if name in RESTORERS[part]:
            assert access.find_binned(account.id) == account
        else:
            with pytest.raises(access.AccountNotOpen):
                access.find_binned(account.id)
        with pytest.raises(access.InBin if name in RESTORERS[part] else access.AccountNotOpen):
            access.find_account(account.id)


@pytest.mark.parametrize("name", ["olga", "rikke"])
def test_every_address_of_an_account_in_the_bin_tells_who_may_restore_it_how(browse, cast, name):
    cast.a.archive(cast.olga)
    cast.a.bin(cast.olga)
    until = cast.a.binned_at + timedelta(days=30)
    browser = browse(getattr(cast, name))
    for end in (*OPEN, *BY_RIGHT, "/edit", "/bin", "/info?as_of=2026-01-01", "/overview/notes"):
        page = browser.get(f"/accounts/{cast.a.id}{end}")
        assert page.status_code == 200, end
        told = page.text.partition('id="binned"')[2].partition("</p>")[0]
        assert str(day_of(until).day) in told, end
        assert f'action="/accounts/{cast.a.id}/bin"' in page.text, end
        assert "request-access" not in page.text
        assert "aase@a.example" not in page.text
    before = digest.digest()
    for end in ("", "/archival", "/linked-addresses/1/notify", "/events/1/restoration"):
        answer = browser.post(f"/accounts/{cast.a.id}{end}", data={"on": "0", "field": "city"})
        assert answer.status_code == 409, end
    assert digest.digest() == before
    restored = browser.post(f"/accounts/{cast.a.id}/bin", data={"on": "0"})
    assert browser.get(restored.location).status_code == 200


@pytest.mark.parametrize("name", ["alice", "bob", "nils"])
def test_every_address_of_an_account_in_the_bin_is_that_of_one_that_does_not_exist(app, browse, cast, name):
    cast.a.archive(cast.olga)
    cast.a.bin(cast.olga)
    browser = browse(getattr(cast, name))
    for end in (*OPEN, *BY_RIGHT, "/edit", "/bin", "/info?as_of=2026-01-01", "/overview/notes"):
        assert browser.get(f"/accounts/{cast.a.id}{end}").status_code == 404, end
    before = digest.digest()
    for end in ("", "/archival", "/linked-addresses/1/notify", "/events/1/restoration"):
        answer = browser.post(f"/accounts/{cast.a.id}{end}", data={"on": "0", "field": "city"})
        assert answer.status_code == 404, end
    assert digest.digest() == before
    assert cast.a.name not in browser.get("/accounts?archived=all").text


@pytest.mark.parametrize("path", ["/accounts/2147483648", f"/accounts/{10**30}", "/accounts/0"])
def test_ids_that_no_database_can_hold_are_just_not_found(browse, cast, path):
    assert browse(cast.olga).get(path).status_code == 404


def test_an_endpoint_without_entry_is_open_to_nobody(browse, cast, monkeypatch):
    monkeypatch.delitem(access.POLICY, "accounts.index")
    assert browse(cast.olga).get("/accounts").status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/accounts", "/accounts/1", "/search?q=a", "/accounts/1/overview/tasks"]
)
def test_who_is_not_signed_in_is_shown_the_door_and_led_back(client, path):
    response = client.get(path)
    assert response.status_code == 303
    assert response.location == "/sign-in?next=" + path.replace("=", "%3D")


def test_htmx_is_sent_to_the_door_with_the_page_that_the_person_is_on(client):
    response = client.htmx(
        "GET", "/search?q=a", headers={"HX-Current-URL": "http://elsewhere.example/accounts/1?x=2"}
    )
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in?next=/accounts/1?x%3D2"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("olga", {"Anna", "Åse", "Bent", "Kaj", "Løs"}),
        ("adam", {"Anna", "Åse", "Bent", "Kaj", "Løs"}),
        ("alice", {"Anna", "Åse", "Kaj"}),
        ("bob", {"Bent"}),
        ("mona", {"Anna", "Åse", "Bent", "Kaj"}),  # all accounts, which is not all contacts
        ("rikke", {"Anna", "Åse", "Kaj"}),
        ("erik", {"Anna", "Åse", "Bent", "Kaj", "Løs"}),
        ("vera", {"Anna", "Åse", "Bent", "Kaj", "Løs"}),
        ("nils", set()),
    ],
)
def test_which_contacts_exist_for_whom(app, cast, name, seen):
    Contact.meet(cast.olga, first_name="Løs")
    with app.test_request_context("/"):
        login_user(getattr(cast, name))
        assert {contact.first_name for contact in access.contacts()} == seen
        for contact in Contact.select():
            if contact.first_name in seen:
                assert access.find_contact(contact.id) == contact
            else:
                with pytest.raises(NotFound):
                    access.find_contact(contact.id)


def test_a_contact_leaves_with_the_last_account_that_is_open(browse, cast):
    browser, account = browse(cast.alice), cast.a
    assert browser.get("/contacts/1").status_code == 200
    account.assign(cast.alice, cast.olga, until_at=now())
    assert browser.get("/contacts/1").status_code == 404


def test_a_child_is_found_only_among_what_was_found_before(app, cast):
    foreign = cast.address("bent@b.example")
    with app.test_request_context("/"), pytest.raises(NotFound):
        access.find(LinkedAddress.on(cast.a), foreign.id)
