"""A firm that demands a second factor: who has none reaches nothing but its enrolment (ASVS 6.3.3)."""

import pytest

import access
from models.sign_in import second_factors
from models.staff.firm import Firm
from tests.support import digest
from tests.support.factors import give_app
from tests.test_conventions_requests import filled, furnish

pytestmark = pytest.mark.knows_no_engine

ENROLMENT = "/settings/second-factor"

# Literally, so that a new hole in the demand is a reviewed line.
LEFT = {
    *("sign_ins.delete", "preferences.update"),
    *("second_factors.index", "authenticators.new", "authenticators.create"),
    *("passkey_challenges.new", "passkeys.create"),
    *("confirmations.new", "confirmations.create"),
}


@pytest.fixture
def demanded(app, cast):
    furnish(app, cast.a, cast.olga)
    give_app(cast.olga)
    second_factors.demand(True, cast.olga)


def test_what_is_left_to_the_unproven_is_little():
    assert {endpoint for endpoint, entry in access.POLICY.items() if entry.unproven} == LEFT


@pytest.mark.asvs("6.3.3", "8.3.1")
@pytest.mark.parametrize("name", ["adam", "alice", "vera"])
def test_every_other_address_leads_to_the_enrolment_and_writes_nothing(app, browse, cast, demanded, name):
    inside, asked = browse(getattr(cast, name)), 0
    for rule in app.url_map.iter_rules():
        entry = access.POLICY[rule.endpoint]
        if entry.audience != "staff" or entry.unproven:
            continue
        path = filled(rule, cast.a, cast.a)
        for method in rule.methods - {"OPTIONS"}:
            before = digest.digest()
            response = inside.open(path, method=method, data={"on": "1"} if method == "POST" else None)
            assert (response.status_code, response.location) == (303, ENROLMENT), f"{method} {path}"
            assert digest.digest() == before, f"{method} {path}"
            asked += 1
    assert asked > 100


def test_htmx_is_led_there_too(browse, cast, demanded):
    response = browse(cast.alice).htmx("GET", "/search?q=a")
    assert (response.status_code, response.headers["HX-Redirect"]) == (403, ENROLMENT)
    assert not response.data


def test_the_enrolment_opens_what_was_closed(browse, cast, demanded):
    inside = browse(cast.alice)
    assert inside.get("/me").status_code == 204
    assert inside.post("/preferences", data={"theme": "dark", "next": ENROLMENT}).location == ENROLMENT
    assert inside.get(f"{ENROLMENT}/app").status_code == 200
    give_app(cast.alice)
    assert browse(cast.alice).get("/accounts").status_code == 200


def test_the_demand_can_be_met_in_the_same_session(browse, cast, demanded):
    import pyotp

    from models.base.one_time_codes import new_secret

    inside, secret = browse(cast.alice), new_secret()
    codes = inside.post(f"{ENROLMENT}/app", data={"secret": secret, "code": pyotp.TOTP(secret).now()})
    assert codes.status_code == 200
    assert 'href="/"' in codes.text
    assert inside.get("/accounts").status_code == 200


def test_signing_out_is_always_possible(browse, cast, demanded):
    inside = browse(cast.alice)
    assert inside.post("/sign-out").status_code == 303
    assert inside.get("/me").status_code == 401


def test_without_the_demand_nobody_is_led_anywhere(browse, cast, demanded):
    Firm.update(second_factor_required_at=None).execute()
    assert browse(cast.alice).get("/accounts").status_code == 200
