"""The page of one's own second factors."""

import pytest

from models.sign_in import second_factors
from tests.support.factors import give_app, give_codes, give_passkey


def test_it_says_what_the_person_has(browse, cast):
    give_passkey(cast.bob, "Bobs egen telefon")
    give_passkey(cast.alice, "Alices computer")
    give_app(cast.alice)
    give_codes(cast.alice)
    page = browse(cast.alice).get("/settings/second-factor?lang=en").text
    assert "Alices computer" in page
    assert "Bobs egen telefon" not in page
    assert "Unused: 10 of 10." in page
    assert 'id="app-delete"' in page


def test_without_any_it_offers_both(browse, cast):
    page = browse(cast.alice).get("/settings/second-factor").text
    assert 'id="passkey-create"' in page
    assert 'id="app-add"' in page
    assert 'id="recovery-codes"' not in page


def test_under_an_ip_address_it_says_where_passkeys_work(browse, cast):
    browser = browse(cast.alice)
    browser.set_cookie("session", browser.get_cookie("session").value, domain="127.0.0.1")
    page = browser.get("/settings/second-factor?lang=en", base_url="http://127.0.0.1").text
    assert 'id="passkey-create"' not in page
    assert "Open Overblik at http://localhost" in page


@pytest.mark.parametrize(
    ("base_url", "rp_id"),
    [
        ("https://overblik.example", "overblik.example"),
        ("https://overblik.example:8443", "overblik.example"),
        ("http://overblik.example", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::7]", None),
        ("http://127.0.0.1:8000", "localhost"),
        ("http://localhost:8000", "localhost"),
    ],
)
def test_where_passkeys_are_for_comes_from_the_base_url_alone(app, settings, base_url, rp_id):
    from views._webauthn_challenges import relying_party

    app.config["SETTINGS"] = settings._replace(base_url=base_url)
    with app.test_request_context(base_url="http://localhost", headers={"X-Forwarded-Host": "evil.example"}):
        found = relying_party()
    assert (found.rp_id if found else None) == rp_id
    if found:
        port = f":{base_url.split(':')[2]}" if base_url.count(":") == 2 else ""
        assert found.origins == (f"{base_url.split(':')[0]}://{rp_id}{port}",)


def test_who_is_unproven_is_told_what_to_do(browse, cast):
    give_app(cast.olga)
    second_factors.demand(True, cast.olga)
    page = browse(cast.alice).get("/settings/second-factor?lang=en").text
    assert "The firm requires a second factor for everybody." in page
    assert 'id="search"' not in page
    assert 'id="sign-out"' in page
    assert 'id="way-out"' in page
