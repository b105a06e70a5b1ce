"""The conventions that only requests can show: who gets in, what is written, how many queries a page makes."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

import access
import search_index
from models.base import file_store
from models.base.clock import now, today
from models.base.database import transaction
from models.base.event import Event
from models.base.photo import SIZES, PhotoStore
from models.clients.account import Assignment
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRoleHolder
from models.clients.custom_field import CustomField
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.tag import Tag
from models.documents.document import Document
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.staff.user import User
from models.teams.access_request import AccessRequest
from models.work.job import Job, JobAssignee
from tests.support import digest, rows
from tests.support.browsing import write_faults

CARDS = (
    *("documents", "tasks", "emails", "jobs", "chats", "invoices", "approvals", "signatures", "organizers"),
    *("logins", "notes", "time-entries", "proposals"),
)
NOBODYS = 987_654  # no account has this id

# How the address of one child record is filled: parameter → the id of a child of an account, and for closed lists a value.
CHILDREN = {
    "linked_address_id": lambda account: LinkedAddress.on(account).get().id,
    "card_name": lambda account: "documents",
    "switch": lambda account: "notify",
    "kind": lambda account: "reminders",
    "access_request_id": lambda account: first(
        AccessRequest.select().where(AccessRequest.account == account)
    ),
    "document_id": lambda account: kept_document(account).id,
    "own_id": lambda account: account.id,
    "outbox_id": lambda account: first(Outbox.select().where(Outbox.account_id == account.id)),
    "invitation_id": lambda account: first(
        Invitation.select().where(Invitation.linked_address.in_(rows_of(account)))
    ),
    "password_reset_id": lambda account: 1,
    "sign_in_id": lambda account: 1,
    "tag_id": lambda account: first(Tag.of_account(account)),
    "assignment_id": lambda account: first(Assignment.current_of(account)),
    "role_holder_id": lambda account: first(AccountRoleHolder.of_account(account)),
    "relation_id": lambda account: first(AccountRelation.select().where(AccountRelation.account == account)),
    "account_role_id": lambda account: 1,
    "link_id": lambda account: Link.of_account(account).get().id,
    "action": lambda account: Event.get(Event.account_id == account.id).action,
    "field_id": lambda account: CustomField.of_set("account").first().id,
    "bulk_change_id": lambda account: 1,
    "merge_id": lambda account: 1,
    "contact_id": lambda account: Link.of_account(account).get().contact_id,
    "passkey_id": lambda account: NOBODYS,
    "user_id": lambda account: account.team.get().id,
    "staff_invitation_id": lambda account: 1,
    "cover_id": lambda account: 1,
    "default_member_id": lambda account: 1,
    "event_id": lambda account: Event.get(Event.account_id == account.id).id,
}

OWNED = {
    *("linked_address_id", "link_id", "action", "tag_id", "assignment_id", "role_holder_id", "relation_id"),
    "document_id",
}  # those of CHILDREN that are found among an account's own


def first(query) -> int:
    """The id of the first row, which is there once the account is furnished."""
    row = query.first()
    return row.id if row else NOBODYS


def rows_of(account) -> list[int]:
    return [row.id for row in LinkedAddress.on(account)]


def kept_document(account) -> Document:
    """One of the account with a content."""
    known = Document.get_or_none(Document.account == account, Document.file.is_null(False))
    if known:
        return known
    made = Document.share(
        account, User.get_by_id(1), "brev.txt", "text/plain", file_store.keep(BytesIO(b"Hej"))
    )
    Document.update(shared_at=now() - timedelta(minutes=2)).where(Document.id == made.id).execute()
    return made


def paths(app, account, method=None):
    """Every address under /accounts/<id>, filled with what belongs to `account`: (method, path)."""
    for rule in app.url_map.iter_rules():
        if "account_id" in rule.arguments and (method is None or method in rule.methods):
            yield min(rule.methods - {"OPTIONS", "HEAD"}), filled(rule, account, account)


def filled(rule, account, owner_of_children) -> str:
    values = {}
    for name in rule.arguments - {"account_id"}:
        assert name in CHILDREN, (
            f"{rule.rule}: tell in CHILDREN of {__name__} how to find a {name} of an account."
        )
        values[name] = CHILDREN[name](owner_of_children)
    return rule.build({"account_id": getattr(account, "id", account), **values})[1]


def told(response, account_id: int, path: str = "") -> str:
    """A body without what differs at every request, and without the id in it."""
    text = re.sub(r'nonce="[^"]*"|toast-[0-9a-f]{8}', "", response.text)
    if path:
        text = text.replace(path, "PATH")
    return re.sub(rf'(/accounts/|name="account_id" value="){account_id}\b', r"\1N", text)


def furnish(app, account, actor, number=1):
    """Give an account a child of every kind, a document with a content, and a photo."""
    rows.add(account, actor, number)
    kept_document(account)
    store = PhotoStore(app.config["SETTINGS"].data_dir / "files" / "photos")
    for shown in (account, *(link.contact for link in Link.of_account(account))):
        shown.change_photo(store.keep(dict.fromkeys(SIZES, b"webp")), actor)


# Whose account it is


def test_an_account_opens_to_its_team(app, browse, cast):
    browser = browse(cast.erik)
    furnish(app, cast.b, cast.olga)
    for _, path in paths(app, cast.b, "GET"):
        assert browser.get(path).status_code == 200, path


def test_an_account_is_404_to_others_and_says_no_more_than_a_nonexistent_one(app, browse, cast):
    browser, account = browse(cast.erik), cast.a
    furnish(app, account, cast.olga)
    for rule in [rule for rule in app.url_map.iter_rules() if "account_id" in rule.arguments]:
        method = min(rule.methods - {"OPTIONS", "HEAD"})
        foreign = browser.open(filled(rule, account, account), method=method)
        nobodys = browser.open(filled(rule, NOBODYS, account), method=method)
        assert foreign.status_code == nobodys.status_code == 404, rule.rule
        assert told(foreign, account.id) == told(nobodys, NOBODYS), rule.rule
        assert account.name not in foreign.text


def test_a_child_record_answers_only_under_its_own_account(app, browse, cast):
    browser = browse(cast.olga)
    rows.add(cast.b, cast.olga, 1)
    nested = [
        rule for rule in app.url_map.iter_rules() if "account_id" in rule.arguments and rule.arguments & OWNED
    ]
    assert nested
    for rule in nested:
        path = filled(rule, cast.a, cast.b)
        method = min(rule.methods - {"OPTIONS", "HEAD"})
        before = digest.digest()
        response = browser.open(path, method=method, data={"on": "1"})
        assert response.status_code == 404, (
            f"{rule.rule}: find it among what the account has, not in the whole table."
        )
        assert digest.digest() == before


def test_every_child_parameter_is_covered(app):
    names = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert names == {"account_id", "filename", *CHILDREN}, "Keep CHILDREN in step with the addresses."


# What is written


def test_reading_changes_no_row(app, browse, cast):
    browser = browse(cast.olga)
    rows.add(cast.a, cast.olga, 1)
    plain = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    for path in [*plain, *(path for _, path in paths(app, cast.a, "GET"))]:
        before = digest.digests()
        for method in ("GET", "HEAD", "OPTIONS"):
            browser.open(path, method=method)
        endpoint, _ = app.url_map.bind("localhost").match(path)
        changed = digest.changed_tables(before) - set(access.POLICY[endpoint].writes)
        assert not changed, f"{path} wrote to {changed}: let a POST do it, or declare it in access.POLICY."


@pytest.mark.knows_no_engine
def test_a_read_that_writes_is_noticed(cast):
    before = digest.digests()
    User.update(theme="dark").execute()
    assert digest.changed_tables(before) == {"user"}


class Request:
    method = "POST"
    path = "/accounts"


@pytest.mark.knows_no_engine
def test_a_write_without_event_is_noticed(app):
    """The browsers of all tests ask this after each unsafe request."""
    assert write_faults(app, Request, {"account"})
    assert not write_faults(app, Request, {"account", "event"})


def test_only_declared_tables_are_written_without_event(app):
    class Preferences(Request):
        path = "/preferences"

    assert not write_faults(app, Preferences, {"user"})
    assert write_faults(app, Preferences, {"user", "account"})


IN_THE_PORTAL = (
    *("home.show", "sign_ins.delete", "actors.edit", "actors.update", "preferences.update"),
    *("photos.edit", "photos.show", "photos.update", "photos.delete"),
    *("second_factors.new", "second_factors.create", "second_factors.delete"),
    *("documents.index", "documents.show", "documents.create"),
)


def silently_written() -> dict[str, set[str]]:
    """Literally, so that a new exception from the history is a reviewed line here too."""
    return {
        "health.readyz": {"probe"},
        "second_steps.create": {"used_challenge"},
        "passkey_sign_ins.create": {"used_challenge"},
        "passkeys.create": {"used_challenge"},
        "passwords.create": {"staff_password_reset", "outbox", "sign_in_failure"},
        "confirmations.create": {"sign_in", "user", "passkey", "used_challenge"},
        "own_sign_ins.update": {"user"},
        "preferences.update": {"user"},
        "documents.show": {"document", "document_view"},
        "outbox.update": {"outbox"},
        "outbox.delete": {"outbox"},
        "portal.passwords.create": {"password_reset", "outbox", "sign_in_failure"},
        "portal.invitations.show": {"invitation"},
        "portal.sign_ins.create": {"portal_session"},
        "portal.sign_ins.update": {"portal_session"},
        **{f"portal.{each}": {"portal_session"} for each in IN_THE_PORTAL},
        "portal.documents.show": {"portal_session", "document_opening"},
        "accounts.show": {"recent_account"},
        "member_sign_ins.delete": {"sign_in"},
        "acceptances.show": {"staff_invitation"},
        "bulk_changes.create": {"bulk_change"},
        "bulk_changes.update": {"bulk_change"},
        "bulk_changes.delete": {"bulk_change"},
    }


def test_what_may_be_written_silently_is_little():
    written = {endpoint: set(entry.writes) for endpoint, entry in access.POLICY.items() if entry.writes}
    assert written == silently_written()


# Templates never query


def measured(browser, queries, account) -> dict[str, int]:
    """Page → how many queries it makes, for all pages that show rows."""
    sections = (*CARDS, "payments", "history")
    under = [
        "",
        "?cards=inline",
        "/overview",
        "/info",
        f"/info?as_of={today()}",
        "/history?kind=contacts",
        *(f"/overview/{card}" for card in CARDS),
    ]
    paths = [f"/accounts/{account.id}{end}" for end in (*under, *(f"/{section}" for section in sections))]
    changes = f"/accounts/{account.id}/custom-values/{CHILDREN['field_id'](account)}/changes"
    counted = {}
    for path in [
        *paths,
        "/accounts",
        "/accounts?archived=all&sort=-login",
        "/access-requests",
        "/activity",
        "/settings/custom-fields",
        "/settings/team",
        "/settings/team/1",
        "/settings/team/2/deactivation/new",
        "/settings/holiday-cover",
        "/settings/default-team",
        changes,
        "/contacts",
        "/contacts?q=kontakt&clients=none&sort=-last",
        f"/contacts/{CHILDREN['contact_id'](account)}",
        f"/contacts/{CHILDREN['contact_id'](account)}/edit",
        "/contacts/likenesses?phone=33123456&email=kontakt1@a.example&name=Byg",
        "/duplicates",
        "/duplicates?kind=account",
        "/bin",
        "/settings/sign-in",
        "/settings/second-factor",
        "/settings/security",
        "/search?q=s",
        f"/accounts/{account.id}/links/new?q=kontakt",
    ]:
        with queries() as seen:
            assert browser.get(path).status_code == 200
        counted[path] = len(seen)
    with queries() as seen:
        browser.htmx("GET", "/search?q=s")
    return counted | {"/search as htmx": len(seen)}


def growth(browser, queries, cast) -> list[str]:
    """Complaints about pages that make more queries when 30 rows stand where 6 or 1 stood."""
    counts = []
    measured(browser, queries, cast.a)  # what is read once a process is read now
    for first, last in ((0, 1), (1, 6), (6, 30)):
        with transaction():
            for number in range(first, last):
                rows.add(cast.a, cast.olga, number)
        while search_index.follow():
            pass  # without an index a search looks further the less it finds
        counts.append(measured(browser, queries, cast.a))
    return [
        f"{path} makes {few} queries for 1 row of each kind, {some} for 6 and {many} for 30: "
        "load what its rows show in the query of the view."
        for path, few, some, many in ((path, *(each[path] for each in counts)) for path in counts[0])
        if not few == some == many
    ]


@pytest.mark.knows_no_engine
def test_no_page_makes_more_queries_for_more_rows(browse, cast, queries):
    assert not growth(browse(cast.olga), queries, cast)


def test_the_cards_that_are_measured_are_full(browse, cast):
    browser = browse(cast.olga)
    for number in range(6):
        rows.add(cast.a, cast.olga, number)
    for card in CARDS:
        fragment = browser.get(f"/accounts/{cast.a.id}/overview/{card}").text
        assert fragment.count("<li ") == 5, f"{card}: let rows.add() add a row that this card shows."
    for section in (*CARDS, "payments"):
        page = browser.get(f"/accounts/{cast.a.id}/{section}").text
        assert page.count('<li id="') >= 6, f"{section}: let rows.add() add a row of it."


@pytest.mark.knows_no_engine
def test_a_template_that_queries_is_noticed(browse, cast, queries, monkeypatch):
    def lazy(job):
        return list(User.select().join(JobAssignee).where(JobAssignee.job == job))

    monkeypatch.setattr(Job, "assignees", property(lazy, lambda job, people: None), raising=False)
    complaints = growth(browse(cast.olga), queries, cast)
    noticed = {complaint.split()[0].removeprefix(f"/accounts/{cast.a.id}") for complaint in complaints}
    assert noticed == {"?cards=inline", "/overview", "/overview/jobs", "/jobs"}
