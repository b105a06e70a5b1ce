"""A letter as a mail server takes it: headers that nobody else writes, both forms of its text, the logo."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from flask import current_app

from mails.letter import LOGO_ID, Letter
from models.base.clock import now
from models.base.mailbox import in_ascii
from models.outgoing.outbox import Unsendable
from models.staff.firm import Firm

LONGEST_NAME = 60  # characters


def packed(letter: Letter, name: str) -> EmailMessage:
    """A letter as it goes to a mail server; sent twice it has the same Message-ID. Raises Unsendable."""
    firm, sender = Firm.this(), sender_address()
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(plain_name(firm.name), addr_spec=sender)
        message["To"] = Address(plain_name(letter.to_name), addr_spec=in_ascii_domain(letter.to))
        message["Subject"] = one_line(letter.subject)
        if letter.reply_to:
            message["Reply-To"] = Address(addr_spec=in_ascii_domain(letter.reply_to))
    except (MessageError, ValueError, IndexError, AttributeError) as error:
        raise Unsendable("The address is not one that mail can be sent to.") from error
    message["Date"] = now()
    message["Message-ID"] = f"<overblik-{name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.logo:  # within the mail: programs fetch no picture from outside unasked
        html = message.get_payload()[-1]
        html.add_related(
            letter.logo, "image", "png", cid=f"<{LOGO_ID}>", filename="logo.png", disposition="inline"
        )
    return message


def one_line(text: str) -> str:
    """Text that can stand in a header: white space and what is unseen becomes a space, and no word is one in code, which
    Python would read and of which an end of line could come (CVE-2026-1299).
    """
    return " ".join("".join(each if each.isprintable() else " " for each in text).split()).replace(
        "=?", "= ?"
    )


def plain_name(text: str) -> str:
    """A name beside an address. What means something there goes: in long names Python forgets the quotes around it."""
    return one_line("".join(" " if each in '()<>[]:;@\\,"=?' else each for each in text))[
        :LONGEST_NAME
    ].strip()


def in_ascii_domain(address: str) -> str:
    """An address with its domain as mail servers know it. Raises ValueError for one that is none."""
    local, at, _domain = address.rpartition("@")
    if not (local and at and address.isprintable() and " " not in address):
        raise ValueError(address)
    return in_ascii(address)


def sender_address() -> str:
    """The address that mails come from."""
    settings = current_app.config["SETTINGS"]
    smtp_user = unquote(urlsplit(settings.smtp_url).username or "")
    if settings.mail_from or "@" in smtp_user:
        return settings.mail_from or smtp_user
    return f"no-reply@{urlsplit(settings.base_url).hostname}"
