"""The processes of a running installation: several for the web, one worker, and this one that watches both."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from config import Settings, Unusable

RESTART_SECONDS = 1.0
STOP_SECONDS = 10.0


def serve(settings: Settings):
    """Run until SIGINT or SIGTERM; a process that ends before is started again."""
    stopping = []
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: stopping.append(True))
    commands = {"web": web_command(settings), "worker": [sys.executable, "-m", "flask", "worker"]}
    running = {name: start(command) for name, command in commands.items()}
    while not stopping:
        time.sleep(0.2)
        for name, process in running.items():
            if process.poll() is not None and not stopping:
                print(
                    f"The {name} process ended with {process.returncode}; starting it again.", file=sys.stderr
                )
                end_rest(process)
                time.sleep(RESTART_SECONDS)
                running[name] = start(commands[name])
    stop(running.values())


def start(command: list[str]) -> subprocess.Popen:
    """Start a process as head of a group of its own, to which its children belong."""
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603


def end_rest(process: subprocess.Popen):
    """End what a process has left behind: a killed web server's children would hold the port and answer on."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def web_command(settings: Settings) -> list[str]:
    """Processes first, then threads: four threads in one process cost 1.5 to 1.9 times the CPU (GIL hand-over)."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "app:create_app"),
        *("--host", settings.host, "--port", str(settings.port), "--workers", str(settings.web_concurrency)),
        *("--blocking-threads", "2", "--respawn-failed-workers", "--no-ws", "--log-level", "warning"),
    ]


def require_free_port(settings: Settings):
    """Raises Unusable when another program has the port."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Unusable(
                f"{settings.host}:{settings.port} cannot be used ({error.strerror}): "
                "stop the program that has it, or set PORT to another number."
            ) from error


def stop(processes):
    """Ask all to end, wait, and end those that do not."""
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        process.terminate()
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(deadline - time.monotonic(), 0.1))
        end_rest(process)
        process.wait()
