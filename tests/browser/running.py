"""A real installation for the browser: web processes and the worker, over a data directory of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

PROJECT = Path(__file__).parents[2]
START_SECONDS = 90.0
STOP_SECONDS = 15.0

# Other tests bind the models to databases of their own, so the firm's is opened in a process of its own.
AT_THE_DATABASE = """
import json
from config import read_settings
from models import *
from models.base import cipher, clock
from models.base.database import open_database
from models.base.database import transaction
from models.clients import linking
settings = read_settings()
open_database(settings.database_url, settings.data_dir / "write.lock")
cipher.configure(settings.secret_key)
def tell(value):
    print(json.dumps(value))
"""


class Server(NamedTuple):
    """A running installation; `console` is what it has printed so far, `pid` the process that watches the others."""

    url: str
    data_dir: Path
    pid: int

    @property
    def console(self) -> str:
        return (self.data_dir / "console.txt").read_text()

    def at_the_database(self, code: str):
        """Run lines of Python beside the server, with the models at hand; the result is what they tell()."""
        done = _run([sys.executable, "-c", AT_THE_DATABASE + code], self.data_dir)
        return json.loads(done.stdout) if done.stdout else None


def fill_demo(data_dir: Path, accounts: int) -> Path:
    """Tell the demo firm into an empty directory, and return that."""
    _run([sys.executable, "-m", "flask", "demo", "--accounts", str(accounts), "--seed", "7"], data_dir)
    return data_dir


def serve(data_dir: Path, **settings: str):
    """Serve a data directory with further settings until the generator is closed; it yields the Server."""
    port = _free_port()
    with (data_dir / "console.txt").open("w") as console:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve"],
            cwd=PROJECT,
            env=_environment(data_dir, PORT=str(port), **settings),
            stdout=console,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", data_dir, process.pid)
    try:
        _wait_until_ready(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_ready(server: Server, process: subprocess.Popen):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{server.url}/readyz", timeout=5) as response:  # noqa: S310 (our own address)
                if response.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not get ready:\n{server.console}")


def _run(command: list[str], data_dir: Path) -> subprocess.CompletedProcess:
    done = subprocess.run(
        command, cwd=PROJECT, env=_environment(data_dir), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[-1]}\n{done.stdout}{done.stderr}")
    return done


def _environment(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OVERBLIK_")}
    return kept | {"OVERBLIK_DATA_DIR": str(data_dir), "HOST": "127.0.0.1", "PYTHONUNBUFFERED": "1"} | more


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
