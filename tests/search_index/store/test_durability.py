"""Whatever happens to the machine, search answers right, and the index becomes the database again by itself."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain

import pytest

import search_index
from models import SearchChange
from models.base.clock import now
from models.base.database import db, transaction
from models.base.folding import parse
from search_index import documents, unindexed
from search_index.store import index, manifest, runs, segment
from search_index.store.codec import Damaged, SharedFile

QUERIES = ("lund", "berg", "ny", "a", "@x", "1", "lund 3")

WRITER = """
import random, sys
from pathlib import Path
import search_index
from models import Account, SearchChange
from models.base.database import open_database, transaction

url, turn, directory, seed = sys.argv[1:]
open_database(url, Path(turn))
search_index.configure(Path(directory))
dice = random.Random(int(seed))
print("at work", flush=True)
while True:
    with transaction():
        account_id = dice.randrange(1, 41)
        Account.update(name=f"{dice.choice(['Lund', 'Berg', 'Ny'])} {dice.random()}").where(Account.id == account_id).execute()
        SearchChange.note(account_id)
    search_index.rebuild() if dice.random() < 0.2 else search_index.follow()
"""


@pytest.fixture
def town(index_world):
    for number in range(40):
        index_world.add(f"{('Lund', 'Berg')[number % 2]} {number}", addresses=(f"a{number}@x.dk",))
    search_index.rebuild()
    return index_world


def by_reading_all(query):
    best = unindexed.best(parse(query), None, documents.in_rank_order(), 10)
    return [found.account_id for found in best]


def assert_right(world):
    for query in QUERIES:
        assert world.found(query) == by_reading_all(query), query


def assert_healed(world, monkeypatch):
    """The index alone knows everything that the database does."""
    while search_index.follow() or not search_index.status().ready:
        pass
    assert search_index.status().behind == 0
    with monkeypatch.context() as patch:
        patch.setattr(unindexed, "from_database", lambda *_: pytest.fail("not by the index"))
        assert_right(world)


def test_a_writer_that_is_killed_at_any_moment_breaks_nothing(town, databases, tmp_path, monkeypatch):
    dice = random.Random(4)  # noqa: S311
    for seed in range(6):
        arguments = [databases.url("test"), str(tmp_path / "write.lock"), str(town.directory), str(seed)]
        writer = subprocess.Popen([sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE)
        writer.stdout.readline()
        time.sleep(dice.uniform(0, 0.4))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert_right(town)
    town.change(1, name="Ny 1")  # the next write takes away what the killed ones left
    assert_healed(town, monkeypatch)
    listed = {name for part in search_index._place.snapshot().manifest.parts for name in part.files}
    assert {path.name for path in town.directory.iterdir()} == listed | {index.MANIFEST}


@pytest.mark.parametrize("pruned", [False, True])
def test_an_older_index_that_is_restored_follows_or_is_built_anew(town, tmp_path, monkeypatch, pruned):
    shutil.copytree(town.directory, tmp_path / "saved")
    for number in range(1, 8):
        town.change(number, name=f"Ny {number}")
        search_index.follow()
    if pruned:
        SearchChange.prune(now() + timedelta(seconds=1))
    shutil.rmtree(town.directory)
    shutil.copytree(tmp_path / "saved", town.directory)
    assert_right(town)
    assert_healed(town, monkeypatch)


def test_a_removed_directory_is_made_again(town, monkeypatch):
    shutil.rmtree(town.directory)
    assert_right(town)
    assert_healed(town, monkeypatch)


@pytest.mark.parametrize(
    ("place", "name"), [(segment, "write"), (index, "fingerprint"), (index, "_commit"), (runs.Runs, "merged")]
)
def test_on_a_full_disk_answers_are_right_and_later_so_is_the_index(town, monkeypatch, place, name):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    town.change(3, name="Ny 3")
    with monkeypatch.context() as patch:
        patch.setattr(place, name, full)
        with pytest.raises(OSError, match="No space"):
            search_index.follow()
        assert_right(town)
    monkeypatch.setattr(search_index._place, "rests_until", 0.0)
    assert_healed(town, monkeypatch)


def test_an_index_of_which_much_was_replaced_is_built_anew(town, monkeypatch):
    monkeypatch.setattr(manifest, "FEW", 5)
    for number in range(1, 4):
        town.change(number, name=f"Ny {number}")
        search_index.follow()
    first, *later = search_index._place.snapshot().manifest.parts
    assert later
    search_index.follow()
    (only,) = search_index._place.snapshot().manifest.parts
    assert (only.name != first.name, only.count, len(only.replaced)) == (True, 40, 0)
    assert_healed(town, monkeypatch)


@contextmanager
def node(directory):
    """Inside, this process is another node with an index of its own."""
    ours = search_index._place
    search_index.configure(directory)
    try:
        yield
    finally:
        search_index._place = ours


def test_two_nodes_follow_one_database(town, tmp_path, monkeypatch):
    with node(tmp_path / "other"):
        search_index.follow()
    for number in range(1, 6):
        town.change(number, name=f"Ny {number}")
        if number % 2:
            search_index.follow()
    with node(tmp_path / "other"):
        assert_right(town)
        assert_healed(town, monkeypatch)
    assert_right(town)
    assert_healed(town, monkeypatch)


@pytest.mark.skipif(
    "postgresql" not in os.environ.get("OVERBLIK_DATABASE_URL", ""), reason="SQLite has one writer"
)
def test_a_transaction_that_commits_after_a_later_one_is_found_on_both_nodes(town, tmp_path, monkeypatch):
    written, go_on = threading.Event(), threading.Event()

    def slowly():
        with db.connection_context(), transaction():
            SearchChange.insert(account_id=1).execute()
            town.change(1, note=False, name="Ny forsinket")
            written.set()
            go_on.wait(10)

    slow = threading.Thread(target=slowly)
    slow.start()
    written.wait(10)
    town.change(2, name="Ny straks")
    places = (town.directory, tmp_path / "other")
    for place in places:
        with node(place):
            search_index.follow()
            assert_right(town)
    go_on.set()
    slow.join()
    for place in places:
        with node(place):
            assert 1 in town.found("forsinket")
            assert_healed(town, monkeypatch)


def test_the_feed_keeps_what_is_young_and_its_newest_change(town):
    newest = SearchChange.latest_id()
    SearchChange.prune(now() - timedelta(days=1))
    assert SearchChange.select().count() == 40
    SearchChange.prune(now() + timedelta(seconds=1))
    assert [change.id for change in SearchChange.select()] == [newest]
    assert search_index.status().ready  # an index that has come so far needs nothing older


def test_a_record_that_rots_unseen_changes_no_answer(index_world):
    for number in range(30):
        index_world.add(f"Lund {number:02}")
    search_index.rebuild()
    assert index_world.found("lund") == index_world.expected("lund")[:10]
    (path,) = index_world.directory.glob("*.record.col")
    before, data = path.stat(), bytearray(path.read_bytes())
    data[data.find(b"lund 09")] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    (reader,) = search_index._place.snapshot().readers
    reader.document.cache_clear()
    assert index_world.found("lund") == index_world.expected("lund")[:10]


def test_a_file_that_ends_early_is_damaged(tmp_path):
    (tmp_path / "some").write_bytes(b"0123456789")
    file = SharedFile(str(tmp_path / "some"))
    assert file.get(6, 4) == b"6789"
    for place, length in ((7, 4), (10, 1), (100, 12)):
        with pytest.raises(Damaged):
            file.get(place, length)


@pytest.mark.parametrize(
    "change",
    [{"archived": True}, {"archived": False}, {"name": "Lund 99"}, {"name": "Anders"}, {"binned": True}],
)
@pytest.mark.parametrize("at", [3, 22])
def test_what_changes_while_the_index_is_built_has_no_wrong_place(index_world, monkeypatch, change, at):
    ids = [index_world.add(f"Lund {number:02}", archived=number >= 20) for number in range(24)]
    real, changes = documents._load_batch, [change]

    def load(some):
        if changes:
            index_world.change(ids[at], **changes.pop())
        return real(some)

    monkeypatch.setattr(documents, "_load_batch", load)
    search_index.rebuild()
    for _ in range(2):
        assert search_index.status().ready
        for query in ("lund", "und"):
            for limit in (1, 3):
                assert list(chain(*index_world.pages(query, limit=limit))) == index_world.expected(query)
        search_index.follow()
