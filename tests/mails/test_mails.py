"""What mails say, in whose language, and what nobody can make them say."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, default
from io import BytesIO

import pytest
from PIL import Image

import mails
from mails.envelope import sender_address
from mails.invitation import invitation_letter
from models.base.clock import at
from models.clients.contact import Contact
from models.outgoing.outbox import Outbox, Unsendable
from models.portal.invitation import Invitation
from models.sign_in.password_reset import PasswordReset
from models.staff.firm import Firm
from tests.support.visiting import give_access
from web.pictures import LOGOS


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


def invite(cast, message="", email="aase@a.example") -> Outbox:
    row = cast.address(email)
    row.turn("login", True, cast.rikke)
    return Invitation.send(row, cast.rikke, message).mail


def composed(row):
    """The mail as it comes out at the other end."""
    return message_from_bytes(mails.compose(row).as_bytes(policy=SMTP), policy=default)


def bodies(mail) -> list[str]:
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_an_invitation_names_firm_client_and_sender_and_links_to_the_base_url(inside, cast):
    mail = composed(invite(cast, "Vi glæder os!"))
    assert mail["From"].addresses[0].display_name == "Regnskabshuset Nord"
    assert mail["To"].addresses[0].addr_spec == "aase@a.example"
    assert mail["Reply-To"].addresses[0].addr_spec == "rikke@firma.example"
    for body in bodies(mail):
        for words in ("Regnskabshuset Nord", "Østergaard Byg ApS", "Vi glæder os!", "Rikke Gram", "Åse"):
            assert words in body
        links = re.findall(r"https?://[^\s\"<]+", body)
        assert links
        assert all(link.startswith("http://localhost/portal/invitations/") for link in links)


@pytest.mark.parametrize(("language", "words"), [("da", "inviterer"), ("en", "invites you")])
def test_it_is_in_the_language_of_the_contact(inside, cast, language, words):
    Contact.update(language=language).execute()
    assert words in composed(invite(cast))["Subject"]


@pytest.mark.parametrize(
    ("language", "greeting", "end"),
    [("da", "Hej Åse,", "og gælder til 14. dec."), ("en", "Hello Åse,", "and is valid until 14 Dec.")],
)
def test_it_greets_with_a_comma_and_ends_with_one_full_stop(inside, cast, language, greeting, end):
    Contact.update(language=language).execute()
    with at(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        row = invite(cast)
        for body in bodies(composed(row)):
            assert greeting in body
            assert end in body
            assert ".." not in body


def test_the_logo_travels_in_the_mail_and_stands_for_the_name(inside, cast):
    written = BytesIO()
    Image.new("RGB", (400, 100), "blue").save(written, "PNG")
    Firm.this().change_photo(LOGOS.store.keep(LOGOS.make(written.getvalue())), cast.olga)
    row = invite(cast)
    mail = composed(row)
    html = mail.get_body(("html",)).get_content()
    (logo,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert f'<img src="cid:{logo["Content-ID"][1:-1]}" alt="Regnskabshuset Nord"' in html
    assert Image.open(BytesIO(logo.get_content())).size == (480, 120)
    alone = invitation_letter(row.subject).html_alone
    assert 'src="data:image/png;base64,' in alone
    assert "cid:" not in alone


def test_another_host_in_a_request_never_comes_into_a_mail(app, cast):
    row = invite(cast)
    for host in ("evil.example", "localhost"):
        with app.test_request_context("/", headers={"Host": host, "X-Forwarded-Host": "evil.example"}):
            assert "evil.example" not in mails.compose(row).as_string()


@pytest.mark.parametrize(
    "message", ["{{ 7*7 }}", "{% for x in y %}", "${7*7}", "%(firm)s %s %", "<b>x</b><script>"]
)
def test_a_message_is_never_a_template_nor_markup(inside, cast, message):
    plain, html = bodies(composed(invite(cast, message)))
    assert message in plain
    assert message.replace("<", "&lt;").replace(">", "&gt;") in html
    assert "49" not in plain.replace(message, "").split("http")[0]


NASTY = (
    "Nord\r\nBcc: all@evil.example",
    "Nord\nX-Evil: 1",
    'Nord" <evil@evil.example>',
    "Nord\x0b\u2028x",  # NUL never comes so far: guard.unreadable()
    "=?utf-8?q?x?=",
)


@pytest.mark.parametrize("text", NASTY)
def test_names_inject_no_headers(inside, cast, text):
    plain_names = set(composed(invite(cast)).keys())
    Firm.update(name=text).execute()
    Contact.update(first_name=text, last_name=text * 5).execute()
    mail = composed(invite(cast))
    assert set(mail.keys()) == plain_names
    assert [each.addr_spec for each in mail["To"].addresses] == ["aase@a.example"]
    assert [each.domain for each in mail["From"].addresses] == ["localhost"]


@pytest.mark.parametrize(
    "email",
    [
        "a@b.example\r\nBcc: all@evil.example",
        "a b@b.example",
        "ab",
        "@b.example",
        "a@",
        "a@b@c.example",
        "",
        "a@..",
        "<a@b.example>",
    ],
)
def test_an_address_that_is_none_is_told_and_never_tried(inside, cast, email):
    row = invite(cast)
    Invitation.update(email=email).execute()
    with pytest.raises(Unsendable):
        mails.compose(row)


def test_danish_domains_are_written_as_mail_servers_know_them(inside, cast):
    row = invite(cast)
    Invitation.update(email="aase@smørrebrød.example").execute()
    assert mails.compose(row)["To"].addresses[0].addr_spec == "aase@xn--smrrebrd-64af.example"


def test_the_same_mail_twice_has_the_same_id(inside, cast):
    row = invite(cast)
    assert mails.compose(row)["Message-ID"] == mails.compose(row)["Message-ID"]
    assert mails.compose(row)["Message-ID"] != mails.compose(invite(cast))["Message-ID"]


def test_a_reset_says_what_it_is_for_and_links_there(inside, cast):
    give_access(cast.address("aase@a.example"))
    PasswordReset.ask("aase@a.example")
    row = Outbox.get(Outbox.kind == "password_reset")
    for body in bodies(composed(row)):
        assert "http://localhost/portal/password-resets/" in body
        assert PasswordReset.get().token in body


def test_the_sender_is_what_is_set_else_who_logs_in_else_nobody_at_our_host(inside, settings):
    def sender(**values):
        inside.config["SETTINGS"] = settings._replace(**values)
        return sender_address()

    assert sender() == "no-reply@localhost"
    assert sender(smtp_url="smtp://user:pw@mail.example") == "no-reply@localhost"
    assert sender(smtp_url="smtp://post%40firma.example:pw@mail.example") == "post@firma.example"
    assert (
        sender(mail_from="firma@firma.example", smtp_url="smtp://a%40b.example@c.example")
        == "firma@firma.example"
    )


def test_every_kind_of_the_outbox_can_be_written_and_is_named():
    from models.outgoing.outbox import KINDS
    from words import labels

    assert set(mails.COMPOSED) == set(KINDS) == set(labels.OUTBOX)
