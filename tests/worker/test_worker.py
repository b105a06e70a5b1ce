"""The one worker process."""

import fcntl
import os
import threading
import time
from datetime import timedelta

import pytest

import search_index
import worker
from config import Unusable
from models.base.clock import at, now
from models.base.search_change import SearchChange
from models.clients.account import Account
from models.clients.new_client import open_client
from worker import bin_expiry, indexing


def test_a_round_takes_in_what_changed(cast, tmp_path):
    worker.work(tmp_path)
    open_client(cast.olga, type="company", name="Helt Ny Kunde", contact={"first_name": "Ny"})
    assert search_index.status().behind > 0
    worker.work(tmp_path)
    assert search_index.status().behind == 0


def test_a_round_that_fails_is_logged_and_the_worker_lives(database, tmp_path, monkeypatch, caplog):
    def fail():
        raise RuntimeError("the index is on fire")

    monkeypatch.setattr(search_index, "follow", fail)
    worker.work(tmp_path)
    assert "the index is on fire" in caplog.text


def test_a_part_that_fails_keeps_no_other_from_its_work(cast, tmp_path, monkeypatch, caplog):
    def fail():
        raise RuntimeError("the index is on fire")

    monkeypatch.setattr(search_index, "follow", fail)
    monkeypatch.setattr(bin_expiry, "_rests_until", 0.0)
    cast.a.archive(cast.olga)
    cast.a.bin(cast.olga)
    with at(now() + timedelta(days=30)):
        for _ in range(60):
            worker.work(tmp_path)
    assert not Account.get_or_none(name="Østergaard Byg ApS")
    assert not worker.alive(tmp_path)


def test_a_rebuild_keeps_the_worker_from_nothing(cast, tmp_path, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def rebuild():
        begun.set()
        go_on.wait(10)
        return 0

    monkeypatch.setattr(search_index, "follow", rebuild)
    monkeypatch.setattr(indexing, "PATIENCE_SECONDS", 0.01)
    for _ in range(3):
        assert worker.work(tmp_path)
    assert begun.is_set()
    assert worker.alive(tmp_path)
    go_on.set()
    monkeypatch.setattr(indexing, "PATIENCE_SECONDS", 10)
    worker.work(tmp_path)
    assert indexing._running is None


def test_old_changes_are_forgotten_now_and_then(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(indexing, "_pruned_at", None)
    SearchChange.update(at=now() - indexing.FEED_KEPT * 2).execute()
    newest = SearchChange.latest_id()
    worker.work(tmp_path)
    assert [change.id for change in SearchChange.select()] == [newest]
    worker.work(tmp_path)
    assert search_index.status().ready


def test_a_worker_is_alive_for_some_seconds_after_its_round(database, tmp_path):
    assert not worker.alive(tmp_path)
    worker.work(tmp_path)
    assert worker.alive(tmp_path)
    long_ago = time.time() - 60
    os.utime(tmp_path / "worker_alive", (long_ago, long_ago))
    assert not worker.alive(tmp_path)


def test_one_worker_is_enough(database, tmp_path):
    with (tmp_path / "worker.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Unusable, match="Another worker"):
            worker.run(tmp_path, None)
