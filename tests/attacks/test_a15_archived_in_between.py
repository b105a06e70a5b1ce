"""A15, in the middle of a request: a client is archived after it was found active and before anything is written (ASVS 15.4.2).

Whatever was asked for is refused with the same words as had it been archived before, and leaves nothing behind.
"""

import sys
from io import BytesIO
from threading import Thread

import pytest

from access import finders, permissions
from models.base import file_store
from models.base.archived import AccountArchived
from models.base.clock import now
from models.base.database import db, transaction
from models.base.event import Event
from models.billing.invoice import Invoice
from models.clients.account import Account, Assignment
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.contact import Contact
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.link import Link
from models.clients.linking import link_contact
from models.clients.portal_user import PortalUser
from models.clients.tag import Tag
from models.documents.document import Document
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.portal.portal_login import PortalLogin
from models.processes.bulk import BulkRequest
from models.processes.bulk_change import BulkChange
from models.staff.user import User
from models.teams.access_request import AccessRequest
from models.teams.break_glass import allow
from tests.support import digest
from tests.support.two_at_once import at_once
from tests.support.visiting import PASSWORD, enter, give_access
from tests.views.account.test_photos import picture
from views.clients import merges

A = "/accounts/1"
WORDS = "Kunden er arkiveret. Genaktiver den, før du ændrer noget."
OF_A_PERSON = "Alle kontaktpersonens kunder er arkiveret. Genaktiver en af dem, før du ændrer noget."


class Archiving:
    """Archives client A over a connection of its own, once, at the moment that it is told."""

    def __init__(self, cast):
        self.cast, self.before = cast, None

    def __call__(self):
        if self.before is None:
            thread = Thread(target=self._archive)
            thread.start()
            thread.join(30)
            self.before = digest.digest()

    def _archive(self):
        try:
            self.cast.a.archive(self.cast.olga)
        finally:
            db.close()


@pytest.fixture
def archiving(cast):
    return Archiving(cast)


@pytest.fixture
def found_active(monkeypatch, archiving):
    """Whatever a view finds active is archived before it goes on."""
    holds, is_resting = permissions.holds, finders.is_resting

    def held(entry):
        if sys._getframe(1).f_code.co_name == "find_account":
            archiving()
        return holds(entry)

    def rests(contact):
        try:
            return is_resting(contact)
        finally:
            archiving()

    monkeypatch.setattr(permissions, "holds", held)
    monkeypatch.setattr(finders, "is_resting", rests)


def link_of(account, name="Åse"):
    return Link.select().join(Contact).where(Link.account == account, Contact.first_name == name).get()


def on_row(cast, end):
    return f"{A}/linked-addresses/{cast.address('aase@a.example').id}/{end}", {"on": "1"}


def invitation(cast, end=""):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    if end:
        Invitation.send(row, cast.olga)
    return f"{A}/linked-addresses/{row.id}/invitation{end}", {"message": "Hej"}


def tag_on(cast):
    Tag.add(cast.olga, name="Moms").put_on(cast.a, cast.olga)
    return f"{A}/tags/{Tag.get().id}/deletion", {}


def role(cast, held: bool):
    made = AccountRole.add_unique(cast.olga, "Revisor")
    if held:
        made.give(cast.a, cast.alice, cast.olga)
        return f"{A}/role-holders/{AccountRoleHolder.get().id}/deletion", {}
    return f"{A}/role-holders", {"role_id": made.id, "user_id": cast.alice.id}


def relation(cast, end):
    made = AccountRelation.relate(cast.olga, cast.a, cast.b, "owns")
    data = {"kind": "to-other", "other": "2", "percentage": "", "seen": made.last_event_id}
    return f"{A}/relations/{made.id}{end}", data


def restoration(cast):
    cast.a.amend(cast.olga, city="Ribe")
    event = Event.select().where(Event.account_id == 1).order_by(Event.id.desc()).get()
    return f"{A}/events/{event.id}/restoration", {"field": "city"}


def reversal(cast):
    with transaction() as action:
        cast.a.amend(cast.olga, city="Ribe")
    return f"{A}/actions/{action}/reversal", {}


def value(cast):
    return f"{A}/custom-values/{CustomField.of_set('account').get().id}", {"value": "ny", "seen": "0"}


def profile(cast):
    data = {"name": "Ny", "type": "company", "country": "DK", "seen": cast.a.last_event_id}
    return A, data | {"street": "", "postal_code": "", "city": "Skive", "phone": "", "website": ""}


def photo(cast):
    return f"{A}/photo", {"photo": (BytesIO(picture()), "a.jpg")}


def taken_photo(cast):
    cast.a.change_photo("0" * 32, cast.olga)
    return f"{A}/photo/deletion", {}


REQUESTS = {
    "the profile": profile,
    "a photo": photo,
    "a photo taken away": taken_photo,
    "a new tag": lambda cast: (f"{A}/tags", {"name": "Løn", "colour": "blue"}),
    "a tag taken off": tag_on,
    "a colleague": lambda cast: (f"{A}/assignments", {"user_id": cast.nils.id}),
    "a role": lambda cast: role(cast, held=False),
    "a role taken away": lambda cast: role(cast, held=True),
    "a relation": lambda cast: (f"{A}/relations", {"kind": "to-owns", "other": "2", "percentage": ""}),
    "a relation changed": lambda cast: relation(cast, ""),
    "a relation removed": lambda cast: relation(cast, "/deletion"),
    "a contact": lambda cast: (f"{A}/links", {"contact_id": link_of(cast.b, "Bent").contact_id}),
    "a new contact": lambda cast: (f"{A}/contacts", {"first_name": "Ib", "language": "da", "country": "DK"}),
    "a contact taken off": lambda cast: (f"{A}/links/{link_of(cast.a).id}/deletion", {}),
    "a description": lambda cast: (
        f"{A}/links/{link_of(cast.a).id}/description",
        {"description": "x", "seen": link_of(cast.a).last_event_id},
    ),
    "the order of signers": lambda cast: (
        f"{A}/links/{link_of(cast.a).id}/signer-priority",
        {"place": "1"},
    ),
    "login": lambda cast: on_row(cast, "login"),
    "notify": lambda cast: on_row(cast, "notify"),
    "email sync": lambda cast: on_row(cast, "email-sync"),
    "signing": lambda cast: (on_row(cast, "signing-authority")[0], {"on": "0"}),
    "a type of notices": lambda cast: (on_row(cast, "notifications/reminders")[0], {"on": "0"}),
    "an invitation": invitation,
    "a value": value,
    "a value of the past": restoration,
    "an undo": reversal,
    "a document": lambda cast: (f"{A}/documents", {"files": (BytesIO(b"Hej"), "brev.txt")}),
}


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
@pytest.mark.parametrize("name", REQUESTS)
def test_what_was_found_active_is_refused_when_it_is_archived_before_the_write(
    app, browse, cast, archiving, found_active, name, htmx
):
    path, data = REQUESTS[name](cast)
    browser = browse(cast.olga)
    answer = browser.htmx("POST", path, data=data) if htmx else browser.post(path, data=data)
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert digest.digest() == archiving.before
    assert answer.headers.get("HX-Retarget") == ("#toasts" if htmx else None), "what was typed stays"
    kept = app.config["SETTINGS"].data_dir / "files"
    assert not [path for path in kept.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", REQUESTS)
def test_without_that_each_of_them_is_done(browse, cast, name):
    """Or they prove nothing."""
    path, data = REQUESTS[name](cast)
    browser, before = browse(cast.olga), digest.digest()
    assert browser.post(path, data=data).status_code in (200, 303)
    assert digest.digest() != before


PEOPLE = {
    "own data": (
        "",
        lambda cast: {"first_name": "Anne", "seen": str(2**31 - 1), "country": "DK", "language": "da"},
    ),
    "a value": ("/custom-values/{}", lambda cast: {"value": "ny", "seen": "0"}),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_who_is_on_no_other_client_is_left_as_well(browse, cast, archiving, found_active, name):
    end, data = PEOPLE[name]
    field = CustomField.of_set("contact").get()
    contact = link_of(cast.a, "Anna").contact
    path = f"/contacts/{contact.id}{end.format(field.id)}"
    answer = browse(cast.olga).post(path, data=data(cast))
    assert answer.status_code == 409
    assert OF_A_PERSON in answer.text
    assert digest.digest() == archiving.before


def test_a_person_who_is_on_an_active_client_too_is_changed(browse, cast, archiving, found_active):
    contact = link_of(cast.a, "Anna").contact
    link_contact(cast.b, contact, cast.olga)
    field = CustomField.of_set("contact").get()
    path = f"/contacts/{contact.id}/custom-values/{field.id}"
    assert browse(cast.olga).post(path, data={"value": "ny", "seen": "0"}).status_code in (200, 303)
    assert FieldValue.of(contact, field).value == "ny"
    assert cast.a.archived


def before_it(monkeypatch, archiving, owner, name):
    """Archive A at the last moment before the view's one verb."""
    real = getattr(owner, name)

    def late(*args, **kwargs):
        archiving()
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, late)


@pytest.mark.parametrize("answer", ["grant", "refusal"])
def test_a_request_for_access(browse, cast, archiving, monkeypatch, answer):
    AccessRequest.ask(cast.nils, 1, "Ferie")
    verb = {"grant": "grant", "refusal": "decline"}[answer]
    before_it(monkeypatch, archiving, AccessRequest, verb)
    path = f"/access-requests/{AccessRequest.get().id}/{answer}"
    assert browse(cast.olga).post(path).status_code == 409
    assert digest.digest() == archiving.before
    assert not Assignment.get_or_none(account=1, user=cast.nils)


@pytest.mark.parametrize("address", ["/access-requests", "/emergency-accesses"])
def test_asking_for_one_is_answered_like_for_one_that_does_not_exist(browse, cast, address):
    allow(True, cast.olga)
    answers = []
    for account_id in (cast.old.id, 987_654):
        response = browse(cast.nils).post(address, data={"account_id": account_id, "reason": "Nu"})
        answers.append((response.status_code, response.location.replace(str(account_id), "N")))
    assert answers[0] == answers[1]
    assert not AccessRequest.select().exists()
    assert not Assignment.get_or_none(account=cast.old, user=cast.nils)
    assert Event.select().where(Event.kind == "access.broke_glass").count() == 0


@pytest.mark.parametrize(
    ("verb", "end", "state"), [("cancel", "cancellation", "waiting"), ("retry", "attempts", "failed")]
)
def test_a_mail_of_the_outbox(browse, cast, archiving, monkeypatch, verb, end, state):
    line = Outbox.create(kind="access_granted", subject_id=1, account_id=1, state=state, due_at=now())
    before_it(monkeypatch, archiving, Outbox, verb)
    assert browse(cast.olga).post(f"/outbox/{line.id}/{end}").status_code == 409
    assert digest.digest() == archiving.before
    assert browse(cast.olga).post(f"/outbox/{line.id}/{end}").status_code == 409


@pytest.mark.parametrize("verb", ["apply", "undo"])
def test_a_bulk_change(browse, cast, archiving, monkeypatch, verb):
    tag = Tag.add(cast.olga, name="Moms")
    change = BulkChange.prepare(BulkRequest("tag_on", [1, 2], tag=tag.id), cast.olga)
    if verb == "undo":
        change.apply(change.digest)
    before_it(monkeypatch, archiving, BulkChange, verb)
    path = f"/bulk-changes/{change.id}" + ("/deletion" if verb == "undo" else "")
    assert browse(cast.olga).post(path, data={"digest": change.digest}).status_code == 409
    assert digest.digest() == archiving.before


@pytest.mark.parametrize(("kept", "gone"), [(1, 2), (2, 1)])
def test_a_merge(browse, cast, archiving, monkeypatch, kept, gone):
    before_it(monkeypatch, archiving, merges, "merge")
    data = {"kind": "account", "keep": kept, "gone": gone}
    assert browse(cast.olga).post("/merges", data=data).status_code == 409
    assert digest.digest() == archiving.before


# In the portal


IN_THE_PORTAL = {
    "a document": (
        file_store,
        "keep",
        "/portal/accounts/1/documents",
        lambda: {"files": (BytesIO(b"Hej"), "brev.txt")},
    ),
    "a photo": (Contact, "change_photo", "/portal/photo", lambda: {"photo": (BytesIO(picture()), "a.jpg")}),
    "the language": (Contact, "amend", "/portal/preferences", lambda: {"language": "en"}),
}


@pytest.mark.parametrize("name", IN_THE_PORTAL)
def test_who_is_in_the_portal_is_out(app, client, cast, archiving, monkeypatch, name):
    give_access(cast.address("aase@a.example"))
    person = enter(client, "aase@a.example")
    owner, verb, path, data = IN_THE_PORTAL[name]
    before_it(monkeypatch, archiving, owner, verb)
    response = person.post(path, data=data())
    assert response.location == "/portal/sign-in"
    assert Event.select().order_by(Event.id.desc()).get().kind in ("account.archived", "invitation.revoked")
    kept = app.config["SETTINGS"].data_dir / "files"
    assert not [path for path in kept.rglob("*") if path.is_file()]


def test_who_has_another_client_there_finds_this_one_no_longer(client, cast, archiving, monkeypatch):
    row = give_access(cast.address("aase@a.example"))
    link_contact(cast.b, row.link.contact, cast.olga)
    other = link_of(cast.b).linked_addresses.get()
    other.turn("login", True, cast.olga)
    person = enter(client, "aase@a.example")
    before_it(monkeypatch, archiving, file_store, "keep")
    response = person.post("/portal/accounts/1/documents", data={"files": (BytesIO(b"Hej"), "brev.txt")})
    assert response.status_code == 404
    assert not Document.select().exists()
    assert person.get("/portal/accounts/2/documents").status_code == 200


def test_several_files_come_all_or_not_at_all(client, cast, archiving, monkeypatch):
    give_access(cast.address("aase@a.example"))
    person, real, calls = enter(client, "aase@a.example"), Document.receive, []

    def second_too_late(*args):
        calls.append(args)
        return real(*args) if len(calls) == 1 else (_ for _ in ()).throw(AccountArchived(1))

    monkeypatch.setattr(Document, "receive", second_too_late)
    files = [(BytesIO(b"Hej"), "a.txt"), (BytesIO(b"Hej"), "b.txt")]
    person.post("/portal/accounts/1/documents", data={"files": files})
    assert len(calls) == 2
    assert not Document.select().exists()


def test_the_door_opens_to_what_is_still_active(client, cast, archiving, monkeypatch):
    row = give_access(cast.address("aase@a.example"))
    link_contact(cast.b, row.link.contact, cast.olga)
    link_of(cast.b).linked_addresses.get().turn("login", True, cast.olga)
    before_it(monkeypatch, archiving, PortalUser, "with_password")
    enter(client, "aase@a.example")
    assert [each.account_id for each in PortalLogin.select()] == [2]


def test_the_door_stays_shut_where_nothing_is(client, cast, archiving, monkeypatch):
    give_access(cast.address("aase@a.example"))
    before_it(monkeypatch, archiving, PortalUser, "with_password")
    data = {"email": "aase@a.example", "password": PASSWORD}
    assert client.post("/portal/sign-in", data=data).status_code == 403
    assert not PortalLogin.select().exists()


# Really at once, on either engine


class Kept:
    """The content of a file that nobody reads."""

    name, size, sha256 = None, 3, ""


AT_ONCE = {
    "rename": lambda: Account.get_by_id(1).amend(User.get_by_id(1), city=f"By {Event.newest_id()}"),
    "tag": lambda: Tag.get_or_create(name="Moms")[0].put_on(Account.get_by_id(1), None),
    "team": lambda: Account.get_by_id(1).assign(User.get_by_id(9), None),
    "switch": lambda: row().turn("notify", not row().is_on("notify"), None),
    "mute": lambda: row().mute("reminders", None),
    "invite": lambda: Invitation.send(row(), User.get_by_id(1)),
    "describe": lambda: Link.get_by_id(1).amend(None, description=f"x{Event.newest_id()}"),
    "value": lambda: FieldValue.of(Account.get_by_id(1), CustomField.of_set("account").get()).fill(
        None, f"x{Event.newest_id()}"
    ),
    "document": lambda: Document.receive(
        Account.get_by_id(1), Contact.get_by_id(1), "Bilag.txt", "text/plain", Kept()
    ),
    "person": lambda: Contact.get_by_id(1).amend(None, city=f"By {Event.newest_id()}"),
    "link": lambda: link_contact(Account.get_by_id(1), Contact.meet(None, first_name="Ib"), None),
    "login": lambda: PortalLogin.note(Account.get_by_id(1), Contact.get_by_id(1), "anna@a.example"),
}


def row():
    return Link.get_by_id(2).linked_addresses.get()


@pytest.mark.parametrize("name", AT_ONCE)
def test_nothing_is_told_of_it_after_it_was_archived(cast, name):
    row().turn("login", True, cast.olga)
    olga, deed = cast.olga, AT_ONCE[name]
    for _ in range(3):
        last = Event.newest_id()
        done, archived = at_once(
            lambda: deed() or "done",
            lambda: Account.get_by_id(1).archive(olga) or "archived",
            expected=AccountArchived,
        )
        assert done is not None, "an error that is none of ours"
        assert archived == "archived"
        archived = Event.get(Event.kind == "account.archived", Event.id > last)
        later = Event.select().where(
            Event.id > archived.id, Event.action != archived.action, Event.account_id == 1
        )
        assert not later.exists()
        people = Event.select().where(
            Event.id > archived.id, Event.action != archived.action, Event.contact_id == 1
        )
        assert not people.exists()
        Account.get_by_id(1).reactivate(olga)


def test_money_still_comes_in(cast):
    lines = [("Bogføring", 100, 120_000, 25)]
    invoice = Invoice.issue(cast.a, lines, now().date(), now().date())
    cast.a.archive(cast.olga)
    invoice.receive(1_000, now().date())
    with pytest.raises(AccountArchived):
        Invoice.issue(cast.a, lines, now().date(), now().date())
