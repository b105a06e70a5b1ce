"""The one worker process."""

import fcntl
import os
import time

import pytest

import search_index
import worker
from config import Unusable
from models.new_client import open_client


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
