"""A firm behind its real web server, over HTTP, and the CPU that the server's processes spend. Needs Linux's /proc."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Self
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from bench.firms import environment
from bench.people import BROWSER, cookies
from config import Settings, read_settings
from models.staff.demo_people import PASSWORD
from serving.starting import listen, web_command
from serving.watcher import STOP_SECONDS

START_SECONDS = 60.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Served:
    """A web server over the data directory `place`, with one process for requests, while the context is open.

    With `granian` it is that server, which must be installed (uv run --with granian==2.8.7), set as we had it.
    """

    def __init__(self, place: Path, granian: bool = False):
        self._environment = environment(place, free_port()) | {"WEB_CONCURRENCY": "1"}
        os.environ.update(self._environment)
        self._settings, self._granian = read_settings(), granian

    def __enter__(self) -> Self:
        if self._granian:
            self._process = subprocess.Popen(granian_command(self._settings), env=self._environment)  # noqa: S603
        else:
            with listen(self._settings) as listening:
                self._process = subprocess.Popen(  # noqa: S603
                    web_command(listening), env=self._environment, pass_fds=(listening.fileno(),)
                )
        wait_for(self.url)
        return self

    def __exit__(self, *_error):
        self._process.terminate()
        self._process.wait(STOP_SECONDS)

    @property
    def url(self) -> str:
        return self._settings.base_url

    def cpu(self) -> float:
        """Milliseconds of CPU that its processes have spent so far."""
        return sum(map(_spent, _family(self._process.pid))) / 1_000_000


class Caller:
    """Somebody signed in at a Served, on one connection, by the part of the address before @."""

    def __init__(self, served: Served, name: str):
        self._connection = HTTPConnection(urlsplit(served.url).netloc)
        form = urlencode({"email": f"{name}@demo.example", "password": PASSWORD})
        answer = self._send("POST", "/sign-in", form, FORM, 303)
        self._cookie = {"Cookie": cookies(answer.headers.get_all("Set-Cookie"))}

    def get(self, path: str, headers: dict[str, str], status: int = 200):
        self._send("GET", path, None, self._cookie | headers, status)

    def post(self, path: str, form: dict[str, str], headers: dict[str, str]):
        sent = self._cookie | headers | FORM
        self._send("POST", path, urlencode(form), sent, 200)

    def hang_up(self):
        """Let the next request open a connection anew, since servers close those that rest for long."""
        self._connection.close()

    def _send(self, method, path, body, headers, status):
        self._connection.request(method, path, body, BROWSER | headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != status:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return answer


def granian_command(settings: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "app:create_app", "--no-ws"),
        *("--host", settings.host, "--port", str(settings.port), "--workers", "1", "--blocking-threads", "2"),
        *("--log-level", "warning"),
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urlopen(f"{url}/healthz", timeout=1).close()  # noqa: S310 (our own server)
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _family(pid: int) -> list[int]:
    """A process and all that come from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _spent(pid: int) -> int:
    """Nanoseconds of CPU of all threads of a process."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads)
