"""The mails that leave the firm, written at the moment they are sent: nothing stored holds a link that works."""

from base64 import b64encode
from collections.abc import Callable
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from models.base.clock import now
from models.base.mailbox import in_ascii
from models.clients.account import Assignment
from models.outgoing.outbox import Outbox, Unsendable
from models.portal.invitation import Invitation
from models.portal.portal_access import places_of_mailbox
from models.processes.address_change import WaitingAddress
from models.sign_in.password_reset import PasswordReset, StaffPasswordReset
from models.sign_in.security_notice import SecurityNotice
from models.staff.firm import Firm
from models.teams.access_request import AccessRequest
from models.teams.break_glass import BrokenGlass
from models.teams.staff_invitation import StaffInvitation
from web.pictures import LOGOS
from words import labels
from words.language import LANGUAGES, locale

LONGEST_NAME = 60  # characters
LOGO_ID = "logo@overblik"
LOGO_SOURCE = f"cid:{LOGO_ID}"


class Letter(NamedTuple):
    """A mail as people read it; where `to` is None it goes to the address in the outbox."""

    to_name: str
    to: str | None
    subject: str
    text: str
    html: str
    logo: bytes | None
    reply_to: str = ""

    @property
    def html_alone(self) -> str:
        """The HTML with the logo in it, to be looked at outside a mail."""
        logo = b64encode(self.logo or b"").decode()
        return self.html.replace(LOGO_SOURCE, f"data:image/png;base64,{logo}")


def compose(row: Outbox) -> EmailMessage:
    """The mail of a line of the outbox, in its reader's language. Raises Unsendable."""
    letter = COMPOSED[row.kind](row.subject)
    return packed(
        letter if letter.to is not None else letter._replace(to=row.email),
        f"{row.kind}-{row.subject_id}-{row.id}",
    )


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


def link(endpoint: str, **values) -> str:
    """An address in our own installation, built from the configured base URL alone (CVE-2026-26747)."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return current_app.config["SETTINGS"].base_url + path


# What each kind says


def invitation_letter(invitation: Invitation, url: str | None = None) -> Letter:
    """An invitation; with another `url` as a preview that opens nothing."""
    place = invitation.linked_address.link
    url = url or link("portal.invitations.show", invitation_id=invitation.id, token=invitation.token)
    inviter = invitation.invited_by
    with force_locale(language_of(place.contact)):
        firm = Firm.this().name
        return Letter(
            place.contact.name,
            invitation.email,
            _("%(firm)s invites you to its client portal", firm=firm),
            *written(
                "invitation",
                name=place.contact.first_name,
                firm=firm,
                account=place.account.name,
                inviter=inviter.name if inviter else "",
                message=invitation.message,
                expires_at=invitation.expires_at,
                url=url,
            ),
            reply_to=inviter.email if inviter else "",
        )


def reset_letter(reset: PasswordReset) -> Letter:
    """A link to choose a new password for the portal."""
    place = places_of_mailbox(reset.email).first()
    contact = place.link.contact if place else None
    url = link("portal.passwords.edit", password_reset_id=reset.id, token=reset.token)
    with force_locale(language_of(contact)):
        firm = Firm.this().name
        return Letter(
            contact.name if contact else "",
            reset.email,
            _("A new password for the client portal of %(firm)s", firm=firm),
            *written(
                "password_reset",
                name=contact.first_name if contact else "",
                asked=_(
                    "Somebody, hopefully you, asked for a new password for the client portal of %(firm)s.",
                    firm=firm,
                ),
                firm=firm,
                url=url,
            ),
        )


def staff_reset_url(reset: StaffPasswordReset) -> str:
    """Where a member of staff chooses a new password, whoever hands it over."""
    return link("passwords.edit", password_reset_id=reset.id, token=reset.token)


def staff_reset_letter(reset: StaffPasswordReset) -> Letter:
    """A link to choose a new password, for a member of staff."""
    url = staff_reset_url(reset)
    with force_locale(language_of(reset.user)):
        firm = Firm.this().name
        asked = _("Somebody, hopefully you, asked for a new password for Overblik at %(firm)s.", firm=firm)
        return Letter(
            reset.user.name,
            reset.email,
            _("A new password for Overblik at %(firm)s", firm=firm),
            *written("password_reset", name=reset.user.name, asked=asked, firm=firm, url=url),
        )


def notice_letter(notice: SecurityNotice) -> Letter:
    """Word of what was done to somebody's sign-in."""
    with force_locale(language_of(notice.user)):
        firm, told = Firm.this().name, str(labels.NOTICES[notice.about])
        return Letter(
            notice.user.name,
            notice.email,
            _("Your sign-in to Overblik at %(firm)s", firm=firm),
            *written("security_notice", name=notice.user.name, told=told, at=notice.created_at, firm=firm),
        )


def staff_invitation_url(invitation: StaffInvitation) -> str:
    """Where an invitation to be staff is accepted, whoever hands it over."""
    return link("acceptances.show", staff_invitation_id=invitation.id, token=invitation.token)


def staff_invitation_letter(invitation: StaffInvitation) -> Letter:
    """An invitation to be staff."""
    url = staff_invitation_url(invitation)
    inviter = invitation.invited_by
    with force_locale(language_of(invitation.invited_by)):
        firm = Firm.this().name
        return Letter(
            invitation.name,
            invitation.email,
            _("%(inviter)s invites you to Overblik at %(firm)s", inviter=inviter.name, firm=firm),
            *written(
                "staff_invitation",
                name=invitation.name,
                firm=firm,
                inviter=inviter.name,
                expires_at=invitation.expires_at,
                url=url,
            ),
            reply_to=inviter.email,
        )


def access_granted_letter(asked: AccessRequest) -> Letter:
    """Word to a member of staff that they were let in."""
    place = Assignment.get(account=asked.account, user=asked.user)
    with force_locale(language_of(asked.user)):
        return Letter(
            asked.user.name,
            asked.user.email,
            _("You can now open %(account)s", account=asked.account.name),
            *written(
                "access_granted",
                name=asked.user.name,
                firm=Firm.this().name,
                account=asked.account.name,
                until_at=place.until_at,
                url=link("accounts.show", account_id=asked.account_id),
            ),
        )


def address_confirmation_letter(waiting: WaitingAddress) -> Letter:
    """Word to those who may confirm it that an address was changed by somebody who may not open the client."""
    row, link_ = waiting.row, waiting.row.link
    with force_locale(language_of(None)):
        return Letter(
            "",
            None,
            _("An address on %(account)s has to be confirmed", account=link_.account.name),
            *written(
                "address_confirmation",
                firm=Firm.this().name,
                person=link_.contact.name,
                account=link_.account.name,
                former=row.agreed_email,
                address=row.address.email,
                url=link("info.show", account_id=link_.account_id),
            ),
        )


def broken_glass_letter(used: BrokenGlass) -> Letter:
    """Word to an owner that somebody has opened a client that was not theirs."""
    with force_locale(language_of(None)):
        return Letter(
            "",
            None,
            _("%(who)s has opened %(account)s with break-glass", who=used.who, account=used.account),
            *written(
                "broken_glass",
                firm=Firm.this().name,
                who=used.who,
                account=used.account,
                reason=used.reason,
                at=used.at,
                url=link("accounts.show", account_id=used.account_id),
            ),
        )


COMPOSED: dict[str, Callable[..., Letter]] = {
    "invitation": invitation_letter,
    "password_reset": reset_letter,
    "staff_invitation": staff_invitation_letter,
    "access_granted": access_granted_letter,
    "address_confirmation": address_confirmation_letter,
    "broken_glass": broken_glass_letter,
    "staff_password_reset": staff_reset_letter,
    "security_notice": notice_letter,
}


def language_of(person) -> str:
    """What a contact or a member of staff reads; without a choice of theirs, or a person, the firm's language."""
    language = (person and person.language) or Firm.this().language
    return language if language in LANGUAGES else "da"


def written(template: str, **words) -> tuple[str, str, bytes | None]:
    """Text, HTML and logo of a mail. What people wrote is only ever a value in it, never a template."""
    logo = LOGOS.read(Firm.this().logo)
    words |= {"language": locale().language, "logo": LOGO_SOURCE if logo else None}
    text, html = (
        current_app.jinja_env.get_template(f"mail/{template}.{ending}").render(**words)
        for ending in ("txt", "html")
    )
    return text, html, logo
