"""Two people who share a mailbox: nothing counts before one of them has said who is there (rule Invitations 3)."""

from io import BytesIO

import pytest

from access import POLICY
from models.base.event import Event
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.documents.document import Document
from models.portal.invitation import Invitation
from models.portal.portal_login import PortalLogin
from models.sign_in.password_reset import PasswordReset
from tests.support.digest import digests
from tests.support.html import posted
from tests.support.visiting import PASSWORD, enter, give_access, second_owner_of
from tests.test_conventions_requests import kept_document
from tests.views.portal.test_documents import upload

ASKED = "/portal/actor"


@pytest.fixture
def aase(cast):
    return give_access(cast.address("aase@a.example"))


@pytest.fixture
def anna(cast, aase):
    """Anna, who has Åse's address too; first by name, so that she would be the one without a question."""
    return give_access(second_owner_of(aase.address, cast.address("anna@a.example")))


def path_of(account) -> str:
    return f"/portal/accounts/{account.id}/documents"


def known() -> dict:
    """All but when the browser was last there."""
    return {table: value for table, value in digests().items() if table != "portal_session"}


def be(client, row):
    answer = client.post(ASKED, data={"contact_id": row.link.contact_id})
    assert (answer.status_code, answer.location) == (303, "/portal")


CLIENT = sorted(name for name, entry in POLICY.items() if entry.audience == "client" and not entry.unsaid)


@pytest.mark.parametrize("endpoint", CLIENT)
def test_before_that_no_page_opens_and_nothing_is_written(app, client, cast, aase, anna, endpoint):
    document = kept_document(cast.a)
    enter(client, "aase@a.example")
    before = known()
    values = {"own_id": cast.a.id, "document_id": document.id}
    for rule in app.url_map.iter_rules(endpoint):
        path = app.url_map.bind("localhost").build(endpoint, {name: values[name] for name in rule.arguments})
        for method in rule.methods & {"GET", "HEAD", "POST"}:
            answer = client.open(path, method=method, data={"language": "en"} if method == "POST" else None)
            assert (answer.status_code, answer.location) == (303, ASKED)
            told = client.htmx(method, path) if method != "HEAD" else None
            assert told is None or (told.status_code, told.headers["HX-Redirect"]) == (401, ASKED)
    assert known() == before
    assert not PortalLogin.select().exists()


def test_the_question_names_both_and_nothing_else_of_them(client, cast, aase, anna):
    enter(client, "aase@a.example")
    page = client.get(f"{ASKED}?lang=en").text
    assert "I am Anna Østergaard" in page
    assert "I am Åse Lund" in page
    assert cast.a.name not in page
    assert client.post("/portal/sign-out").location == "/portal/sign-in"


def test_over_a_form_that_waits_it_is_asked_and_the_form_is_sent_again(client, cast, aase, anna):
    enter(client, "aase@a.example")
    be(client, aase)
    drawn = posted(client.get(path_of(cast.a)).text, path_of(cast.a))["drawn-for"]
    client.post("/portal/sign-out")
    enter(client, "aase@a.example")
    headers = {"X-Drawn-For": drawn}

    def filled() -> dict:
        return {"drawn-for": drawn, "files": (BytesIO(b"%PDF-1.7"), "Bilag.pdf")}

    asked = client.htmx("GET", f"{ASKED}?lang=en", headers=headers)
    assert asked.text.lstrip().startswith('<div id="over-actor">')
    assert "I am Anna Østergaard" in asked.text
    other = client.htmx(
        "POST", ASKED, headers=headers, data={"contact_id": anna.link.contact_id, "drawn-for": ""}
    )
    assert (other.status_code, other.headers["HX-Trigger"]) == (200, "signed-in")
    sent = client.htmx("POST", path_of(cast.a), headers=headers, data=filled())
    assert (sent.status_code, Document.select().count()) == (409, 0)
    client.post("/portal/sign-out")
    enter(client, "aase@a.example")
    client.htmx("POST", ASKED, headers=headers, data={"contact_id": aase.link.contact_id})
    sent = client.htmx("POST", path_of(cast.a), headers=headers, data=filled())
    assert (sent.status_code, Document.get().uploaded_by_contact_id) == (303, aase.link.contact_id)


def test_who_answers_acts_and_was_there(client, cast, aase, anna):
    enter(client, "aase@a.example")
    be(client, aase)
    assert [(each.account, each.contact.first_name) for each in PortalLogin.select()] == [(cast.a, "Åse")]
    assert "You are acting as Åse Lund." in client.get(f"{path_of(cast.a)}?lang=en").text
    upload(client, path_of(cast.a), ("bilag.txt", b"Hej"))
    assert Document.select().order_by(Document.id.desc()).get().uploaded_by_contact == aase.link.contact
    told = Event.select().where(Event.actor_kind == "contact", Event.id > 0).order_by(Event.id.desc())
    assert told.first().actor_name == "Åse Lund"
    before = known()
    be(client, aase)
    assert known() == before
    be(client, anna)
    assert [each.contact.first_name for each in PortalLogin.select().order_by(PortalLogin.id)] == [
        "Åse",
        "Anna",
    ]


def test_each_sees_their_own_accounts(client, cast, aase, anna):
    """Åse stands on B too."""
    link_contact(cast.b, aase.link.contact, cast.olga)
    row = next(each for each in LinkedAddress.on(cast.b) if each.address_id == aase.address_id)
    row.turn("login", True, cast.olga)
    enter(client, "aase@a.example")
    be(client, anna)
    assert client.get("/portal").location == path_of(cast.a)
    before = known()
    asked = client.get(path_of(cast.b))
    assert (asked.status_code, asked.location) == (303, ASKED)
    assert upload(client, path_of(cast.b), ("bilag.txt", b"Hej")).status_code == 404
    assert known()["document"] == before["document"]
    be(client, aase)
    assert client.get(path_of(cast.b)).status_code == 200


@pytest.mark.parametrize("door", ["password", "invitation"])
def test_by_another_door_it_asks_too_where_it_is_not_known(client, cast, aase, door):
    if door == "password":
        give_access(second_owner_of(aase.address, cast.address("anna@a.example")))
        PasswordReset.ask("aase@a.example")
        reset = PasswordReset.get()
        told = {"token": reset.token, "password": "en ny og meget lang sætning"}
        client.post(f"/portal/password-resets/{reset.id}", data=told)
        assert client.get("/portal").location == ASKED
        assert not PortalLogin.select().exists()
        return
    row = second_owner_of(aase.address, cast.address("anna@a.example"))
    row.turn("login", True, cast.olga)
    invitation = Invitation.send(LinkedAddress.get_by_id(row.id), cast.olga)
    told = {"token": invitation.token, "password": PASSWORD}
    assert client.post(f"/portal/invitations/{invitation.id}", data=told).status_code == 303
    assert "You are acting as Anna Østergaard." in client.get(f"{path_of(cast.a)}?lang=en").text
    assert [each.contact.first_name for each in PortalLogin.select()] == ["Anna"]


def test_when_the_one_who_is_there_goes_it_asks_nobody_but_goes_on_as_who_is_left(client, cast, aase, anna):
    enter(client, "aase@a.example")
    be(client, anna)
    link = Link.get_by_id(anna.link_id)
    link_contact(cast.b, link.contact, cast.olga)
    link.remove(cast.olga)
    assert "Åse Lund" in client.get(path_of(cast.a)).text


def test_nobody_acts_as_somebody_else(client, cast):
    give_access(cast.address("aase@a.example"))
    bent = cast.address("bent@b.example").link.contact_id
    kept_document(cast.a)
    enter(client, "aase@a.example")
    for contact_id in (bent, "x", "", 0):
        assert client.post("/portal/actor", data={"contact_id": contact_id}).status_code == 400
