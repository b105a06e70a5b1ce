"""A18, Dolibarr CVE-2026-89013 (`hashp=shared`) and CVE-2026-34036: a check that failed let everybody in (ASVS 16.5.3)."""

import pytest

import access
from access import finders, permissions
from models.clients.account import Account
from models.portal.invitation import Invitation
from models.sign_in.password_reset import PasswordReset
from tests.support import digest
from tests.support.visiting import give_access
from tests.test_conventions_requests import paths

pytestmark = pytest.mark.asvs("16.5.3")

MAGIC = (
    "",
    "shared",
    "public",
    "true",
    "1",
    "0",
    "None",
    "null",
    "undefined",
    "*",
    "%",
    "[]",
    "' OR 1=1 --",
    "x" * 5_000,
)


def broken(*_args, **_kwargs):
    raise RuntimeError("the policy is broken")


@pytest.mark.parametrize(
    ("module", "name"), [(permissions, "holds"), (permissions, "rights"), (finders, "accounts")]
)
def test_a_policy_that_raises_lets_nobody_in(browse, cast, monkeypatch, module, name):
    browser = browse(cast.alice)
    monkeypatch.setattr(module, name, broken)
    before = digest.digest()
    for method, path in [
        ("POST", f"/accounts/{cast.a.id}"),
        ("GET", f"/accounts/{cast.a.id}/notes"),
        ("GET", f"/accounts/{cast.a.id}/edit"),
    ]:
        response = browser.open(path, method=method, data={"name": "x", "seen": "0"})
        assert response.status_code in (403, 404, 500), path
        assert cast.a.name not in response.text, path
        assert "broken" not in response.text, path
    assert digest.digest() == before


def test_a_policy_that_answers_nothing_says_no(app, browse, cast, monkeypatch):
    monkeypatch.setattr(permissions, "holds", lambda entry: None)
    browser, everything = browse(cast.olga), list(paths(app, cast.a))
    before = digest.digest()
    for method, path in everything:
        assert browser.open(path, method=method).status_code in (403, 404), path
    assert digest.digest() == before


def test_no_account_is_visible_where_the_query_says_nothing(app, browse, cast, monkeypatch):
    nobody = classmethod(lambda cls, *_args: cls.select().where(cls.id.is_null()))
    monkeypatch.setattr(Account, "visible_to", nobody)
    for _, path in paths(app, cast.a, "GET"):
        assert browse(cast.olga).get(path).status_code == 404, path


@pytest.mark.parametrize("audience", ["", "everybody", "Anyone", None])
def test_an_audience_that_nobody_knows_is_no_open_door(client, cast, monkeypatch, audience):
    monkeypatch.setitem(access.POLICY, "accounts.index", access.Entry(audience))
    assert client.get("/accounts").status_code == 303


@pytest.mark.parametrize("token", MAGIC)
def test_no_word_of_magic_is_a_token(client, cast, token):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    invitation = Invitation.send(row, cast.olga)
    give_access(cast.address("anna@a.example"))
    PasswordReset.ask("anna@a.example")
    before = digest.digest()
    fields = {"token": token, "password": "en ny lang hemmelig sætning"}
    for path in (f"/portal/invitations/{invitation.id}", f"/portal/password-resets/{PasswordReset.get().id}"):
        for response in (client.get(path, query_string={"token": token}), client.post(path, data=fields)):
            assert response.status_code in (404, 410), path
    assert digest.digest() == before
    assert client.get("/portal").status_code == 303
