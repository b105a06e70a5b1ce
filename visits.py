"""Who is in the portal: sessions and cookies of their own, so that no member of staff is ever in it by accident."""

from functools import cached_property

from flask import after_this_request, current_app, g, request, url_for

from known_browsers import remember
from models.archived import hold_accounts
from models.browser_session import LIFETIME
from models.contact import Contact
from models.database import note, transaction
from models.firm import Firm
from models.linked_address import LinkedAddress
from models.portal_access import seats_with
from models.portal_login import PortalLogin
from models.portal_user import PortalSession, PortalUser

PATH = "/portal"


class Visit:
    """Somebody in the portal: the places that they have, and in a preview no session."""

    def __init__(self, seats: list[LinkedAddress], session: PortalSession | None = None):
        self.seats, self.session = seats, session

    @property
    def preview(self) -> bool:
        return self.session is None

    @property
    def email(self) -> str:
        return self.seats[0].address.email

    @cached_property
    def people(self) -> list[Contact]:
        """Those who share the address; mostly there is one."""
        return list({seat.link.contact_id: seat.link.contact for seat in self.seats}.values())

    @cached_property
    def contact(self) -> Contact:
        """Who is acting."""
        chosen = self.session.contact_id if self.session else None
        return next((each for each in self.people if each.id == chosen), self.people[0])

    @cached_property
    def accounts(self) -> list:
        return list({seat.link.account_id: seat.link.account for seat in self.seats}.values())

    def seat_on(self, account_id: int) -> LinkedAddress | None:
        """The place on an account, that of who is acting where several people have one."""
        here = [seat for seat in self.seats if seat.link.account_id == account_id]
        return next(
            (seat for seat in here if seat.link.contact_id == self.contact.id), here[0] if here else None
        )


def in_portal() -> bool:
    """Whether this request is for a page of the portal."""
    return f"{request.path}/".startswith(f"{PATH}/")


def present() -> Visit | None:
    """The person in this browser who is in the portal now, with the access that they have now."""
    if "visit" not in g:
        g.visit = _read_visit()
    return g.visit


def forget():
    """Let present() ask anew what the person has access to."""
    g.pop("visit", None)


def _read_visit() -> Visit | None:
    token = request.cookies.get(cookie_name())
    session = PortalSession.find(token) if token else None
    if session is None:
        return None
    seats = list(seats_with(session.portal_user))
    if not seats:
        if request.is_looked_at:
            note(session.end)  # which nothing hangs on: it opens nothing any more
        return None
    if request.is_looked_at:
        session.note_seen()
    return Visit(seats, session)


def cookie_name() -> str:
    """Under https with the prefix that no other host and no other path can plant; its path is / for that (ASVS 3.3.3)."""
    return "__Host-portal" if current_app.config["SETTINGS"].https else "portal"


def begin(user: PortalUser) -> bool:
    """Let `user` in by this browser, and tell every account; False for one who has no access anywhere."""
    with transaction():
        hold_accounts([seat.link.account_id for seat in seats_with(user)])
        seats = list(seats_with(user))  # as they are now that nobody archives one
        if not seats:
            return False
        leave()
        token = PortalSession.start(user, request.user_agent.string, request.remote_addr or "")
        visit = g.visit = Visit(seats, PortalSession.find(token))
        for account in visit.accounts:
            PortalLogin.note(account, visit.seat_on(account.id).link.contact, user.email)

    @after_this_request
    def set_cookie(response):
        response.set_cookie(
            cookie_name(),
            token,
            max_age=LIFETIME,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SETTINGS"].https,
        )
        return response

    remember(user)
    return True


def leave():
    """Let the person in this browser be in the portal no longer."""
    visit = present()
    if visit:
        visit.session.end()
    g.visit = None

    @after_this_request
    def delete_cookie(response):
        if g.visit is None:
            response.delete_cookie(
                cookie_name(), httponly=True, samesite="Lax", secure=current_app.config["SETTINGS"].https
            )
        return response


def host() -> Firm:
    """The firm whose portal it is."""
    if "host" not in g:
        g.host = Firm.this()
    return g.host


def portal_url(endpoint: str, **values) -> str:
    """The address of a page of the portal; in a preview that of its preview."""
    if present() and present().preview:
        return g.preview_url(endpoint, **values)
    return url_for(f"portal.{endpoint}", **values)
