"""I14, CPython CVE-2026-1299 and Roundcube #8404: a name with an end of line became a header of a mail (ASVS 1.3.11)."""

from email import message_from_bytes
from email.policy import SMTP, default

import pytest

import mails
from models.clients.contact import Contact
from models.portal.invitation import Invitation
from models.staff.firm import Firm
from models.staff.user import User

pytestmark = [pytest.mark.asvs("1.3.11"), pytest.mark.knows_no_engine]

ENDINGS = (
    "\r\n",
    "\n",
    "\r",
    "\u2028",
    "\u2029",
    "\x0b",
    "\x0c",
    "\x85",
    "\r\n\t",
    "\r\n ",
    "=?utf-8?q?=0D=0A?=",
    "\x1b",
)
FORGED = "{}Bcc: offer@evil.example{}X-Evil: 1"


def headers(mail) -> list[str]:
    return sorted(name.lower() for name, _ in mail.items())


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_name_makes_a_header(app, cast, ending):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.rikke)
    line = Invitation.send(row, cast.rikke, "Hej").mail
    forged = FORGED.format(ending, ending)
    with app.test_request_context("/"):
        usual = headers(message_from_bytes(mails.compose(line).as_bytes(policy=SMTP), policy=default))
        cast.a.amend(None, name=f"Firma{forged}")
        Contact.update(first_name=f"Anna{forged}").execute()
        User.update(name=f"Rikke{forged}").execute()
        Firm.update(name=f"Nord{forged}").execute()
        sent = mails.compose(line).as_bytes(policy=SMTP)
    mail = message_from_bytes(sent, policy=default)
    assert headers(mail) == usual
    assert [each.addr_spec for each in mail["To"].addresses] == ["aase@a.example"]
    head = sent.partition(b"\r\n\r\n")[0]
    assert all(line.split(b":")[0].lower() not in (b"bcc", b"x-evil") for line in head.split(b"\r\n"))


@pytest.mark.parametrize(
    "email",
    ["a@b.example\r\nBcc: x@evil.example", "a@b.example\nx", "a@b.example,x@evil.example", "<a@b.example>"],
)
def test_no_address_is_two(browse, cast, email):
    fields = {"first_name": "Ny", "email": email}
    response = browse(cast.olga).post("/accounts/1/contacts", data=fields)
    assert response.status_code == 422
