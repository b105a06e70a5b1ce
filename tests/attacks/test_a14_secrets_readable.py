"""A14, Twenty CVE-2026-105763: secrets in answers to members. A TOTP seed shows once, at own enrolment (ASVS 11.3.2)."""

import pyotp
import pytest

import mails
from models.base.database import db
from models.outgoing.outbox import Outbox
from tests.support.factors import give_passkey, hidden
from tests.test_conventions_requests import filled, furnish

pytestmark = pytest.mark.knows_no_engine

APP = "/settings/second-factor/app"


@pytest.fixture
def enrolled(app, browse, cast):
    """Olga's browser and the secret of her app, enrolled through the door."""
    browser = browse(cast.olga)
    secret = hidden(browser.get(APP).text, "secret")
    browser.post(APP, data={"secret": secret, "code": pyotp.TOTP(secret).now()})
    return browser, secret


@pytest.mark.asvs("11.3.2")
@pytest.mark.parametrize("reader", ["olga", "adam", "vera"])
def test_a_seed_appears_in_no_answer_to_anybody(app, browse, cast, enrolled, reader):
    owner, secret = enrolled
    furnish(app, cast.a, cast.olga)
    browser = owner if reader == "olga" else browse(getattr(cast, reader))
    read = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        response = browser.get(filled(rule, cast.a, cast.a))
        read += response.status_code == 200
        assert secret.encode() not in response.data, rule.rule
    assert read > 50


def test_another_enrolment_has_another_seed(enrolled):
    owner, secret = enrolled
    assert hidden(owner.get(APP).text, "secret") != secret


def test_a_seed_is_in_no_row_and_no_mail(app, cast, enrolled):
    _, secret = enrolled
    rows = [db.execute_sql(f'SELECT * FROM "{table}"').fetchall() for table in db.obj.get_tables()]  # noqa: S608
    assert secret not in repr(rows)
    with app.app_context():
        sent = [
            mails.compose(row).as_string() for row in Outbox.select().where(Outbox.kind == "security_notice")
        ]
    assert sent
    assert not any(secret in each for each in sent)


def test_a_page_says_nothing_of_a_passkey_but_its_name(browse, cast):
    device = give_passkey(cast.alice, "Min telefon")
    page = browse(cast.alice).get("/settings/second-factor").text
    assert "Min telefon" in page
    from models.sign_in.passkey import Passkey

    assert Passkey.get().credential_id not in page
    assert Passkey.get().public_key not in page
    assert device
