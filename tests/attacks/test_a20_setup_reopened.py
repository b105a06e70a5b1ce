"""A20, Krayin CVE-2026-41452: the installer opened again for a request with the right header (ASVS 6.3.2)."""

import threading

import pytest

from models.base.database import db
from models.staff.firm import Firm
from models.staff.setup import Setup
from models.staff.user import User
from tests.support import digest

pytestmark = pytest.mark.asvs("6.3.2")

OWNER = {"firm_name": "F", "name": "O", "email": "o@f.example", "password": "en lang sætning"}
HEADERS = (
    {},
    {"X-Requested-With": "XMLHttpRequest"},
    {"HX-Request": "true"},
    {"X-HTTP-Method-Override": "POST"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Original-URL": "/setup"},
)


@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_after_the_first_run_the_set_up_is_gone(browse, cast, app, headers, method):
    token = Setup(app.config["SETTINGS"].data_dir).token()
    for browser in (browse(), browse(cast.olga)):
        before = digest.digest()
        response = browser.open("/setup", method=method, headers=headers, data=OWNER | {"token": token})
        assert response.status_code == 404
        assert digest.digest() == before


@pytest.mark.first_visit
def test_two_first_runs_at_once_make_one_owner(app, database):
    token = Setup(app.config["SETTINGS"].data_dir).token()
    start, statuses = threading.Barrier(4), []

    def first_run(number):
        client = app.test_client()
        client.watches_writes = False
        start.wait()
        fields = OWNER | {"token": token, "email": f"o{number}@f.example"}
        statuses.append(client.post("/setup", data=fields).status_code)
        db.close()

    threads = [threading.Thread(target=first_run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 404, 422}  # 422: the token was used up a moment ago
    assert (Firm.select().count(), User.select().count()) == (1, 1)
