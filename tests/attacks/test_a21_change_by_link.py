"""A21, DjangoCRM/django-crm #400: a link that somebody was made to open acted in their name (ASVS 3.5.3, 3.5.1)."""

import pytest

from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest
from tests.support.visiting import enter, give_access
from tests.test_conventions_requests import filled, furnish

pytestmark = [pytest.mark.asvs("3.5.3"), pytest.mark.knows_no_engine]

OVERRIDES = ({"X-HTTP-Method-Override": "POST"}, {"X-HTTP-Method": "DELETE"}, {"X-Method-Override": "PUT"})


def test_what_is_to_be_sent_cannot_be_opened_as_a_link(app, browse, cast):
    furnish(app, cast.a, cast.olga)
    browser, before = browse(cast.olga), digest.digest()
    readable = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    links = [
        rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and rule.rule not in readable
    ]
    assert len(links) > 30
    for rule in links:
        path = filled(rule, cast.a, cast.a).partition("?")[0]
        for headers in ({}, *OVERRIDES):
            for method in ("GET", "HEAD"):
                response = browser.open(
                    path, method=method, headers=headers, query_string={"on": "1", "_method": "POST"}
                )
                assert response.status_code in (404, 405), path
    assert digest.digest() == before


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_parameter_makes_somebody_somebody_else(browse, cast, method):
    browser = browse(cast.alice)
    for name in ("user", "user_id", "as", "email", "su", "impersonate", "token", "_user_id", "session"):
        for value in (cast.olga.id, "owner@firma.example", cast.olga.email):
            response = browser.open("/accounts/new", method=method, query_string={name: value})
            assert response.status_code == 403, name


def test_a_token_acts_only_as_its_own_user(app, browse, cast, client):
    """A token of the portal opens nothing of the staff's, nor a token of theirs anything of the portal."""
    give_access(cast.address("aase@a.example"))
    person = enter(client, "aase@a.example")
    token = person.get_cookie("portal").value
    staff_token = SignIn.start(cast.olga)
    thief = browse()
    with thief.session_transaction() as session:
        session["_user_id"] = token
    thief.set_cookie("portal", staff_token)
    assert thief.get("/me").status_code == 401
    assert thief.get("/portal/accounts/1/documents").status_code == 303
    assert User.select().count() == 9
