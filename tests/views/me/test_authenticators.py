"""Adding and removing the app."""

import pyotp
import pytest

from models.base.one_time_codes import new_secret
from models.sign_in import second_factors
from models.sign_in.recovery_code import RecoveryCode
from models.staff.sign_in import SignIn
from tests.support import digest
from tests.support.factors import give_app, give_codes, give_passkey, hidden

APP = "/settings/second-factor/app"


def test_it_is_added_by_a_code_and_the_recovery_codes_are_shown_once(browse, cast):
    inside, elsewhere = browse(cast.alice), browse(cast.alice)
    page = inside.get(APP).text
    secret = hidden(page, "secret")
    assert len(secret) == 32
    assert "data:image/svg+xml" in page
    response = inside.post(APP, data={"secret": secret, "code": pyotp.TOTP(secret).now()})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    codes = [line.split("</code>")[0] for line in response.text.split("<li><code>")[1:]]
    assert len(codes) == 10
    assert cast.alice.protected
    assert elsewhere.get("/me").status_code == 401
    assert inside.get("/me").status_code == 204
    later = inside.get("/settings/second-factor").text
    assert not any(code in later for code in codes)
    assert RecoveryCode.use(cast.alice, codes[3])


def test_a_second_factor_more_shows_no_new_codes(browse, cast):
    give_passkey(cast.alice)
    give_codes(cast.alice)
    secret = new_secret()
    response = browse(cast.alice).post(APP, data={"secret": secret, "code": pyotp.TOTP(secret).now()})
    assert response.location == "/settings/second-factor"
    assert RecoveryCode.left(cast.alice) == 10


@pytest.mark.parametrize("code", ["", "1", "000000", "x" * 21])
def test_a_wrong_code_adds_nothing_and_keeps_the_secret(browse, cast, code):
    inside = browse(cast.alice)
    secret, before = new_secret(), digest.digest()
    response = inside.post(APP, data={"secret": secret, "code": code})
    assert response.status_code == 422
    assert hidden(response.text, "secret") == secret
    assert digest.digest() == before


@pytest.mark.parametrize("secret", ["", "x", "a" * 32, "A" * 31, "A" * 1000, "'; DROP TABLE x"])
def test_a_secret_that_we_did_not_make_is_refused(browse, cast, secret):
    inside, before = browse(cast.alice), digest.digest()
    assert inside.post(APP, data={"secret": secret, "code": "123456"}).status_code == 422
    assert digest.digest() == before


def test_it_is_removed(browse, cast):
    give_app(cast.alice)
    inside = browse(cast.alice)
    assert inside.post(f"{APP}/deletion").location == "/settings/second-factor"
    assert not cast.alice.protected
    assert inside.get("/me").status_code == 204


@pytest.mark.asvs("6.3.3")
def test_the_last_one_stays_while_it_is_demanded(browse, cast):
    give_app(cast.olga)
    second_factors.demand(True, cast.olga)
    inside, before = browse(cast.olga), digest.digest()
    response = inside.post(f"{APP}/deletion?lang=en")
    assert response.status_code == 422
    assert "Add another before you remove this one." in response.text
    assert digest.digest() == before


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize(
    "path", [APP, f"{APP}/deletion", "/settings/passkeys", "/settings/second-factor/recovery-codes"]
)
def test_a_session_of_long_ago_has_to_prove_itself_first(browse, cast, path):
    give_app(cast.alice)
    inside = browse(cast.alice)
    SignIn.update(proved_at=SignIn.get().proved_at.replace(year=2020)).execute()
    before, secret = digest.digest(), new_secret()
    data = {"secret": secret, "code": pyotp.TOTP(secret).now(), "name": "x"}
    assert inside.post(path, data=data).status_code == 401
    assert digest.digest() == before
