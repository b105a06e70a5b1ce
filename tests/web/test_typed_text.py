"""Every form of the app keeps what was typed: they are found by walking the addresses, so that none is forgotten.

What the browser does with them is tried in tests/browser/test_typed.py, on a few; here each is sent by hand: with the
session over, with an error of ours, with letters that nobody types, and after its record is gone.
"""

import re
from functools import wraps
from html import unescape
from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient
from peewee import IntegrityError
from werkzeug.exceptions import Conflict, HTTPException, NotFound, TooManyRequests

import access
from models.base.one_time_codes import new_secret
from models.clients.custom_field import CustomField
from models.clients.linked_address import LinkedAddress
from models.clients.portal_user import PortalSession, PortalUser
from models.portal.invitation import Invitation
from models.sign_in.password_reset import PasswordReset, StaffPasswordReset
from models.staff.setup import Setup
from models.staff.sign_in import SignIn
from models.staff.user import User
from models.teams.access_request import AccessRequest
from models.teams.break_glass import allow
from models.teams.staff_invitation import StaffInvitation
from tests.fuzz.discovery import FORM
from tests.support import digest, visiting
from tests.support.browsing import sign_in
from tests.support.cast import PASSWORD
from tests.support.factors import give_app, type_password
from tests.support.html import parse, parse_fragment
from tests.test_conventions_requests import CHILDREN, NOBODYS, furnish

pytestmark = pytest.mark.knows_no_engine

TYPED = "Skrevet af Olga"
AASE = "aase@a.example"
SORTS = {
    "email": "skrevet@typed.example",
    "tel": "33 12 34 56",
    "date": "2100-01-31",
    "number": "12",
    "url": "https://typed.example",
    "password": "en helt ny lang sætning",
}
NOT_TYPED = ("hidden", "submit", "button", "image")
HAS_FIELDS = re.compile(r"<(?:select|textarea|input(?![^>]*type=.hidden))\b")
DOOR = re.compile(r'name="(door-next|door-email|door-password)"')

# Endpoints of forms that hold nothing but buttons. A form with a field is found by itself.
BUTTONS = {
    *(
        "account_exports.create",
        "account_role_positions.update",
        "account_roles.delete",
    ),
    *("account_tags.delete", "activity_exports.create", "address_confirmations.update", "archivals.update"),
    *(
        "assignments.delete",
        "authenticators.delete",
        "bins.update",
        "bulk_changes.delete",
        "bulk_changes.update",
    ),
    *(
        "contact_revelations.create",
        "covers.delete",
        "custom_field_archivals.update",
        "custom_field_positions.update",
    ),
    *("custom_fields.delete", "deactivations.delete", "default_members.delete", "emergency_accesses.update"),
    *("invitations.delete", "linked_addresses.switch", "links.delete", "logos.delete", "lost_factors.delete"),
    *(
        "member_sign_ins.delete",
        "merges.create",
        "merges.delete",
        "notifications.update",
        "outbox.delete",
        "outbox.update",
    ),
    *(
        "own_sessions.delete",
        "passkey_sign_ins.create",
        "passkeys.delete",
        "photos.delete",
        "portal.actors.update",
    ),
    *(
        "portal.invitations.create",
        "portal.photos.delete",
        "portal.preferences.update",
        "portal.sign_ins.delete",
    ),
    *("preferences.update", "recovery_codes.create", "relations.delete", "restorations.create"),
    *("revelations.create", "reversals.create", "role_holders.delete", "security.update", "sign_ins.delete"),
    *("member_password_links.create", "sharings.update", "staff_invitation_links.update"),
    *("signer_priorities.update", "staff_invitations.delete", "staff_invitations.update", "tags.delete"),
}
FIRST_VISIT = {"setup.create"}  # which is tried at the end, where nobody is there yet


class Field(NamedTuple):
    name: str
    sort: str
    value: str

    @property
    def secret(self) -> bool:
        return self.sort == "password" or "secret" in self.name


class Form(NamedTuple):
    """A form with fields of a person, as a page shows it to somebody in their browser."""

    browser: object
    who: object  # a User, the address of a person in the portal, or nobody
    page: str
    endpoint: str
    action: str
    fields: tuple[Field, ...]
    element: object

    @property
    def typed(self) -> list[Field]:
        """Those that text is typed into."""
        return [
            each
            for each in self.fields
            if each.sort not in (*NOT_TYPED, "checkbox", "radio", "select", "file")
        ]

    @property
    def kept(self) -> list[str]:
        """What has to be found again: the secret and files are nobody's to write into a page."""
        return [self.filled(each) for each in self.typed if not each.secret]

    @property
    def whole(self) -> bool:
        return not any(each.secret or each.sort == "file" for each in self.fields)

    def filled(self, field: Field, text: str = "") -> str:
        if text and field.secret:
            return "kort"  # which changes nobody's
        return text or SORTS.get(field.sort, TYPED)

    def sent(self, text: str = "") -> dict:
        """What a browser posts once somebody has filled it in, with `text` in each field that takes any."""
        sent = {}
        for each in self.fields:
            if each.sort == "file":
                sent[each.name] = (BytesIO(b"Hej"), "hej.txt")
            elif each in self.typed:
                sent[each.name] = self.filled(each, text)
            else:
                sent.setdefault(each.name, each.value)
        return sent


def field_of(element) -> Field:
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[-1:]
        return Field(element.get("name"), "select", chosen[0].get("value", "") if chosen else "")
    if element.tag == "textarea":
        return Field(element.get("name"), "textarea", element.text or "")
    return Field(element.get("name"), element.get("type", "text"), element.get("value", ""))


def endpoint_of(app, action: str) -> str | None:
    try:
        return app.url_map.bind("localhost").match(action.partition("?")[0], "POST")[0]
    except HTTPException:
        return None


class Plain(FlaskClient):
    """A browser that does not look at what it fetches: each of these pages has a test of its own that does."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT_LANGUAGE": "en"}


def forms_in(app, browser, who, page: str, text: str):
    for whole in FORM.finditer(text):
        if 'method="post"' not in whole[1] or 'action="' not in whole[1] or not HAS_FIELDS.search(whole[2]):
            continue
        (element,) = parse_fragment(whole[0]).iter("form")
        controls = [each for each in element.iter() if each.tag in ("input", "select", "textarea")]
        controls = [each for each in controls if each.get("name") and each.get("readonly") is None]
        if all(control.get("type") in NOT_TYPED for control in controls):
            continue
        fields = tuple(
            field_of(each)
            for each in controls
            if each.get("type") not in ("checkbox", "radio") or each.get("checked") is not None
        )
        further = [each.get("formaction") for each in element.iter("button") if each.get("formaction")]
        for action in (element.get("action"), *further):
            yield Form(browser, who, page, endpoint_of(app, action), action, fields, element)


def addresses(app, account, prefix: str = "/"):
    """Every page that there is of an account, and of the firm."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.rule.startswith(prefix) and rule.endpoint != "static":
            values = {name: CHILDREN[name](account) for name in rule.arguments - {"account_id", "filename"}}
            yield rule.build({"account_id": account.id, **values})[1]


def walked(app, browse, cast):
    """(browser, by whom, address, answer) of every page that somebody may see."""
    AccessRequest.ask(cast.nils, cast.a.id, "Ferie")
    allow(True, cast.olga)
    furnish(app, cast.a, cast.olga)
    link = StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="employee", rights=[])
    aase, anna = cast.address(AASE), cast.address("anna.privat@a.example")
    anna.turn("login", True, cast.olga)
    invitation = Invitation.send(anna, cast.olga)
    visiting.give_access(aase)
    StaffPasswordReset.ask(cast.nils.email)
    PasswordReset.ask(AASE)
    staff_reset, reset = StaffPasswordReset.get(), PasswordReset.get()
    olga, portal = browse(cast.olga), visiting.enter(browse(), AASE)
    row = LinkedAddress.on(cast.b).get()
    known_as = CustomField.of_set("contact").first()
    pages = [
        *((olga, cast.olga, path) for path in addresses(app, cast.a)),
        (olga, cast.olga, f"/accounts/{cast.b.id}/linked-addresses/{row.id}/invitation/new"),
        (olga, cast.olga, f"/bulk-changes/new?kind=type&account={cast.a.id}"),
        (olga, cast.olga, f"/contacts/{anna.link.contact_id}/custom-values/{known_as.id}/edit"),
        (browse(cast.bob), cast.bob, f"/accounts/{cast.a.id}"),
        *((portal, AASE, path) for path in addresses(app, cast.a, "/portal")),
        *((browse(), "", path) for path in ("/sign-in", "/password", "/portal/sign-in", "/portal/password")),
        (browse(), "", f"/staff-invitations/{link.id}?token={link.token}"),
        (browse(), "", f"/portal/invitations/{invitation.id}?token={invitation.token}"),
        (browse(), "", f"/password-resets/{staff_reset.id}?token={staff_reset.token}"),
        (browse(), "", f"/portal/password-resets/{reset.id}?token={reset.token}"),
    ]
    for browser, who, path in pages:
        yield browser, who, path, browser.get(path)
    give_app(cast.adam)
    step, code = browse(), browse()
    yield step, "", "/sign-in", type_password(step, cast.adam)
    PortalUser.of(AASE).protect(new_secret(), aase.link.contact, 0)
    yield portal, AASE, "/portal/second-factor", portal.get("/portal/second-factor")
    given = {"email": AASE, "password": visiting.PASSWORD}
    yield code, "", "/portal/sign-in", code.post("/portal/sign-in", data=given)
    PortalUser.update(totp_secret=None, second_factor_at=None).execute()


@pytest.fixture
def browse(app):
    """browse(user): a plain browser in which that member of staff is signed in, without a user nobody."""

    def open_browser(user=None):
        client = Plain(app)
        if user:
            sign_in(client, user)
        return client

    return open_browser


@pytest.fixture
def found(app, browse, cast):
    """Every page with such a form: (form, text of the page); one form for each endpoint and whether htmx sends it."""
    forms = {}
    for browser, who, path, response in walked(app, browse, cast):
        if response.mimetype == "text/html" and response.text.startswith("<!doctype"):
            for form in forms_in(app, browser, who, path, response.text):
                forms.setdefault((form.endpoint, form.element.get("hx-post")), (form, response.text))
    return list(forms.values())


def forms_of(found, *audiences) -> list[Form]:
    return [form for form, _ in found if access.POLICY[form.endpoint].audience in audiences]


def has_what_keeps_it(app, found):
    endpoints = {form.endpoint for form, _ in found}
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert posts - endpoints - FIRST_VISIT == BUTTONS, "A form with a field: let walked() find its page."
    for form, text in found:
        for needed in ("js/typed.js", 'id="over"', 'id="unsaved"', "data-kept="):
            assert needed in text, (
                f"{form.page} does not keep what is typed: let its layout extend base.html."
            )
        assert form.element.get("hx-post") in (None, form.element.get("action")), form.page
        assert "hx-get" not in form.element.attrib, form.page
        target = form.element.get("hx-target", "this")
        assert not target.startswith("#") or f'id="{target[1:]}"' in text, f"{form.page} has no {target}."


def signs_in_over_every_form(found):
    """Without JavaScript its page carries the fields on; htmx is told where one signs in."""
    for form in forms_of(found, "staff", "client"):
        if form.endpoint == "confirmations.create":  # who signs in anew has proved who they are
            continue
        SignIn.delete().execute()
        PortalSession.delete().execute()
        before = digest.digest()
        told = f"{form.endpoint} of {form.page}"
        for kind in ("partial", "full"):
            headers = {"HX-Request": "true", "HX-Request-Type": kind}
            asked = form.browser.post(form.action, data=form.sent(), headers=headers)
            assert (asked.status_code, asked.text) == (401, ""), told
            assert "sign-in" in asked.headers["HX-Redirect"], told
        asked = form.browser.post(form.action, data=form.sent())
        assert asked.status_code == 401, told
        assert digest.digest() == before, told
        assert SORTS["password"] not in asked.text, told
        if not form.whole:
            assert "Files and passwords cannot wait here" in asked.text, told
            assert not DOOR.search(asked.text), told
            continue
        assert "kept here and saved once you are signed in" in asked.text, told
        door = "/portal/sign-in" if form.who == AASE else "/sign-in"
        password = visiting.PASSWORD if form.who == AASE else PASSWORD
        given = {"door-email": email_of(form), "door-password": password}
        wrong = form.browser.post(
            door, data=fields_in(asked.text, door) | given | {"door-password": "forkert"}
        )
        assert wrong.status_code == 422, told
        waiting = fields_in(wrong.text, door)
        for name, value in form.sent().items():
            assert waiting.get(name) == value, f"{told}: {name}"
        sent = form.browser.post(door, data=waiting | given)
        assert (sent.status_code, sent.location) == (307, form.action), told
        again = form.browser.post(sent.location, data=waiting | given)
        assert again.status_code in (200, 303, 404, 409, 422), told
        if again.status_code in (409, 422):
            assert_kept(form, again, told)


def email_of(form) -> str:
    return (
        form.who if form.who == AASE else User.get_by_id(form.who.id).email
    )  # which one of the forms changes


def fields_in(text: str, action: str) -> dict:
    element = next(each for each in parse(text).iter("form") if each.get("action") == action)
    return {each.get("name"): each.get("value", "") for each in element.iter("input") if each.get("name")}


def assert_kept(form: Form, response, told: str):
    text = unescape(response.text)
    for value in form.kept:
        assert value in text, f"{told}: {value!r} is lost ({response.status_code})"


def assert_nothing_technical(form: Form, response, told: str):
    """What is shown to copy is what a person fills in."""
    shown = re.search(r'<textarea[^>]*id="kept-text"[^>]*>(.*?)</textarea>', response.text, re.DOTALL)
    lines = unescape(shown[1]).split("\n") if shown else []
    hidden = [each for each in form.fields if each.sort in NOT_TYPED and each.value]
    for each in hidden:
        assert each.value not in [line.rpartition(": ")[2] for line in lines], f"{told}: {each.name}"


ERRORS = (RuntimeError("ours"), Conflict("archived"), TooManyRequests(), IntegrityError("twice"), NotFound())


def leaves_what_was_typed_with_an_error(app, found, monkeypatch):
    """On the page that says so, and with JavaScript beside the form, which stays."""

    def failing(error, endpoint):
        @wraps(app.view_functions[endpoint])
        def view(**_values):
            raise error

        return view

    for form in forms_of(found, "anyone", "staff", "client"):
        for error in ERRORS:
            kinds = ("partial", "full") if error is ERRORS[0] else ()
            told = f"{form.endpoint} of {form.page}: {error!r}"
            with monkeypatch.context() as patch:
                patch.setitem(app.view_functions, form.endpoint, failing(error, form.endpoint))
                shown = form.browser.post(form.action, data=form.sent())
                stays = [
                    form.browser.post(
                        form.action, data=form.sent(), headers={"HX-Request": "true", "HX-Request-Type": kind}
                    )
                    for kind in kinds
                ]
            assert shown.status_code >= 400, told
            assert_kept(form, shown, told)
            assert_nothing_technical(form, shown, told)
            assert SORTS["password"] not in shown.text, told
            for answer in stays:
                assert answer.status_code == shown.status_code, told
                assert answer.headers["HX-Retarget"] == "#toasts", told
                assert answer.text.lstrip().startswith('<div class="notice'), told


BAD = {
    "long": "x" * 5_000,
    "nul": "a\0b",
    "half a letter": "Half\ud800letter",
    "turned": "\u202eTurned\u200f \u2066around\u2069",
}


def saves_or_refuses_in_words(found, bad: str):
    """Letters that nobody types."""
    for form in forms_of(found, "anyone", "staff", "client"):
        if not form.typed:
            continue
        told = f"{form.endpoint} of {form.page}, {bad}"
        fields = {name: value for name, value in form.sent(BAD[bad]).items() if isinstance(value, str)}
        body = "&".join(
            f"{quote_from_bytes(each.encode())}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"
            for each, value in fields.items()
        )
        answer = form.browser.post(form.action, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, told
        if form.who and answer.status_code in (401, 303) and "sign-in" in (answer.location or "/sign-in"):
            (visiting.enter if form.who == AASE else sign_in)(form.browser, form.who)
        shows = [
            each for each in form.typed if not each.secret and each.name != "code"
        ]  # a wrong code is gone
        if answer.status_code in (400, 409, 422) and shows:
            assert {"long": "x" * 5_000, "nul": "a b", "half a letter": "letter", "turned": "around"}[
                bad
            ] in unescape(answer.text), f"{told} ({answer.status_code})"


def leaves_what_was_typed_for_a_record_that_is_gone(app, found):
    for form in forms_of(found, "anyone", "staff", "client"):
        told = f"{form.endpoint} of {form.page}"
        gone = re.sub(r"/\d+(?!.*/\d)", f"/{NOBODYS}", form.action)
        if gone == form.action:
            continue
        answer = form.browser.post(gone, data=form.sent())
        assert answer.status_code in (404, 409, 410), told
        if access.POLICY[form.endpoint].audience != "anyone":
            assert_kept(form, answer, told)


def test_every_form_is_found_and_keeps_what_was_typed(app, found, monkeypatch):
    has_what_keeps_it(app, found)
    before = digest.digest()
    leaves_what_was_typed_with_an_error(app, found, monkeypatch)
    leaves_what_was_typed_for_a_record_that_is_gone(app, found)
    assert digest.digest() == before


def test_every_form_survives_a_session_that_ends_and_letters_that_nobody_types(found):
    signs_in_over_every_form(found)
    for bad in BAD:
        saves_or_refuses_in_words(found, bad)


@pytest.mark.first_visit
def test_the_first_form_of_all_keeps_it_too(app, browse, monkeypatch):
    browser = browse()
    path = f"/setup?token={Setup(app.config['SETTINGS'].data_dir).token()}"
    text = browser.get(path).text
    (form,) = forms_in(app, browser, "", path, text)
    assert (form.endpoint, "js/typed.js" in text) == ("setup.create", True)
    for bad in BAD.values():
        sent = form.sent(bad.encode("utf-8", "replace").decode()) | {"token": "x"}
        assert browser.post("/setup", data=sent).status_code in (400, 422)
    assert_kept(form, browser.post("/setup", data=form.sent() | {"token": "x"}), "setup")
    assert User.select().count() == 0
