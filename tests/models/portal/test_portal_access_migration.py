"""What the step to acceptances of one's own made of the access that people had."""

import importlib

import pytest
from playhouse.migrate import SchemaMigrator

from models.base.database import db
from models.clients.contact import Contact
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.clients.portal_user import PortalUser
from models.portal.invitation import Invitation
from models.portal.portal_access import places_of_mailbox

STEP = importlib.import_module("migrations.0019_portal_acceptances")
AASE = "aase@a.example"


@pytest.fixture
def people(cast) -> dict[str, LinkedAddress]:
    """Åse accepted on A and has LOGIN on B; with the same address Per and Ida have LOGIN on B, and Ida accepted too."""
    mine = cast.address(AASE)
    mine.turn("login", True, cast.olga)
    Invitation.send(mine, cast.olga).accept("hash")
    link_contact(cast.b, mine.link.contact, cast.olga)
    rows = {"Åse": LinkedAddress.get(LinkedAddress.address == mine.address_id, LinkedAddress.id != mine.id)}
    for name in ("Per", "Ida"):
        person = Contact.meet(cast.olga, first_name=name, emails=[AASE.upper()])
        rows[name] = link_contact(cast.b, person, cast.olga).linked_addresses.get()
    for row in rows.values():
        row.turn("login", True, cast.erik)
    Invitation.send(LinkedAddress.get_by_id(rows["Ida"].id), cast.erik).accept()
    Invitation.send(LinkedAddress.get_by_id(rows["Per"].id), cast.erik)
    return rows


def test_who_accepted_keeps_access_and_nobody_else_gets_in(cast, people, caplog):
    before = {place.id for place in places_of_mailbox(AASE)}
    migrator = SchemaMigrator.from_database(db.obj)
    STEP.down(migrator, db.obj)
    # As it was: Ida's row tells it itself, Åse's only by the invitation that she accepted.
    db.execute_sql(
        "UPDATE linked_address SET activated_at = NULL WHERE id <> (SELECT MAX(id) FROM linked_address)"
    )
    STEP.up(migrator, db.obj)
    assert {place.id for place in places_of_mailbox(AASE)} == before
    assert {place.link.contact.first_name for place in places_of_mailbox(AASE)} == {"Åse", "Ida"}
    assert LinkedAddress.get_by_id(people["Per"].id).login_state == "invited"
    assert {place.account_id for place in places_of_mailbox(AASE)} == {cast.a.id, cast.b.id}
    left_out = [record.getMessage() for record in caplog.records if "never accepted" in record.getMessage()]
    assert len(left_out) == 1
    assert f"linked address {people['Per'].id})" in left_out[0]
    assert AASE not in caplog.text


def test_an_address_that_was_changed_after_the_acceptance_is_not_taken_for_accepted(cast, people):
    migrator = SchemaMigrator.from_database(db.obj)
    STEP.down(migrator, db.obj)
    db.execute_sql("UPDATE linked_address SET activated_at = NULL")
    db.execute_sql(
        "UPDATE address SET email = 'x@a.example', email_folded = 'x@a.example' WHERE email_folded = 'aase@a.example'"
    )
    db.execute_sql(
        "UPDATE portal_user SET email = 'x@a.example', email_folded = 'x@a.example' WHERE email_folded = 'aase@a.example'"
    )
    STEP.up(migrator, db.obj)
    assert PortalUser.of("x@a.example")
    assert not list(places_of_mailbox("x@a.example"))
