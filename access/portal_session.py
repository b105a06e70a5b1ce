"""Sessions of the client portal, with a cookie of their own, so that no member of staff is ever in it by accident."""

from functools import cached_property

from flask import after_this_request, current_app, g, request, url_for

from access.known_browsers import remember
from models.base.archived import hold_accounts
from models.base.browser_session import LIFETIME
from models.base.database import note, transaction
from models.clients.contact import Contact
from models.clients.linked_address import LinkedAddress
from models.clients.portal_user import PortalSession, PortalUser
from models.portal.portal_access import places_of_user
from models.portal.portal_login import PortalLogin
from models.staff.firm import Firm

PATH = "/portal"


class Visit:
    """Somebody in the portal: `reached` are the places of all who share the mailbox, and in a preview there is no session.

    Where several people share it, nobody acts before they have said who is there.
    """

    def __init__(self, reached: list[LinkedAddress], session: PortalSession | None = None):
        self.reached, self.session = reached, session

    @property
    def preview(self) -> bool:
        return self.session is None

    @property
    def email(self) -> str:
        return self.reached[0].address.email

    @cached_property
    def people(self) -> list[Contact]:
        """Those who share the address; mostly there is one."""
        return list({place.link.contact_id: place.link.contact for place in self.reached}.values())

    @cached_property
    def contact(self) -> Contact | None:
        """Who is acting, or None while that has to be asked."""
        if len(self.people) == 1:
            return self.people[0]
        return next((each for each in self.people if each.id == self.session.contact_id), None)

    @property
    def places(self) -> list[LinkedAddress]:
        """The places of who is acting."""
        return [place for place in self.reached if self.contact and place.link.contact_id == self.contact.id]

    @cached_property
    def accounts(self) -> list:
        return list({place.link.account_id: place.link.account for place in self.places}.values())

    def place_on(self, account_id: int) -> LinkedAddress | None:
        """The place of who is acting on an account."""
        return next((place for place in self.places if place.link.account_id == account_id), None)

    def act_as(self, contact: Contact):
        """Set who of the people who share the mailbox is acting, and note it as a login on that one's accounts."""
        self.session.act_as(contact.id)
        self.session.contact_id = contact.id
        self.__dict__.pop("contact", None)
        self.__dict__.pop("accounts", None)
        self.note_presence()

    def note_presence(self):
        """Note for each account that the person is there."""
        for account in self.accounts:
            PortalLogin.note(account, self.contact, self.email)


def in_portal() -> bool:
    """Whether this request is for a page of the portal."""
    return f"{request.path}/".startswith(f"{PATH}/")


def present() -> Visit | None:
    """The person in this browser who is in the portal now, with the access that they have now."""
    if "visit" not in g:
        g.visit = _read_visit()
    return g.visit


def forget():
    """Forget the cached result of present(), after access has changed."""
    g.pop("visit", None)


def _read_visit() -> Visit | None:
    token = request.cookies.get(cookie_name())
    session = PortalSession.find(token) if token else None
    if session is None:
        return None
    places = list(places_of_user(session.portal_user))
    if not places:
        if request.is_looked_at:
            note(session.end)  # which nothing hangs on: it opens nothing any more
        return None
    if request.is_looked_at:
        session.note_seen()
    return Visit(places, session)


def cookie_name() -> str:
    """Under https with the prefix that no other host and no other path can plant; its path is / for that (ASVS 3.3.3)."""
    return "__Host-portal" if current_app.config["SETTINGS"].https else "portal"


def begin(user: PortalUser, contact: Contact | None = None) -> bool:
    """Begin a session of `user` in this browser, and note it as a login on the person's accounts; False for one who has no access anywhere.

    `contact` is who it is where that is known; of those who share a mailbox nobody is told of before they say who is there.
    """
    with transaction():
        hold_accounts([place.link.account_id for place in places_of_user(user)])
        places = list(places_of_user(user))  # as they are now that nobody archives one
        if not places:
            return False
        leave()
        token = PortalSession.start(user, request.user_agent.string, request.remote_addr or "")
        visit = g.visit = Visit(places, PortalSession.find(token))
        if contact in visit.people:
            visit.act_as(contact)
        else:
            visit.note_presence()

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
    """Sign out of the portal: end the session and take its cookie back."""
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
