"""The files: commits, damage, crashes, other processes."""

import errno
import os
import pickle
import random
import subprocess
import sys
import threading

import pytest
from pyroaring import BitMap
from whoosh.codec.whoosh3 import W3Segment
from whoosh.query import And, Term
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher

import search_index
from models.base.database import db
from search_index import documents, unindexed
from search_index.store import index, manifest, runs, segment
from search_index.store.codec import Damaged, checked, packed, unchecked, unpacked

QUERIES = ("lund", "ber", "a", "moms", "lund 3", "b@x", "12", "+45 1")


@pytest.fixture
def town(index_world):
    """Forty accounts in an index of several segments, and some changes that it has not taken in."""
    for number in range(40):
        index_world.add(
            f"{('Lund', 'Berg', 'Bolund')[number * 7 % 5 % 3]} {number}",
            contacts=("Anna Ås",),
            addresses=(f"b@x{number}.dk",),
            phones=(f"+451234{number:04}",),
            tags=("moms",) if number % 3 else (),
        )
    search_index.rebuild()
    index_world.change(7, name="Ny Lund")
    search_index.follow()
    index_world.change(9, name="Berglund")
    return index_world


def answers(world):
    return [world.found(query) for query in QUERIES]


def expected(world):
    return [world.expected(query)[:10] for query in QUERIES]


@pytest.fixture
def by_index_only(monkeypatch):
    def forbid():
        monkeypatch.setattr(unindexed, "from_database", lambda *_: pytest.fail("The index was not used."))

    return forbid


def test_commits_replace_and_segments_grow_together(index_world, monkeypatch):
    monkeypatch.setattr(index, "SMALL", 20)
    monkeypatch.setattr(runs, "RUN", 7)
    for number in range(30):
        index_world.add(f"Lund {number}")
    assert search_index.rebuild() == 30
    assert search_index.status().segments == 1
    for number in range(30):
        index_world.change(1 + number % 7, name=f"Berg {number}")
        search_index.follow()
    status = search_index.status()
    assert (status.ready, status.accounts, status.behind) == (True, 30, 0)
    assert status.segments <= 5
    for query in ("lund", "berg", "2"):
        assert index_world.found(query, limit=50) == index_world.expected(query)
    listed = {name for part in search_index._place.snapshot().manifest.parts for name in part.files}
    assert {path.name for path in index_world.directory.iterdir()} == listed | {index.MANIFEST}


def test_an_index_of_nobody(index_world):
    assert search_index.rebuild() == 0
    assert search_index.status() == (True, None, 0, 0, 0)
    assert index_world.found("x") == []
    account = index_world.add("X")
    search_index.follow()
    index_world.change(account, binned=True)
    search_index.follow()
    assert search_index.status() == (True, None, 0, 0, 0)


def test_the_directory_is_ours_alone(index_world):
    assert index_world.directory.stat().st_mode & 0o777 == 0o700


def test_searching_writes_nothing(town):
    before = {path.name: path.stat().st_mtime_ns for path in town.directory.iterdir()}
    answers(town)
    search_index.status()
    assert {path.name: path.stat().st_mtime_ns for path in town.directory.iterdir()} == before


def truncated(path, dice):
    os.truncate(path, dice.randrange(path.stat().st_size))


def zeroed(path, dice):
    content = bytearray(path.read_bytes())
    begin = dice.randrange(len(content))
    content[begin : begin + 200] = bytes(len(content[begin : begin + 200]))
    path.write_bytes(content)


def scrambled(path, dice):
    path.write_bytes(dice.randbytes(path.stat().st_size))


def deleted(path, dice):
    path.unlink()


def emptied(path, dice):
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [truncated, zeroed, scrambled, deleted, emptied])
@pytest.mark.parametrize("opened", [True, False])
def test_damage_changes_no_answer_and_heals(town, by_index_only, damage, opened):
    for seed in range(2):
        dice = random.Random(seed)  # noqa: S311
        if opened:
            answers(town)
        else:
            search_index.configure(town.directory)
        damage(dice.choice(sorted(path for path in town.directory.iterdir() if path.stat().st_size)), dice)
        assert answers(town) == expected(town)
        search_index.follow()
        search_index.follow()
        assert search_index.status() == (True, None, 40, search_index.status().segments, 0)
        assert answers(town) == expected(town)
    by_index_only()
    assert answers(town) == expected(town)


def test_a_file_that_changes_while_it_is_open_is_not_believed(town):
    assert town.found("nobody") == []
    for path in town.directory.glob("*.trm"):
        path.write_bytes(bytes(path.stat().st_size))  # reads as a dictionary without the words asked for
    assert answers(town) == expected(town)


def test_what_is_open_answers_on_when_the_newest_commit_is_damaged(town, by_index_only):
    answers(town)
    goal = expected(town)
    (town.directory / index.MANIFEST).write_text("{")
    for path in town.directory.glob("*.pst"):
        path.unlink()
    by_index_only()
    assert answers(town) == goal


def test_damage_that_the_file_system_hides_is_seen_in_what_is_read(town):
    answers(town)
    for path in town.directory.glob("*.pst"):
        before = path.stat()
        path.write_bytes(bytes(before.st_size))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert town.found("bolund") == town.expected("bolund")[:10]
    assert (town.directory / index.SUSPECTED).exists()
    search_index.follow()
    assert search_index.status().ready
    assert not (town.directory / index.SUSPECTED).exists()


def test_a_false_alarm_rebuilds_nothing(town):
    search_index.follow()
    before = (town.directory / index.MANIFEST).stat().st_mtime_ns
    (town.directory / index.SUSPECTED).touch()
    search_index.follow()
    assert (town.directory / index.MANIFEST).stat().st_mtime_ns == before
    assert not (town.directory / index.SUSPECTED).exists()


def test_another_version_is_rebuilt(town, monkeypatch):
    monkeypatch.setattr(manifest, "FORMAT", "of tomorrow")
    search_index.configure(town.directory)
    assert "Damaged" in search_index.status().problem
    assert answers(town) == expected(town)
    search_index.follow()
    assert search_index.status().ready


class Planted:
    """What a pickle may do."""

    def __init__(self, target):
        self.target = target

    def __reduce__(self):
        return os.mkdir, (str(self.target),)


def test_a_planted_file_is_never_opened(town, tmp_path):
    harmful = pickle.dumps(Planted(tmp_path / "harm"))
    plants = [town.directory / f"_{segment.NAME}_{number}.toc" for number in (1, 999)]
    plants += [town.directory / "_MAIN_1.toc", town.directory / f"{segment.NAME}_aaaaaaaaaaaaaaaa.trm"]
    for path in town.directory.glob("*.trm"):
        # Whoosh ends this file with a pickle and its length: here is another pickle.
        content = path.read_bytes()
        own = int.from_bytes(content[-4:], "big") + 4
        path.write_bytes(content[:-own] + harmful + len(harmful).to_bytes(4, "big"))
        plants.append(path)
    for path in plants[:4]:
        path.write_bytes(harmful)
    for _ in range(2):
        assert answers(town) == expected(town)
        search_index.configure(town.directory)
    search_index.follow()
    assert answers(town) == expected(town)
    assert not (tmp_path / "harm").exists()
    assert not any(path.exists() for path in plants)


def test_on_a_full_disk_the_database_answers_and_the_writer_rests(town, monkeypatch):
    def full(*_):
        calls.append(1)
        raise OSError(errno.ENOSPC, "No space left on device")

    calls = []
    with monkeypatch.context() as patch:
        patch.setattr(segment, "write", full)
        with pytest.raises(OSError, match="No space"):
            search_index.follow()
        assert search_index.follow() == 0
        assert len(calls) == 2
        assert answers(town) == expected(town)
    monkeypatch.setattr(search_index._place, "rests_until", 0.0)
    assert search_index.follow() == 1


@pytest.mark.parametrize("step", ["fingerprint", "_commit"])
def test_a_writer_that_dies_leaves_the_last_commit(town, monkeypatch, step):
    with monkeypatch.context() as patch:
        patch.setattr(index, step, lambda *_: sys.exit("killed"))
        with pytest.raises(SystemExit):
            search_index.follow()
        with pytest.raises(SystemExit):
            search_index.rebuild()
    assert search_index.status().behind == 1
    assert answers(town) == expected(town)
    assert search_index.follow() == 1
    assert answers(town) == expected(town)
    assert len(list(town.directory.glob("*.trm"))) == search_index.status().segments


def test_only_one_process_writes_and_a_dead_one_holds_nothing(town):
    hold = """
import fcntl, os, sys
directory = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(directory, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", hold, str(town.directory)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        assert search_index.follow() == 0
        assert answers(town) == expected(town)
        other.kill()
    assert search_index.follow() == 1


def test_readers_do_not_notice_writers(town):
    """Threads search while the index is rebuilt and followed beneath them."""
    right, done = [], threading.Event()
    goal = expected(town)

    def read():
        while not done.is_set():
            try:
                right.append(answers(town) == goal)
            except Exception:
                right.append(False)  # a thread's exception fails no test
                raise

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(6):
        town.change(1 + number, tags=town.facts[1 + number].tags)
        search_index.follow()
        search_index.rebuild()
    done.set()
    for reader in readers:
        reader.join()
    assert len(right) > 6
    assert all(right)


def test_whoosh_reads_the_index_with_its_own_queries(town):
    snapshot = search_index._place.snapshot()
    part = snapshot.manifest.parts[0]
    opened = W3Segment(segment.CODEC, segment.NAME, part.count, segid=part.name)
    reader = SegmentReader(index.SharedStorage(str(town.directory)), segment.SCHEMA, opened)
    query = And([Term("name_part", "lun"), Term("other_part", "mom")])
    found = [snapshot.readers[0].document(number) for number in query.docs(Searcher(reader))]
    naive = [
        each for each, fact in town.facts.items() if "und" in fact.name and fact.tags and each not in (7, 9)
    ]
    assert sorted(document.account_id for document in found if document.account_id not in (7, 9)) == naive


@pytest.mark.parametrize(
    "numbers", [[0], [7], [0, 1, 2], [5, 70_000], list(range(0, 9000, 3)), list(range(100, 9000, 99))]
)
def test_a_set_comes_back_from_the_disk(numbers):
    whole = checked(packed(BitMap(numbers)))
    assert list(unpacked(unchecked(whole))) == numbers
    for at in range(len(whole)):
        broken = bytearray(whole)
        broken[at] ^= 1
        if at % 97 == 0:
            with pytest.raises(Damaged):
                unchecked(bytes(broken))


def test_reading_takes_a_constant_number_of_queries(index_world, monkeypatch):
    ids = [
        index_world.add(f"Lund {number}", contacts=("A", "B"), addresses=("a@x.dk",)) for number in range(20)
    ]
    counted = []
    real = db.obj.execute_sql
    monkeypatch.setattr(
        db.obj, "execute_sql", lambda *args, **kwargs: counted.append(1) or real(*args, **kwargs)
    )
    assert len(list(documents.load(ids[:2]))) == 2
    few = len(counted)
    assert len(list(documents.load(ids))) == 20
    assert len(counted) == 2 * few == 12
