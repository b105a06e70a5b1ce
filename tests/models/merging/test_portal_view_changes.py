"""What the dry run of a merge says that people will see in the portal, against what they then see there."""

import pytest

from models.base.clock import now
from models.base.password import hash_password
from models.clients.contact import Contact
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.documents.document import Document, Folder
from models.merging.merging import merge, preview, unmerge
from models.merging.portal_view_changes import reach_of
from models.portal.invitation import Invitation
from tests.support.digest import Queries, digest
from tests.support.visiting import PASSWORD, enter, give_access, second_owner_of


@pytest.fixture
def shared(cast) -> dict:
    """Three documents on A and two on B that the client sees, and more that it does not: private, inside, binned, not shared."""
    for account, count in ((cast.a, 3), (cast.b, 2)):
        private = Folder.create(account=account, name="Privat", access="private")
        inside = Folder.create(account=account, name="Inde", parent=private, access="edit")
        told = {"account": account, "mime_type": "text/plain", "size": 1}
        for number in range(count):
            Document.create(name=f"{number}", shared_at=now(), **told)
        for more in (
            {"folder": private, "shared_at": now()},
            {"folder": inside, "shared_at": now()},
            {"shared_at": now(), "binned_at": now()},
            {},
        ):
            Document.create(name="Nej", **told, **more)
    return {cast.a.id: 3, cast.b.id: 2}


def told(plan) -> set:
    return {(sight.email, sight.account.id, sight.when, sight.documents) for sight in plan.sights}


def seen(browse, email) -> int:
    """How many documents the portal lists for who signs in so, on all accounts."""
    browser = enter(browse(), email)
    home = browser.get("/portal")
    pages = [home.location] if home.status_code == 303 else None
    pages = pages or [f"/portal/accounts/{number}/documents" for number in range(1, 9)]
    texts = [each.text for each in map(browser.get, pages) if each.status_code == 200]
    return sum(text.count('id="document-') for text in texts)


def row_of(account, email) -> LinkedAddress:
    return next(row for row in LinkedAddress.on(account) if row.address.email == email)


def test_the_people_of_both_see_what_was_shared_with_the_other(browse, cast, shared):
    for email in ("aase@a.example", "bent@b.example"):
        give_access(cast.address(email))
    was = {email: seen(browse, email) for email in ("aase@a.example", "bent@b.example")}
    assert was == {"aase@a.example": 3, "bent@b.example": 2}
    before = digest()
    plan = preview(cast.a, cast.b, cast.olga)
    assert digest() == before
    assert told(plan) >= {
        ("aase@a.example", cast.b.id, "now", 2),
        ("bent@b.example", cast.a.id, "now", 3),
    }
    made = merge(cast.a, cast.b, cast.olga)
    for email, account, when, count in told(plan):
        if when == "now" and email in was:
            assert seen(browse, email) == was[email] + count, account
    unmerge(made, cast.olga)
    assert {email: seen(browse, email) for email in was} == was


def test_who_is_invited_sees_it_once_they_have_accepted(browse, cast, shared):
    row = cast.address("bent@b.example")
    row.turn("login", True, cast.olga)
    invitation = Invitation.send(row, cast.olga)
    plan = preview(cast.a, cast.b, cast.olga)
    assert ("bent@b.example", cast.a.id, "later", 3) in told(plan)
    assert not [each for each in told(plan) if each[0] == "bent@b.example" and each[2] == "now"]
    merge(cast.a, cast.b, cast.olga)
    assert Invitation.get_by_id(invitation.id).accept(hash_password(PASSWORD))
    assert seen(browse, "bent@b.example") == 5


def test_whose_switch_the_stricter_one_turns_off_sees_nothing_any_more(cast, shared):
    """Åse has LOGIN on A and not on B, where she stands too."""
    give_access(cast.address("aase@a.example"))
    link_contact(cast.b, cast.address("aase@a.example").address.contact, cast.olga)
    assert ("aase@a.example", cast.a.id, "no_longer", 3) in told(preview(cast.a, cast.b, cast.olga))


def test_who_is_off_or_has_nothing_new_is_not_named(cast, shared):
    """Åse is in on both, so both of hers are one; nobody else of B is in."""
    give_access(cast.address("aase@a.example"))
    link_contact(cast.b, cast.address("aase@a.example").address.contact, cast.olga)
    row_of(cast.b, "aase@a.example").turn("login", True, cast.olga)
    emails = {email for email, *_ in told(preview(cast.a, cast.b, cast.olga))}
    assert "aase@a.example" not in emails
    assert "bent@b.example" not in emails


def test_two_people_of_one_mailbox_made_one_see_what_one_of_them_accepted(browse, cast, shared):
    """Bent on B shares Åse's mailbox, with LOGIN on, and has not accepted himself: made one with her he has."""
    aase, bent = cast.address("aase@a.example"), cast.address("bent@b.example")
    give_access(aase)
    twin = second_owner_of(aase.address, bent)
    twin.turn("login", True, cast.olga)
    contacts = [Contact.get_by_id(each.address.contact_id) for each in (aase, bent)]
    plan = preview(contacts[1], contacts[0], cast.olga)
    assert ("aase@a.example", cast.b.id, "now", 2) in told(plan)
    merge(contacts[1], contacts[0], cast.olga)
    assert seen(browse, "aase@a.example") == 5


def test_two_people_whose_addresses_stay_apart_see_nothing_new(cast, shared):
    for email in ("aase@a.example", "bent@b.example"):
        give_access(cast.address(email))
    aase, bent = (cast.address(email).address.contact for email in ("aase@a.example", "bent@b.example"))
    assert not told(preview(aase, bent, cast.olga))


def test_what_people_reach_takes_as_many_queries_for_many_as_for_one(cast, shared):
    with Queries() as few:
        one = reach_of([cast.a])
    for number in range(5):
        person = Contact.meet(cast.olga, first_name=f"Per {number}", emails=[f"per{number}@a.example"])
        link_contact(cast.a, person, cast.olga)
        give_access(cast.address(f"per{number}@a.example"))
    with Queries() as many:
        found = reach_of([cast.a])
    assert len(many) == len(few)
    assert len(found.now) == len(one.now) + 5
    assert found.shared == {cast.a.id: 3}
