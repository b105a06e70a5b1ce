"""What every mail is made of: its reader's language, text and HTML from templates, links that lead here."""

from base64 import b64encode
from typing import NamedTuple

from flask import current_app

from models.staff.firm import Firm
from web.pictures import LOGOS
from words.language import LANGUAGES, locale

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


def link(endpoint: str, **values) -> str:
    """An address in our own installation, built from the configured base URL alone (CVE-2026-26747)."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return current_app.config["SETTINGS"].base_url + path
