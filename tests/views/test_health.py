"""What watches the server is told."""

import threading
import time

import pytest

import search_index
import worker
from models.base.database import db
from models.base.event import Event
from models.base.search_change import SearchChange
from models.base.write_probe import Probe
from tests.support.digest import changed_tables, digests
from tests.support.holding import holding
from tests.support.privileges import as_anybody
from tests.support.visiting import enter, give_access
from web import health_checks

WELL = {"database": True, "index": True, "worker": True}
GUARD_SECONDS = 5 * health_checks.ANSWER_SECONDS


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    """Every test tries for itself."""
    for trial in health_checks.TRIALS.values():
        monkeypatch.setattr(trial, "_about", None)


@pytest.mark.parametrize("who", ["nobody", "staff", "in the portal"])
def test_healthz_asks_nobody(browse, cast, queries, who):
    """Not even who it is that asks: the answer tells that the process lives, whatever else does not."""
    browser = browse(cast.olga if who == "staff" else None)
    if who == "in the portal":
        enter(browser, give_access(cast.address("bent@b.example")).address.email)
    db.close()
    with queries() as seen:
        response = browser.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert seen == []
    assert db.is_closed()


def test_readyz_names_the_parts_that_are_missing(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == WELL | {"index": False, "worker": False}


def test_readyz_is_200_when_all_is_well(client, app):
    worker.work(app.config["SETTINGS"].data_dir)
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (200, WELL)


@pytest.mark.first_visit
def test_an_installation_that_nobody_has_set_up_is_ready_too(client, app):
    search_index.follow()
    worker.work(app.config["SETTINGS"].data_dir)
    assert client.get("/readyz").status_code == 200


def test_what_is_written_for_it_is_one_row_and_wakes_nobody(client, cast):
    before, events, changes = digests(), Event.select().count(), SearchChange.latest_id()
    client.get("/readyz")
    assert changed_tables(before) == {"probe"}
    assert [row.id for row in Probe.select()] == [Probe.THE_ONLY]
    assert (Event.select().count(), SearchChange.latest_id()) == (events, changes)


def test_however_often_it_is_asked_for_it_is_written_about_once_a_second(client, database, monkeypatch):
    writes = []
    real = Probe.write
    monkeypatch.setattr(Probe, "write", lambda seconds: writes.append(1) or real(seconds))
    started = time.monotonic()
    for _ in range(40):
        client.get("/readyz")
    assert len(writes) <= 1 + (time.monotonic() - started) / health_checks.KEPT_SECONDS


def test_a_database_that_somebody_holds_is_told_soon_and_later_that_it_is_free(
    client, databases, monkeypatch
):
    monkeypatch.setattr(health_checks, "TURN_SECONDS", 0.1)
    with holding(databases):
        started = time.monotonic()
        response = client.get("/readyz")
        assert (response.status_code, response.json["database"]) == (503, False)
        assert time.monotonic() - started < GUARD_SECONDS
    monkeypatch.setattr(health_checks.TRIALS["database"], "_about", None)
    assert client.get("/readyz").json["database"]


@pytest.mark.parametrize("part", ["database", "index", "worker"])
def test_a_part_that_hangs_is_missing_and_hangs_nobody(client, app, monkeypatch, part):
    go_on = threading.Event()
    monkeypatch.setattr(health_checks, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(health_checks.TRIALS[part], "_attempt", lambda _: go_on.wait(60))
    started = time.monotonic()
    for _ in range(20):  # they do not queue
        assert client.get("/readyz").json[part] is False
    assert time.monotonic() - started < GUARD_SECONDS
    assert threading.active_count() < 15
    go_on.set()


def test_a_data_directory_that_may_not_be_written_is_told(client, app):
    data_dir = app.config["SETTINGS"].data_dir
    data_dir.chmod(0o500)
    try:
        with as_anybody():  # which threads that begin inside inherit
            assert client.get("/readyz").json["database"] is False
    finally:
        data_dir.chmod(0o700)
    health_checks.TRIALS["database"]._about = None
    assert client.get("/readyz").json["database"] is True
