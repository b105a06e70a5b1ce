"""What the step to one form of each address made of those that were kept as browsers and people had sent them."""

import importlib
import unicodedata

import pytest
from playhouse.migrate import SchemaMigrator

from models.base.database import db
from models.base.password import hash_password
from models.clients.contact import Address, Contact
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.clients.portal_user import PortalUser
from models.merging.duplicates import twice_at_one
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.portal.portal_access import places_of_mailbox, places_of_user
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.mailbox import all_leave

STEP = importlib.import_module("migrations.0025_mailboxes")
SHOWN, SENT = "åse@smørrebrød.example", "åse@xn--smrrebrd-64af.example"
PASSWORD, OTHER = "en lang og hemmelig sætning", "en anden lang og hemmelig sætning"
EMAILS = (
    (Address, "email"),
    (Address, "email_folded"),
    (PortalUser, "email"),
    (PortalUser, "email_folded"),
    (LinkedAddress, "agreed_email"),
    (Invitation, "email"),
    (Outbox, "email"),
)


@pytest.fixture(autouse=True)
def in_small_batches(monkeypatch):
    monkeypatch.setattr(STEP, "AT_ONCE", 2)


def run(direction):
    with db.atomic():
        direction(SchemaMigrator.from_database(db.obj), db.obj)


def was(model, column: str, row_id: int, value: str):
    """Let a column be what it was before the step."""
    table = model._meta.table_name
    db.execute_sql(
        f'UPDATE "{table}" SET {column} = {db.param} WHERE id = {db.param}',  # noqa: S608 (our own words)
        (value, row_id),
    )


def person(cast, account, name: str, email: str, password: str | None = None) -> LinkedAddress:
    """Somebody on an account with LOGIN, who has accepted with a password."""
    contact = Contact.meet(cast.olga, first_name=name, emails=[email])
    row = link_contact(account, contact, cast.olga).linked_addresses.get()
    row.turn("login", True, cast.olga)
    if password:
        Invitation.send(row, cast.olga).accept(hash_password(password))
    return LinkedAddress.get_by_id(row.id)


def as_browsers_sent():
    """Let everything hold the domain as xn--…, as it was."""
    for model, column in EMAILS:
        table = model._meta.table_name
        sent = f"REPLACE({column}, 'smørrebrød', 'xn--smrrebrd-64af')"
        db.execute_sql(f"UPDATE {table} SET {column} = {sent}")  # noqa: S608 (our own words)


def test_who_signed_in_does_and_links_under_way_open(cast):
    inside = person(cast, cast.a, "Åse", SHOWN, PASSWORD)
    invited = person(cast, cast.b, "Per", "per@smørrebrød.example")
    invitation = Invitation.send(invited, cast.olga)
    before = {place.id for place in places_of_mailbox(SHOWN)}
    run(STEP.down)
    as_browsers_sent()
    under_way = (
        Invitation.select(Invitation.id, Invitation.email, Invitation.created_at)
        .where(Invitation.id == invitation.id)
        .get()
    )
    assert under_way.email == "per@xn--smrrebrd-64af.example"
    token = under_way.token
    run(STEP.up)
    user = PortalUser.with_password(SENT, PASSWORD)
    assert user == PortalUser.with_password(SHOWN, PASSWORD)
    assert {place.id for place in places_of_user(user)} == before == {inside.id}
    row = LinkedAddress.get_by_id(inside.id)
    assert (row.login_state, row.address.email, row.agreed_email) == ("active", SHOWN, SHOWN)
    found = Invitation.by_token(invitation.id, token)
    assert (found.email, found.state) == ("per@smørrebrød.example", "open")
    for model, column in EMAILS:
        assert not model.select().where(getattr(model, column).contains("xn--")).exists(), (model, column)


def test_what_waits_for_confirmation_waits(cast):
    row = person(cast, cast.a, "Åse", SHOWN, PASSWORD)
    run(STEP.down)
    as_browsers_sent()
    was(LinkedAddress, "agreed_email", row.id, "en.anden@xn--smrrebrd-64af.example")
    run(STEP.up)
    row = LinkedAddress.get_by_id(row.id)
    assert (row.unconfirmed, row.agreed_email) == (True, "en.anden@smørrebrød.example")
    assert not places_of_mailbox(SHOWN).exists()


def test_one_mailbox_twice_at_one_person_is_kept_apart_and_told(cast, caplog):
    row = person(cast, cast.a, "Åse", "aase@x.example")
    contact = row.address.contact
    other = Address.add(cast.olga, contact=contact, email="b@x.example", position=1)
    run(STEP.down)
    for address, email in ((row.address, SHOWN), (other, unicodedata.normalize("NFD", SENT))):
        was(Address, "email", address.id, email)
        was(Address, "email_folded", address.id, email)
    run(STEP.up)
    rows = list(Address.of([contact.id]))
    assert [(each.email, each.email_folded) for each in rows] == [(SHOWN, SHOWN)] * 2
    assert sorted(each.kept_apart for each in rows) == [0, 1]
    assert f"Contact {contact.id} has one mailbox" in caplog.text
    assert "smørrebrød" not in caplog.text
    assert [(each, [row.id for row in twice]) for each, twice in twice_at_one(Contact.select(), 9)] == [
        (contact, [rows[0].id, rows[1].id])
    ]
    rows[1].amend(cast.olga, "moved", position=7)  # and whatever else is done with it
    rows[0].remove(cast.olga)
    assert twice_at_one(Contact.select(), 9) == []


def test_two_sign_ins_of_one_mailbox_have_each_their_password_and_places(cast, caplog):
    hers = person(cast, cast.a, "Åse", SHOWN, PASSWORD)
    his = person(cast, cast.b, "Per", "per@x.example", OTHER)
    user = PortalUser.of("per@x.example")
    run(STEP.down)
    for model, row_id in ((PortalUser, user.id), (Address, his.address_id)):
        was(model, "email", row_id, SENT)
        was(model, "email_folded", row_id, SENT)
    was(LinkedAddress, "agreed_email", his.id, SENT)
    run(STEP.up)
    assert "One mailbox has several sign-ins" in caplog.text
    for typed in (SHOWN, SENT):
        assert [place.id for place in places_of_user(PortalUser.with_password(typed, PASSWORD))] == [hers.id]
        assert [place.id for place in places_of_user(PortalUser.with_password(typed, OTHER))] == [his.id]
        assert PortalUser.with_password(typed, "noget helt andet end det") is None
    assert {LinkedAddress.get_by_id(each.id).login_state for each in (hers, his)} == {"active"}
    run(STEP.down)
    assert db.execute_sql("SELECT COUNT(DISTINCT email_folded) FROM portal_user").fetchone()[0] >= 2
    run(STEP.up)
    assert [place.id for place in places_of_user(PortalUser.with_password(SENT, OTHER))] == [his.id]


def test_two_members_of_staff_with_one_mailbox_sign_in_as_before(cast, caplog):
    first = User.hire(cast.olga, "Åse", SHOWN, "employee", PASSWORD)
    other = User.hire(cast.olga, "Per", "per@x.example", "employee", OTHER)
    run(STEP.down)
    was(User, "email", other.id, SENT)
    run(STEP.up)
    assert f"(users {first.id}, {other.id})" in caplog.text
    for typed in (SHOWN, SENT, SENT.upper()):
        assert User.with_password(typed, PASSWORD) == first
        assert User.with_password(typed, OTHER) == other
    assert not first.change_email(SENT, cast.olga)
    assert other.change_email("per@smørrebrød.example", cast.olga)
    assert User.of("per@xn--smrrebrd-64af.example") == other


def test_an_invitation_of_staff_in_the_other_form_is_ended_by_a_new_one(cast):
    made = StaffInvitation.send(cast.olga, name="Per", email=SHOWN, role="employee")
    run(STEP.down)
    was(StaffInvitation, "email", made.id, unicodedata.normalize("NFD", SHOWN))
    token = StaffInvitation.get_by_id(made.id).token
    run(STEP.up)
    assert StaffInvitation.by_token(made.id, token).state == "open"
    StaffInvitation.send(cast.olga, name="Per", email=SENT, role="employee")
    all_leave()
    assert StaffInvitation.by_token(made.id, token).state == "revoked"


@pytest.mark.parametrize("typed", [SENT, SENT.upper(), unicodedata.normalize("NFD", SHOWN)])
def test_two_forms_never_stand_side_by_side(cast, typed):
    from models.clients.addresses import Taken, add_address

    contact = Contact.meet(cast.olga, first_name="Åse", emails=[SHOWN])
    with pytest.raises(Taken):
        add_address(contact, typed, cast.olga)
    other = Contact.meet(cast.olga, first_name="Per", emails=[typed])
    assert other.addresses.get().email_folded == SHOWN
    assert "xn--" not in other.addresses.get().email.lower()
