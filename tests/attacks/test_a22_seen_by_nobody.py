"""A22, a request that shows nobody anything counted as seen: HEAD of a document took its NEW badge for the whole firm,
and a scanner's visit opened an invitation (ASVS 3.5.3).
"""

from datetime import timedelta

import pytest

from models.base.browser_session import SEEN_EVERY
from models.base.clock import now
from models.clients.portal_user import PortalSession
from models.clients.recent_account import RecentAccount
from models.documents.document import Document, DocumentView
from models.portal.invitation import Invitation
from models.staff.sign_in import SignIn
from models.teams.staff_invitation import StaffInvitation
from tests.support import digest, rows
from tests.support.visiting import enter, give_access
from tests.test_conventions_requests import CHILDREN, kept_document, paths

pytestmark = pytest.mark.knows_no_engine

BEFOREHAND = (
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Purpose": "prefetch"},
    {"X-Purpose": "preview"},
    {"X-Moz": "prefetch"},
)


@pytest.fixture
def document(cast):
    """A file that a client has sent and nobody at the firm has seen."""
    made, anna = kept_document(cast.a), cast.address("anna@a.example").link.contact
    Document.update(uploaded_by_contact=anna, uploaded_by_user=None).where(Document.id == made.id).execute()
    return made


def path_of(document):
    return f"/accounts/{document.account_id}/documents/{document.id}"


def views():
    return DocumentView.select().count()


@pytest.mark.asvs("3.5.3")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Range": "bytes=0-0"}, 206),
        ({"Range": "bytes=1-"}, 206),
        ({"Range": "bytes=-1"}, 206),
        ({"Range": "bytes=900-901"}, 416),
        *(({**each}, 200) for each in BEFOREHAND),
    ],
)
def test_what_is_not_delivered_whole_is_not_seen(browse, cast, document, headers, status):
    browser = browse(cast.alice)
    before = digest.digest()
    assert browser.get(path_of(document), headers=headers).status_code == status
    assert digest.digest() == before
    assert Document.get_by_id(document.id).new


def test_word_that_it_is_unchanged_is_not_seeing_it(browse, cast, document):
    etag = browse(cast.olga).get(path_of(document)).headers["ETag"]
    assert browse(cast.alice).get(path_of(document), headers={"If-None-Match": etag}).status_code == 304
    assert views() == 1


def test_head_is_not_seeing_it(browse, cast, document):
    browser = browse(cast.alice)
    before = digest.digest()
    answer = browser.head(path_of(document))
    assert (answer.status_code, answer.data) == (200, b"")
    assert digest.digest() == before


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-"}, {"Range": "bytes=0-2"}])
def test_who_gets_all_of_it_has_seen_it(browse, cast, document, headers):
    answer = browse(cast.alice).get(path_of(document), headers=headers)
    assert answer.data == b"Hej"
    assert answer.headers["Cache-Control"] == "no-store", (
        "and no browser shows it to the next colleague unnoted"
    )
    assert views() == 1
    assert not Document.get_by_id(document.id).new


@pytest.mark.parametrize("lost", ["row", "disk"])
def test_what_is_not_kept_is_not_seen(browse, cast, document, lost, tmp_path):
    if lost == "row":
        Document.update(file=None).where(Document.id == document.id).execute()
    else:
        next((tmp_path / "files").glob(document.file)).unlink()
    browser = browse(cast.alice)
    before = digest.digest()
    assert browser.get(path_of(document)).status_code == 404
    assert digest.digest() == before


@pytest.mark.parametrize("headers", BEFOREHAND)
@pytest.mark.parametrize("door", ["portal", "staff"])
def test_an_invitation_is_not_opened_beforehand(client, cast, door, headers):
    if door == "portal":
        row = cast.address("aase@a.example")
        row.turn("login", True, cast.olga)
        sent, path = Invitation.send(row.hold(), cast.olga), "/portal/invitations"
    else:
        sent = StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="employee")
        path = "/staff-invitations"
    before = digest.digest()
    for method in ("GET", "HEAD"):
        told = headers if method == "GET" else {}
        asked = client.open(f"{path}/{sent.id}?token={sent.token}", method=method, headers=told)
        assert asked.status_code == 200
    assert digest.digest() == before
    client.get(f"{path}/{sent.id}?token={sent.token}")
    assert type(sent).get_by_id(sent.id).opened_at


@pytest.mark.parametrize("headers", BEFOREHAND)
def test_a_client_fetched_beforehand_is_not_among_those_opened_lately(browse, cast, headers):
    browser = browse(cast.alice)
    browser.get(f"/accounts/{cast.a.id}", headers=headers)
    browser.head(f"/accounts/{cast.a.id}")
    assert not RecentAccount.select().exists()
    browser.get(f"/accounts/{cast.a.id}")
    assert RecentAccount.select().exists()


@pytest.mark.asvs("3.5.3", "7.3.1")
@pytest.mark.parametrize("how", ["HEAD", "prefetch"])
def test_no_address_writes_anything_that_nobody_looks_at(app, browse, cast, document, how):
    """All addresses that can be read, as staff, as a client and as nobody, while everything is still unseen."""
    give_access(cast.address("aase@a.example"))
    staff, person, nobody = browse(cast.olga), enter(browse(), "aase@a.example"), browse()
    rows.add(cast.a, cast.olga, 1)
    long_ago = now() - 2 * SEEN_EVERY
    for session in (SignIn, PortalSession):
        session.update(seen_at=long_ago).execute()
    method = "HEAD" if how == "HEAD" else "GET"
    headers = {} if how == "HEAD" else {"Sec-Purpose": "prefetch"}
    plain = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    plain.remove("/readyz")  # it is asked to find out whether anything can be written, by whatever method
    own = [
        rule.build({name: CHILDREN[name](cast.a) for name in rule.arguments})[1]
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.arguments and not rule.arguments & {"account_id", "filename"}
    ]
    before = digest.digest()
    for path in {*plain, *own, *(path for _, path in paths(app, cast.a, "GET"))}:
        for browser in (staff, person, nobody):
            browser.open(path, method=method, headers=headers)
    assert digest.digest() == before
    for session in (SignIn, PortalSession):
        assert {each.seen_at for each in session.select()} == {long_ago}


def test_looking_keeps_a_session_alive(browse, cast):
    browser = browse(cast.olga)
    SignIn.update(seen_at=now() - timedelta(hours=1)).execute()
    browser.get("/accounts")
    assert now() - SignIn.get().seen_at < SEEN_EVERY
