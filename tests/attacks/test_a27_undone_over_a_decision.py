"""An Undo takes nothing back over what somebody has decided since, and gives nobody more than they may (rule Clients 7)."""

import re

import pytest

from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.clients.account import Assignment
from models.clients.account_relation import AccountRelation
from models.clients.addresses import correct_address
from models.clients.contact import Address, Phone
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.documents.document import Document
from models.documents.signature import SignatureRequest
from models.history.undo import reverse
from models.portal.invitation import Invitation
from models.staff.user import User
from tests.support.mailbox import all_leave


def path_of(account, action) -> str:
    return f"/accounts/{account.id}/actions/{action}/reversal"


def again(row) -> LinkedAddress:
    return LinkedAddress.get_by_id(row.id)


def invited(cast, email="aase@a.example"):
    row = cast.address(email)
    row.turn("login", True, cast.olga)
    return row, Invitation.send(again(row), cast.olga)


def let_in(cast, email="aase@a.example") -> LinkedAddress:
    row, invitation = invited(cast, email)
    assert invitation.accept("x")
    return again(row)


def corrected(row, email, actor) -> str:
    with transaction() as action:
        correct_address(Address.get_by_id(row.address_id), email, actor)
    return action


@pytest.fixture
def alice(cast):
    """She manages contacts and no clients."""
    cast.alice.grant("manage_contacts", cast.olga)
    return cast.alice


# Access to the portal


def test_who_manages_contacts_alone_turns_no_login_on(browse, cast, alice):
    """Through the pages: restore an address, Undo; the owner turns LOGIN off; the same Undo once more."""
    row = cast.address("aase@a.example")
    corrected(row, "aase@ny.example", cast.olga)
    event = Event.get(Event.kind == "address.corrected")
    row = let_in(cast, "aase@ny.example")
    browser = browse(alice)
    done = browser.htmx(
        "POST", f"/accounts/{cast.a.id}/events/{event.id}/restoration", data={"field": "email"}
    )
    path = re.search(r'action="(/accounts/\d+/actions/[0-9a-f]{16}/reversal)', done.text)[1]
    assert browser.post(path).status_code == 303
    again(row).turn("login", False, cast.olga)
    assert browser.post(path).status_code == 409
    assert again(row).login_state == "off"


def test_login_that_the_owner_turned_off_stays_off(browse, cast, alice):
    row = let_in(cast)
    action = corrected(row, "aase@ny.example", alice)
    for on in (True, False):
        again(row).turn("login", on, cast.olga)
    assert browse(alice).post(path_of(cast.a, action)).status_code == 409
    assert again(row).login_state == "off"


def test_who_is_to_be_invited_anew_is_not_in_again(browse, cast, alice):
    row = let_in(cast)
    action = corrected(row, "aase@ny.example", alice)
    corrected(row, "aase@a.example", cast.olga)
    browse(alice).post(path_of(cast.a, action))
    assert again(row).login_state != "active"


def test_the_link_before_one_that_the_owner_revoked_stays_dead(browse, cast, alice):
    row, first = invited(cast)
    all_leave()
    action = corrected(row, "aase@ny.example", alice)
    Invitation.revoke_all(again(row), cast.olga)
    browse(alice).post(path_of(cast.a, action))
    assert Invitation.get_by_id(first.id).state == "revoked"


def test_a_newer_one_that_left_and_was_revoked_is_a_decision(browse, cast):
    row, first = invited(cast)
    all_leave()
    with transaction() as action:
        first.revoke(cast.rikke)
    second = Invitation.send(again(row), cast.olga)
    all_leave()
    Invitation.get_by_id(second.id).revoke(cast.olga)
    browse(cast.rikke).post(path_of(cast.a, action))
    assert Invitation.get_by_id(first.id).state == "revoked"


def test_undo_on_one_client_opens_no_other(browse, cast):
    """Rikke cannot open B, where LOGIN was turned on when nobody was in."""
    row = let_in(cast)
    person = row.link.contact
    with transaction() as action:
        unlink(Link.get_by_id(row.link_id), cast.rikke)
    link = link_contact(cast.b, person, cast.olga)
    on_b = next(iter(link.linked_addresses))
    on_b.turn("login", True, cast.olga)
    assert again(on_b).login_state == "not_invited"
    browse(cast.rikke).post(path_of(cast.a, action))
    assert again(on_b).login_state == "not_invited"


def test_archived_by_undo_invitations_end(cast):
    """As BulkChange.undo() of a reactivation of many does it."""
    cast.a.archive(cast.olga)
    with transaction() as action:
        cast.a.reactivate(cast.rikke)
    _row, sent = invited(cast)
    all_leave()
    reverse(action, cast.rikke)
    assert cast.a.archived
    cast.a.reactivate(cast.olga)
    assert Invitation.get_by_id(sent.id).state == "revoked"


def test_a_place_that_a_colleague_has_set_up_since_stays(browse, cast):
    with transaction() as action:
        link = link_contact(cast.a, next(iter(Link.of_account(cast.b))).contact, cast.mona)
    row = next(iter(link.linked_addresses))
    row.turn("login", True, cast.olga)
    assert Invitation.send(again(row), cast.olga).accept("x")
    assert browse(cast.mona).post(path_of(cast.a, action)).status_code == 409
    assert again(row).login_state == "active"


def test_a_relation_that_a_colleague_has_changed_stays(browse, cast):
    with transaction() as action:
        made = AccountRelation.relate(cast.mona, cast.a, cast.b, "owns", 5000)
    made.amend(cast.olga, percentage_hundredths=6000)
    assert browse(cast.mona).post(path_of(cast.a, action)).status_code == 409
    assert AccountRelation.get_or_none(id=made.id)


def test_a_phone_that_a_colleague_has_corrected_stays(browse, cast, alice):
    with transaction() as action:
        made = Phone.add(alice, contact=cast.address("aase@a.example").link.contact, number="+4520304050")
    made.amend(cast.olga, number="+4520304051")
    assert browse(alice).post(path_of(cast.a, action)).status_code == 409
    assert Phone.get_or_none(id=made.id)


def test_who_has_left_gets_no_place_back(browse, cast):
    cast.a.assign(cast.nils, cast.olga)
    with transaction() as action:
        cast.a.unassign(cast.nils, cast.rikke)
    User.update(deactivated_at=now()).where(User.id == cast.nils.id).execute()
    assert browse(cast.rikke).post(path_of(cast.a, action)).status_code == 409
    assert not Assignment.get_or_none(account=cast.a, user=cast.nils)


def test_kinds_of_mail_are_not_drawn_for_who_may_not_read_them(browse, cast):
    cast.alice.grant("assign_teammates", cast.olga)
    browser, row = browse(cast.alice), cast.address("anna@a.example")
    assert browser.get(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/notifications").status_code == 403
    with transaction() as action:
        cast.a.assign(cast.nils, cast.alice)
    answer = browser.htmx("POST", path_of(cast.a, action), data={"area": f"linked-address-{row.id}-types"})
    assert answer.status_code == 403


def test_what_a_colleague_asks_to_sign_is_not_voided_by_undo(browse, cast):
    cast.alice.grant("manage_documents", cast.olga)
    doc = Document.create(account=cast.a, name="x.pdf", mime_type="application/pdf", size=1)
    with transaction() as action:
        doc.set_shared(True, cast.alice)
    asked = SignatureRequest.send(
        Document.get_by_id(doc.id), [next(iter(Link.of_account(cast.a))).contact], cast.olga
    )
    assert browse(cast.alice).post(path_of(cast.a, action)).status_code == 409
    assert SignatureRequest.get_by_id(asked.id).status == "pending"
