"""The processes of a running installation, and the one that watches them."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

import serving.watcher
from config import Unusable
from serving import child, starting
from serving.watcher import Watched

ROOT = Path(__file__).parents[2]
SECONDS = 90  # a guard against hangs: five times what replacing a process may take

pytestmark = pytest.mark.knows_no_engine


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status(port, path, patience=5) -> int:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=patience)
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0


def is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def until(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.2)


def children(pid: int) -> list[int]:
    """Web processes first, the worker last."""
    return sorted(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def serve(data_dir: Path, port: int, console) -> subprocess.Popen:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OVERBLIK_")}
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "serve"],
        cwd=ROOT,
        env=kept | {"OVERBLIK_DATA_DIR": str(data_dir), "PORT": str(port), "WEB_CONCURRENCY": "2"},
        stdout=console,
        stderr=console,
    )


class Installation:
    def __init__(self, data_dir: Path, port: int):
        self.data_dir, self.port = data_dir, port
        with (data_dir / "console").open("w") as console:
            self.process = serve(data_dir, port, console)

    @property
    def console(self) -> str:
        return (self.data_dir / "console").read_text()

    @property
    def children(self) -> list[int]:
        return children(self.process.pid)

    def is_ready(self) -> bool:
        return status(self.port, "/readyz") == 200


@pytest.fixture
def installation(tmp_path, port):
    running = Installation(tmp_path, port)
    until(running.is_ready)
    until(lambda: "Overblik is at" in running.console)
    yield running
    running.process.terminate()
    running.process.wait(SECONDS)


def test_serve_replaces_what_dies_or_hangs_and_ends_when_asked(installation, tmp_path, port):
    assert "/setup?token=" in installation.console
    command = Path(f"/proc/{installation.process.pid}/cmdline").read_text()
    assert "serving/watcher.py" in command  # what remains of `flask serve`
    assert "token" not in command
    before = installation.children
    assert len(before) == 3
    _, web, worker = before
    os.kill(web, signal.SIGKILL)
    until(lambda: web not in installation.children and len(installation.children) == 3)
    assert "process" in installation.console

    hanging = installation.children[0], worker
    for each in hanging:
        os.kill(each, signal.SIGSTOP)
    until(lambda: not {*hanging} & {*installation.children} and len(installation.children) == 3)
    assert not any(map(is_alive, hanging))
    assert installation.console.count("has not answered for") == 2
    assert "The worker process" in installation.console
    until(installation.is_ready)

    with (tmp_path / "second").open("w") as console:
        second = serve(tmp_path, port + 1 if port < 65_535 else port - 1, console)
        assert second.wait(SECONDS) == 1
    told = (tmp_path / "second").read_text()
    assert told.count("\n") == 1
    assert "is being served already" in told

    running = installation.children
    installation.process.send_signal(signal.SIGINT)
    assert installation.process.wait(SECONDS) == 0
    assert status(port, "/healthz") == 0
    assert not any(map(is_alive, running))


def test_a_killed_watcher_leaves_nobody_with_the_port_not_even_who_hangs(installation, tmp_path, port):
    running = installation.children
    os.kill(running[0], signal.SIGSTOP)
    installation.process.kill()
    installation.process.wait()
    until(lambda: not any(map(is_alive, running)))
    # A process counts as ended once its first thread is; its files close with its last.
    until(lambda: is_free(port))


# The data directory and the port


def test_a_data_directory_is_served_once(tmp_path):
    with starting.claim(tmp_path), pytest.raises(Unusable, match="is being served already"):
        starting.claim(tmp_path)
    starting.claim(tmp_path).close()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_taken_port_is_told_in_one_line(settings, port, host):
    settings = settings._replace(host=host, port=port)
    with starting.listen(settings), pytest.raises(Unusable, match="set PORT to another number"):
        starting.listen(settings)
    starting.listen(settings).close()


# The watcher


def test_the_watcher_imports_nothing_but_the_standard_library():
    """That is what keeps it small: the program itself is twenty times as large."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import serving.watcher; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded - set(sys.stdlib_module_names) - {"serving", "__main__"}
    assert not loaded & {"http", "urllib", "asyncio", "email", "logging", "ssl"}


ANSWERS = (
    "import socket, sys; line = socket.socket(fileno=int(sys.argv[1]))\nwhile line.recv(9): line.send(b'!')"
)
HANGS = "import time; time.sleep(600)"
DIES = "raise SystemExit(3)"


@pytest.fixture
def watched(monkeypatch):
    """watched(program): somebody who is watched by rounds without pauses between them."""
    monkeypatch.setattr(serving.watcher, "START_ROUNDS", 100_000)
    started = []

    def start(program: str) -> Watched:
        each = Watched("web", [sys.executable, "-c", program], "?")
        started.append(each)
        each.start()
        return each

    yield start
    for each in started:
        if each.process:
            each.end()


def rounds(each: Watched, until_so):
    deadline = time.monotonic() + SECONDS
    while not until_so():
        assert time.monotonic() < deadline, "It took too long."
        each.look()
        time.sleep(0.01)


def test_who_answers_is_left_alone(watched):
    each = watched(ANSWERS)
    rounds(each, lambda: each.answered)
    process = each.process
    for _ in range(5):
        each.rounds = 3
        rounds(each, lambda: each.rounds == 0)
    assert each.process is process


def test_who_has_answered_and_does_so_no_longer_is_replaced_within_ten_seconds(watched, capfd):
    each = watched(
        ANSWERS.replace(
            "while line", "line.recv(9); line.send(b'!')\nimport time; time.sleep(600)\nwhile line"
        )
    )
    rounds(each, lambda: each.answered)
    process, looked = each.process, 0
    while each.process is process:
        each.look()
        looked += 1
    assert looked * serving.watcher.ROUND_SECONDS < 10 - 2 * serving.watcher.ROUND_SECONDS
    assert f"The web process {process.pid} has not answered for" in capfd.readouterr().err
    assert process.poll() == -signal.SIGKILL
    rounds(each, lambda: each.process is not None)


def test_who_never_answers_has_longer_to_begin(watched, monkeypatch):
    each = watched(HANGS)
    process = each.process
    for _ in range(50):
        each.look()
    assert each.process is process
    monkeypatch.setattr(serving.watcher, "START_ROUNDS", 60)
    for _ in range(10):
        each.look()
    assert each.process is not process


def test_who_dies_again_and_again_waits_longer_each_time_and_at_most_half_a_minute(
    watched, monkeypatch, capfd
):
    each = watched(DIES)
    pauses = []
    for _ in range(9):
        each.process.wait()
        each.look()
        pauses.append(round(each.start_at - time.monotonic()))
        each.look()
        assert (each.process is None) == (pauses[-1] > 0)
        each.start_at = 0.0
        rounds(each, lambda: each.process is not None)
    assert pauses == [0, 1, 2, 4, 8, 16, 30, 30, 30]
    assert "ended with 3; starting it again in 16 s." in capfd.readouterr().err
    each.process.wait()
    each.started_at -= 31  # who has lived for a while is started again at once
    each.look()
    assert each.start_at <= time.monotonic()


# What the watched owe


def test_a_process_answers_while_it_is_well_and_ends_with_the_watcher(monkeypatch):
    ours, theirs = socket.socketpair()
    ours.settimeout(SECONDS)
    well, killed = [False], []
    monkeypatch.setattr(os, "kill", lambda pid, what: killed.append((pid, what)))
    child.answer(theirs, lambda: well.pop(0))
    well.append(True)
    ours.send(b"?")  # not well: no answer
    until(lambda: len(well) == 1)
    ours.send(b"?")
    assert ours.recv(9) == b"!"
    ours.close()
    until(lambda: killed)
    assert killed == [(os.getpid(), signal.SIGTERM)]
