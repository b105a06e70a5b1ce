"""What `serve` does before it becomes the watcher: take the data directory and the port for itself."""

import fcntl
import json
import os
import socket
import sys
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from config import Settings, Unusable

WATCHER = Path(__file__).with_name("watcher.py")
BACKLOG = 1024


def claim(data_dir: Path) -> IO:
    """The lock of a data directory, held while it is open. Raises Unusable when another `serve` holds it."""
    lock = (data_dir / "serve.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise Unusable(
            f"{data_dir} is being served already: stop that one first, or set OVERBLIK_DATA_DIR to another directory."
        ) from error
    return lock


def listen(settings: Settings) -> socket.socket:
    """The socket on the configured host and port, on which nobody answers yet. Raises Unusable when it cannot be had."""
    listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise Unusable(
            f"{settings.host}:{settings.port} cannot be used ({error.strerror}): "
            "stop the program that has it, or set PORT to another number."
        ) from error
    return listening


def become_watcher(settings: Settings, lock: IO, listening: socket.socket, greeting: list[str]):
    """Go on as the process that watches the others; it prints the greeting once the port answers.

    It is told what to do through a pipe, since the greeting may hold the set-up code and arguments are seen by everybody.
    """
    plan = {
        "listening": listening.fileno(),
        "greeting": greeting,
        "web": {"command": [*web_command(listening), "--watcher"], "question": question(settings)},
        "webs": settings.web_concurrency,
        "worker": {"command": [sys.executable, "-m", "flask", "worker", "--watcher"], "question": "?"},
    }
    reading, writing = os.pipe()
    with open(writing, "w") as pipe:
        json.dump(plan, pipe)
    for inherited in (reading, lock.fileno(), listening.fileno()):
        os.set_inheritable(inherited, True)
    sys.stdout.flush()
    # -S: no package of the environment is within its reach, so it stays small.
    os.execv(sys.executable, [sys.executable, "-S", str(WATCHER), str(reading)])  # noqa: S606


def web_command(listening: socket.socket) -> list[str]:
    """How a web process starts, watched by nobody."""
    return [sys.executable, "-m", "flask", "web", "--listening", str(listening.fileno())]


def question(settings: Settings) -> str:
    """How a web process is asked whether it lives."""
    return f"GET /healthz HTTP/1.1\r\nHost: {urlsplit(settings.base_url).netloc}\r\n\r\n"
