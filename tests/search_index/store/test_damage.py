"""Any damage to any file of the index: searches go on, the next round of the writer makes it whole, nothing is opened
that was not written by it, and `reindex` always works.
"""

import json
import math
import os
import random
import shutil
import socket
import threading
import zlib
from base64 import b64encode
from contextlib import suppress
from types import SimpleNamespace

import pytest
from pyroaring import BitMap

import search_index
import worker
from models.base.database import db
from search_index import unindexed
from search_index.store import index, segment
from tests.support.privileges import as_anybody

pytestmark = pytest.mark.knows_no_engine

SEED = 31
EACH = 14  # damages of each file
QUERIES = ("lund", "erg", "@x")
# Names that the writer uses for a while, or would if it were another.
AT_WORK = (
    *(f"{index.MANIFEST}.new", f"{segment.NAME}.tmp", index.SUSPECTED),
    *(f"{segment.NAME}_0123456789abcdef.trm", "_MAIN_1.toc", "writer.lock"),
)


@pytest.fixture
def town(index_world, tmp_path):
    """A small index of two segments, saved beside itself, and one change that it has not taken in."""
    for number in range(12):
        index_world.add(
            f"{('Lund', 'Berg')[number % 2]} {number}",
            addresses=(f"a@x{number}.dk",),
            archived=number == 5,
        )
    search_index.rebuild()
    index_world.change(3, name="Berg Lund")
    search_index.follow()
    index_world.change(4, name="Lundberg")
    shutil.copytree(index_world.directory, tmp_path / "saved")
    index_world.goal = [index_world.expected(query)[:10] for query in QUERIES]
    return index_world


def anew(town, opened: bool):
    """The index as it was; `opened` by this process already, or not."""
    directory = town.directory
    if directory.is_symlink() or not directory.is_dir():
        directory.unlink(missing_ok=True)
    else:
        shutil.rmtree(directory)
    shutil.copytree(directory.parent / "saved", directory, symlinks=True)
    search_index.configure(directory)
    if opened:
        answers(town)


def answers(town):
    return [town.found(query) for query in QUERIES]


def assert_heals(town, monkeypatch, case):
    """Searches answer before, a round or two of the writer are enough, and the index alone answers afterwards."""
    assert answers(town) == town.goal, case
    search_index.follow()
    search_index.follow()
    status = search_index.status()
    assert (status.problem, status.accounts, status.behind) == (None, 12, 0), case
    with monkeypatch.context() as patch:
        patch.setattr(unindexed, "from_database", lambda *_: pytest.fail(f"not by the index: {case}"))
        assert answers(town) == town.goal, case
        search_index.configure(town.directory)  # as a process that starts now
        assert answers(town) == town.goal, case


# Bytes


def flipped(data, dice):
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


def lengthened(data, dice):
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.randbytes(dice.choice((1, 4, 300))) + data[at:]


def shortened(data, dice):
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.choice((1, 4, 300)) :]


def truncated(data, dice):
    return data[: dice.randrange(len(data))]


def zeroed(data, dice):
    at, size = dice.randrange(len(data)), dice.choice((1, 8, 500))
    return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]


def scrambled(data, dice):
    return dice.randbytes(len(data))


def doubled(data, dice):
    return data * 2


BYTES = (flipped, lengthened, shortened, truncated, zeroed, scrambled, doubled)


def test_bytes_that_are_not_those_that_were_written(town, monkeypatch):
    dice = random.Random(SEED)  # noqa: S311
    names = sorted(os.listdir(town.directory))
    assert len(names) > 8
    for name in names:
        for number in range(EACH):
            change = BYTES[number % len(BYTES)]
            anew(town, opened=dice.random() < 0.5)
            path = town.directory / name
            before, path_bytes = path.stat(), path.read_bytes()
            path.write_bytes(change(path_bytes, dice))
            if dice.random() < 0.3:  # as a disk does that says nothing of it
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            assert_heals(town, monkeypatch, f"{name} {change.__name__} {number}")


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe{", b"\x00" * 40, b"12", b"12 ", " {}".encode("utf-16"), b"9" * 5000]
)
@pytest.mark.parametrize("opened", [True, False])
def test_a_manifest_that_is_no_text_of_ours(town, monkeypatch, text, opened):
    anew(town, opened)
    (town.directory / index.MANIFEST).write_bytes(text)
    assert_heals(town, monkeypatch, text)


def test_a_manifest_that_never_ends(town, monkeypatch):
    os.truncate(town.directory / index.MANIFEST, 1 << 40)  # a hole
    assert_heals(town, monkeypatch, "a hole")


# Texts with the right checksum and the wrong meaning


def signed(text: str) -> bytes:
    return b"%d %s" % (zlib.crc32(text.encode()), text.encode())


def deep(kind: str) -> str:
    return kind * 200_000


def with_position(**values):
    return lambda plain: plain["position"].update(values)


def with_part(**values):
    return lambda plain: plain["parts"][0].update(values)


def with_a_file(name, expected=(0, 0)):
    return lambda plain: plain["parts"][0]["files"].update({name: expected})


MEANINGS = {
    "no parts": lambda plain: plain.update(parts={}),
    "parts as text": lambda plain: plain.update(parts="parts"),
    "parts as number": lambda plain: plain.update(parts=7),
    "parts without": lambda plain: plain.pop("parts"),
    "parts of lists": lambda plain: plain.update(parts=[[], []]),
    "parts of nothing": lambda plain: plain.update(parts=[None]),
    "parts twice": lambda plain: plain.update(parts=plain["parts"] * 2),
    "format as list": lambda plain: plain.update(format=[]),
    "format of the future": lambda plain: plain.update(format="99 whoosh 9.9 unicode 99"),
    "position as list": lambda plain: plain.update(position=[]),
    "position with more": with_position(colour="red"),
    "latest as text": with_position(latest="1 OR 1=1"),
    "latest as fraction": with_position(latest=1.5),
    "latest as truth": with_position(latest=True),
    "latest too large": with_position(latest=10**30),
    "latest below nothing": with_position(latest=-1),
    "latest NaN": with_position(latest=math.nan),
    "latest later, without mark": with_position(latest=10**6, mark=None),
    "latest later, with mark": with_position(latest=10**6),
    "mark as number": with_position(mark=7),
    "gaps as number": with_position(gaps=7),
    "gaps as object": with_position(gaps={"a": 1}),
    "gaps of two": with_position(gaps=[[1, 2]]),
    "gaps of texts": with_position(gaps=[["1", "2", "3"]]),
    "gaps without end": with_position(gaps=[[1, 2, 0.0]] * 100_000),
    "gaps noticed at no time": with_position(gaps=[[1, 2, math.nan]]),
    "gaps for ever": with_position(gaps=[[1, 2, math.inf]]),
    "count as text": with_part(count="12"),
    "count of millions": with_part(count=10**9, active=10**9),
    "count too small": with_part(count=2, active=2),
    "count of none": with_part(count=0, active=0),
    "active too many": with_part(active=12),
    "active none": with_part(active=0),
    "name of another place": with_part(name="../../../../etc/passwd"),
    "name as number": with_part(name=3),
    "files as list": with_part(files=[]),
    "files none": with_part(files={}),
    "file of another place": with_a_file("../app.db"),
    "file of root": with_a_file("/etc/passwd"),
    "file as text": with_a_file(f"{segment.NAME}_x", "12"),
    "replaced as list": with_part(replaced=[1, 2]),
    "replaced no base64": with_part(replaced="~~~"),
    "replaced no set": with_part(replaced=b64encode(b"\x3a\x30" + b"\xff" * 40).decode()),
    "replaced too many": with_part(replaced=b64encode(BitMap([3, 4_000_000_000]).serialize()).decode()),
    "part with more": with_part(colour="red"),
}
TEXTS = {
    "lists in lists": deep("["),
    "objects in objects": deep('{"a":'),
    "a list": "[]",
    "a number": "7",
    "a huge number": "9" * 10_000,
    "nothing": "null",
    "NaN": "NaN",
    "a text": '"manifest"',
    "an empty object": "{}",
}


def test_a_manifest_with_the_right_checksum_and_the_wrong_meaning(town, monkeypatch):
    path = town.directory / index.MANIFEST
    right = path.read_bytes().partition(b" ")[2]
    texts = dict(TEXTS)
    for name, change in MEANINGS.items():
        plain = json.loads(right)
        change(plain)
        texts[name] = json.dumps(plain)
    for name, text in texts.items():
        anew(town, opened=True)
        path.write_bytes(signed(text))
        assert_heals(town, monkeypatch, name)


def test_an_index_that_lacks_accounts_without_lacking_a_change(town, monkeypatch):
    path = town.directory / index.MANIFEST
    search_index.follow()
    plain = json.loads(path.read_bytes().partition(b" ")[2])
    plain["parts"].pop()
    path.write_bytes(signed(json.dumps(plain)))
    monkeypatch.setattr(search_index, "CHECKED_EVERY_SECONDS", -1)  # now is the time
    search_index.follow()
    assert_heals(town, monkeypatch, "fewer segments")


# Other things than files


def as_directory(path):
    path.mkdir()


def as_full_directory(path):
    (path / "deep" / "er").mkdir(parents=True)
    (path / "file").write_text("mine")


def as_pipe(path):
    os.mkfifo(path)


def as_link_to_nothing(path):
    path.symlink_to(path.parent.parent / "nowhere")


def as_link_to_itself(path):
    path.symlink_to(path)


def as_link_to_a_file(path):
    path.symlink_to(path.parent.parent / "outside" / "file")


def as_link_to_a_directory(path):
    path.symlink_to(path.parent.parent / "outside")


def as_link_that_never_ends(path):
    path.symlink_to("/dev/zero")


def as_socket(path):
    here = os.getcwd()
    os.chdir(path.parent)  # since a socket's address is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def as_nothing(path):
    pass


def as_file(path):
    path.write_bytes(b"mine")


THINGS = (
    *(as_directory, as_full_directory, as_pipe, as_link_to_nothing, as_link_to_itself, as_link_to_a_file),
    *(as_link_to_a_directory, as_link_that_never_ends, as_socket, as_nothing, as_file),
)


@pytest.fixture
def outside(town):
    """A directory beside the index that nothing of all this may touch."""
    place = town.directory.parent / "outside"
    place.mkdir()
    (place / "file").write_text("not the index's")
    yield place
    assert [path.name for path in place.iterdir()] == ["file"]
    assert (place / "file").read_text() == "not the index's"
    assert not (town.directory.parent / "nowhere").exists()


@pytest.mark.parametrize("thing", THINGS)
def test_something_else_stands_where_a_file_of_the_index_was(town, outside, monkeypatch, thing):
    data = sorted(name for name in os.listdir(town.directory) if name != index.MANIFEST)
    some = data[THINGS.index(thing) % 4 :: 4]
    for number, name in enumerate((index.MANIFEST, *some, *AT_WORK)):
        anew(town, opened=number % 2 == 0)
        path = town.directory / name
        path.unlink(missing_ok=True)
        thing(path)
        assert_heals(town, monkeypatch, f"{name} {thing.__name__}")
        assert not path.is_symlink(), name
        assert name not in AT_WORK or not path.exists(), name


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("started", [True, False])
def test_something_else_stands_where_the_directory_was(town, outside, monkeypatch, thing, started):
    """A link to a directory is that directory: somebody chose another disk."""
    anew(town, opened=started)
    shutil.rmtree(town.directory)
    if thing is as_link_to_a_directory:
        elsewhere = town.directory.parent / "elsewhere"
        elsewhere.mkdir()
        town.directory.symlink_to(elsewhere)
    else:
        thing(town.directory)
    if not started:
        search_index.configure(town.directory)
    assert_heals(town, monkeypatch, thing.__name__)
    assert town.directory.is_symlink() == (thing is as_link_to_a_directory)


@pytest.mark.parametrize("started", [True, False])
def test_what_may_not_be_read_or_written(town, monkeypatch, started):
    names = sorted(os.listdir(town.directory))
    for number, name in enumerate((*names, "")):
        anew(town, opened=started)
        with as_anybody():
            (town.directory / name).chmod((0, 0o200, 0o400)[number % 3])
            assert_heals(town, monkeypatch, name)


def test_a_file_that_becomes_a_pipe_after_it_was_looked_at_keeps_nobody_waiting(town, monkeypatch):
    real = index.verify

    def verify_and_lose(directory, part):
        real(directory, part)
        path = directory / next(iter(part.files))
        path.unlink()
        os.mkfifo(path)

    anew(town, opened=False)
    with monkeypatch.context() as patch:
        patch.setattr(index, "verify", verify_and_lose)
        assert answers(town) == town.goal
    assert_heals(town, monkeypatch, "a pipe")


def test_a_pickle_that_names_code_is_not_run_also_when_its_checksum_is_right(town, monkeypatch):
    """Who can write a segment can write the manifest too; even so nothing but plain values comes out of it."""
    harm = town.directory.parent / "harm"
    pickled = b"cos\nmkdir\n(V%s\ntR." % str(harm).encode()
    path = town.directory / index.MANIFEST
    plain = json.loads(path.read_bytes().partition(b" ")[2])
    for part in plain["parts"]:
        for name in part["files"]:
            data = (town.directory / name).read_bytes()
            if name.endswith(".trm"):
                own = int.from_bytes(data[-4:], "big") + 4
                data = data[:-own] + pickled + len(pickled).to_bytes(4, "big")
            (town.directory / name).write_bytes(data)
            part["files"][name] = [len(data), zlib.crc32(data)]
    path.write_bytes(signed(json.dumps(plain)))
    search_index.configure(town.directory)
    assert_heals(town, monkeypatch, "a pickle")
    assert not harm.exists()


def test_searches_meanwhile_are_right(town, monkeypatch):
    """Threads search with the old index open while it is damaged and healed beneath them."""
    wrong, done = [], threading.Event()

    def read():
        with db.connection_context():
            while not done.is_set():
                try:
                    found = answers(town)
                except Exception as error:  # noqa: BLE001 (a thread's exception fails no test)
                    found = error
                if found != town.goal:
                    wrong.append(found)

    dice = random.Random(SEED)  # noqa: S311
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(14):
        name = dice.choice(sorted(os.listdir(town.directory)))
        with suppress(FileNotFoundError):
            path = town.directory / name
            path.write_bytes(BYTES[number % len(BYTES)](path.read_bytes() or b"x", dice))
        search_index.follow()
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


# The program around it


@pytest.fixture
def around(app, cast, browse):
    """The web's search, the worker and `reindex` over one data directory, whose index was just made."""
    search_index.rebuild()
    data_dir = app.config["SETTINGS"].data_dir
    browser = browse(cast.olga)
    return SimpleNamespace(
        browser=browser,
        data_dir=data_dir,
        directory=data_dir / "search",
        reindex=lambda: app.test_cli_runner().invoke(args=["reindex"]),
        found=lambda: f'href="/accounts/{cast.a.id}"' in browser.get("/search?q=byg").text,
    )


def ruin(around, kind: str):
    match kind:
        case "manifest that is no text":
            (around.directory / index.MANIFEST).write_bytes(b"\xff\xfe\xfd")
        case "manifest that is a directory":
            (around.directory / index.MANIFEST).unlink()
            as_full_directory(around.directory / index.MANIFEST)
        case "directory that is a file":
            shutil.rmtree(around.directory)
            around.directory.write_text("no directory")
        case "directory that is gone":
            shutil.rmtree(around.directory)


RUINS = (
    "manifest that is no text",
    "manifest that is a directory",
    "directory that is a file",
    "directory that is gone",
)


@pytest.mark.parametrize("kind", RUINS)
def test_a_round_of_the_worker_heals_what_the_web_answers_without(around, kind):
    ruin(around, kind)
    assert around.found()
    worker.work(around.data_dir)
    worker.work(around.data_dir)
    assert around.browser.get("/readyz").json == {"database": True, "index": True, "worker": True}
    assert around.found()


@pytest.mark.parametrize("kind", RUINS)
def test_reindex_mends_everything(around, kind):
    ruin(around, kind)
    done = around.reindex()
    assert (done.exit_code, "new" in done.output) == (0, True)
    assert search_index.status().ready
    assert around.found()


def test_reindex_works_beside_a_worker(around):
    done, rounds = threading.Event(), []

    def work():
        while not done.is_set():
            rounds.append(worker.work(around.data_dir))

    beside = threading.Thread(target=work)
    beside.start()
    results = [around.reindex().exit_code for _ in range(5)]
    done.set()
    beside.join()
    assert results == [0] * 5
    assert all(rounds)
    assert search_index.status().ready


def test_what_the_system_refuses_is_told_in_a_sentence(around):
    shutil.rmtree(around.directory)
    around.directory.write_text("no directory, and it cannot be removed")
    around.data_dir.chmod(0o500)
    try:
        with as_anybody():
            done = around.reindex()
            assert around.found()
    finally:
        around.data_dir.chmod(0o700)
    assert done.exit_code == 1
    assert len(done.output.strip().splitlines()) == 1
    assert str(around.directory) in done.output
    assert "Permission denied" in done.output
