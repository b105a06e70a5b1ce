"""python tests/postgres.py COMMAND …: run a command on PostgreSQL, with OVERBLIK_DATABASE_URL naming a server for it.

The server is that of OVERBLIK_TEST_POSTGRES_URL, or one of its own that lives in a temporary directory while the command
runs. Without either the command is left out; in CI that is a failure.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

SERVANTS = ("postgres", "nobody")  # who runs the server when we are root, which PostgreSQL refuses
START_SECONDS = 30.0
# Nothing in it outlives the tests, so nothing waits for the disk.
CARELESS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=256MB",
    "listen_addresses=",
    "max_connections=200",
)


# Each test copies a database of some hundred files: in memory that takes a third of the time.
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a directory of our own is made in it)
ENOUGH_MEMORY = 2_000_000_000  # bytes that are free there


def place() -> Path | None:
    """The directory for the server's own: in memory where there is room, else the usual one."""
    return IN_MEMORY if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH_MEMORY else None


def programs() -> Path | None:
    """Where initdb and postgres are: the newest of Debian's places, else on the PATH."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(debian, key=lambda path: float(path.parts[-3]), default=None)
    found = newest or shutil.which("postgres")
    return Path(found).parent if found else None


@contextmanager
def cluster(bin_directory: Path):
    """A server of our own; yields its URL. It listens on a socket in its directory only."""
    user = unprivileged_user()
    with tempfile.TemporaryDirectory(prefix="overblik-pg-", dir=place()) as name:
        directory = Path(name)
        if user:
            shutil.chown(directory, user)
        as_user = {"user": user, "cwd": directory, "stdout": subprocess.DEVNULL}
        data = directory / "data"
        initdb = [
            bin_directory / "initdb",
            "-D",
            data,
            "-U",
            "overblik",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        subprocess.run(initdb, check=True, **as_user)
        options = [part for setting in CARELESS for part in ("-c", setting)]
        with (directory / "log").open("w") as log:
            server = subprocess.Popen(
                [bin_directory / "postgres", "-D", data, "-k", directory, *options], stderr=log, **as_user
            )
        try:
            wait_until_ready(bin_directory, directory, server)
            yield f"postgresql://overblik@/postgres?host={directory}"
        finally:
            server.send_signal(signal.SIGINT)  # its "fast" shutdown
            server.wait()


def unprivileged_user() -> str | None:
    """Who is to run the server: somebody else than root, which we may be."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in SERVANTS if name in known)


def wait_until_ready(bin_directory: Path, directory: Path, server: subprocess.Popen):
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run([bin_directory / "pg_isready", "-q", "-h", directory], check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit("PostgreSQL did not start:\n" + (directory / "log").read_text())
        time.sleep(0.1)


def main(command: list[str]) -> int:
    url, bin_directory = os.environ.get("OVERBLIK_TEST_POSTGRES_URL"), programs()
    if url:
        return subprocess.run(
            command, check=False, env=os.environ | {"OVERBLIK_DATABASE_URL": url}
        ).returncode
    if bin_directory:
        with cluster(bin_directory) as own_url:
            return subprocess.run(
                command, check=False, env=os.environ | {"OVERBLIK_DATABASE_URL": own_url}
            ).returncode
    print("PostgreSQL: left out, since no server is installed and OVERBLIK_TEST_POSTGRES_URL is not set.")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
