"""An address in the form that browsers send is the one that people write, wherever somebody is asked for theirs."""

import unicodedata

import pytest

from mails.envelope import in_ascii_domain
from models.base.password import hash_password
from models.clients.contact import Contact
from models.clients.linking import link_contact
from models.clients.portal_user import PortalSession
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.sign_in.password_reset import PasswordReset, StaffPasswordReset
from models.staff.sign_in import SignIn
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.cast import PASSWORD

SHOWN, SENT = "åse@smørrebrød.example", "åse@xn--smrrebrd-64af.example"
FORMS = [SHOWN, SENT, SENT.upper(), unicodedata.normalize("NFD", SHOWN), SHOWN.replace("@", "＠")]
STREETS = ("åse@straße.example", "åse@strasse.example")


@pytest.fixture
def åse(cast):
    """Somebody in the portal, and somebody else on the staff, with this address."""
    contact = Contact.meet(cast.olga, first_name="Åse", emails=[SENT])
    row = link_contact(cast.a, contact, cast.olga).linked_addresses.get()
    row.turn("login", True, cast.olga)
    Invitation.send(row, cast.olga).accept(hash_password(PASSWORD))
    User.hire(cast.olga, "Åse Ny", SHOWN, "employee", PASSWORD)
    return row


@pytest.mark.parametrize("typed", FORMS)
def test_every_form_signs_in(client, åse, typed):
    for path, sessions in (("/portal/sign-in", PortalSession), ("/sign-in", SignIn)):
        before = sessions.select().count()
        assert client.post(path, data={"email": typed, "password": PASSWORD}).status_code == 303, path
        assert sessions.select().count() == before + 1, path


@pytest.mark.parametrize("typed", FORMS)
def test_every_form_gets_a_link_for_a_new_password(client, åse, typed):
    for path, kind in (("/portal/password", PasswordReset), ("/password", StaffPasswordReset)):
        client.post(path, data={"email": typed})
        asked = kind.get()
        assert (asked.email, asked.open) == (SHOWN, True), path
        assert Outbox.get(Outbox.kind == kind.purpose).email == SHOWN


def test_wrong_tries_count_together_whatever_the_form(client, åse):
    for path in ("/portal/sign-in", "/sign-in"):
        tries = [
            client.post(path, data={"email": FORMS[number % 5], "password": "forkert"}).status_code
            for number in range(11)
        ]
        assert tries == [422] * 10 + [429], path


def test_another_domain_is_another_person(client, cast):
    one, other = STREETS
    User.hire(cast.olga, "Åse", one, "employee", PASSWORD)
    assert client.post("/sign-in", data={"email": other, "password": PASSWORD}).status_code == 422
    assert User.hire(cast.olga, "Åse", other, "employee", PASSWORD)


def test_a_colleague_is_invited_once_by_either_form(browse, cast, åse):
    browser = browse(cast.olga)
    fields = {"name": "Åse", "role": "employee"}
    for typed in FORMS:
        answer = browser.post("/settings/team/invitations", data=fields | {"email": typed})
        assert answer.status_code == 422, typed
    new = {"email": "per@xn--smrrebrd-64af.example"}
    assert browser.post("/settings/team/invitations", data=fields | new).status_code == 303
    assert StaffInvitation.get().email == "per@smørrebrød.example"


def test_the_mail_goes_to_the_domain_as_servers_know_it(app, åse):
    for email, domain in ((SHOWN, "xn--smrrebrd-64af.example"), (STREETS[0], "xn--strae-oqa.example")):
        with app.app_context(), app.test_request_context():
            assert in_ascii_domain(email) == f"åse@{domain}"
