"""The processes of a running installation."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

import serving
from config import Unusable

ROOT = Path(__file__).parents[1]
SECONDS = 30


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status(port, path) -> int:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0


def until(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.2)


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def server(tmp_path, port):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OVERBLIK_")}
    environment = kept | {"OVERBLIK_DATA_DIR": str(tmp_path), "PORT": str(port), "WEB_CONCURRENCY": "1"}
    with (tmp_path / "console").open("w") as console:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=console,
            stderr=console,
        )
    yield process
    process.terminate()
    process.wait(SECONDS)


def test_serve_answers_replaces_what_dies_and_ends_when_asked(server, port, tmp_path):
    until(lambda: status(port, "/readyz") == 200)
    assert "/setup?token=" in (tmp_path / "console").read_text()
    before = children(server.pid)
    assert len(before) == 2
    for child in before:
        os.kill(child, signal.SIGKILL)
    until(lambda: len(children(server.pid)) == 2 and not set(children(server.pid)) & set(before))
    until(lambda: status(port, "/readyz") == 200)
    server.send_signal(signal.SIGINT)
    assert server.wait(SECONDS) == 0
    assert status(port, "/healthz") == 0


def test_a_taken_port_is_told_in_one_line(settings, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(Unusable, match="set PORT to another number"):
            serving.require_free_port(settings._replace(port=port))


def test_a_free_port_is_free(settings, port):
    serving.require_free_port(settings._replace(port=port))
