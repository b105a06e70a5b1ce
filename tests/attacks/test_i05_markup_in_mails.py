"""I05, FreeScout CVE-2026-32754 and -107393: names and headers came into mails as markup (ASVS 1.2.1, 1.3.7).

And I08, ERPNext CVE-2026-65974: what was typed was a template of the mail.
"""

from email import message_from_bytes
from email.policy import SMTP, default

import pytest

import mails
from models.clients.contact import Contact
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.sign_in.password_reset import PasswordReset
from models.staff.firm import Firm
from models.staff.user import User
from tests.support.html import parse
from tests.support.visiting import give_access

pytestmark = [pytest.mark.asvs("1.2.1", "1.3.7"), pytest.mark.knows_no_engine]

PAYLOAD = "<img id=xss src=x onerror=alert(1)>\"'&{{7*7}}{% raw %}"


def composed(row):
    return message_from_bytes(mails.compose(row).as_bytes(policy=SMTP), policy=default)


@pytest.fixture
def spoilt(app, cast):
    row = cast.address("aase@a.example")
    cast.a.amend(None, name=PAYLOAD)
    Contact.update(first_name=PAYLOAD, last_name=PAYLOAD).execute()
    User.update(name=PAYLOAD).execute()
    Firm.update(name=PAYLOAD).execute()
    with app.test_request_context("/", headers={"User-Agent": PAYLOAD, "Referer": PAYLOAD}):
        yield row


def check(mail):
    page = mail.get_body(("html",)).get_content()
    for each in parse(page).iter():
        assert each.get("id") != "xss"
        assert not [name for name in each.attrib if isinstance(name, str) and name.startswith("on")]
    plain = mail.get_body(("plain",)).get_content()
    assert "{{7*7}}" in plain
    assert "49" not in plain.replace(PAYLOAD, "").split("http")[0]


def test_an_invitation_is_text_whatever_was_typed(spoilt, cast):
    spoilt.turn("login", True, cast.rikke)
    check(composed(Invitation.send(spoilt, cast.rikke, PAYLOAD).mail))


def test_a_reset_is_text_whatever_stands_in_the_headers_of_who_asked(spoilt, cast):
    give_access(spoilt)
    PasswordReset.ask("aase@a.example")
    mail = composed(Outbox.select().where(Outbox.kind == "password_reset").get())
    assert "xss" not in mail.get_body(("html",)).get_content().replace("&lt;img id=xss", "")
