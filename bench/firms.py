"""The firms that are measured: data directories, filled once by the demo command and used again."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from models.base.database import MIGRATIONS


def prepared(directory: Path, accounts: int) -> Path:
    """The data directory of a demo firm with so many accounts, made now if it is not there (100,000 in minutes)."""
    place = directory / f"{accounts}-{schema()}"
    if not place.is_dir():
        unfinished = place.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [sys.executable, "-m", "flask", "demo", "--accounts", str(accounts)]
        subprocess.run(command, env=environment(unfinished), check=True, stdout=sys.stderr)  # noqa: S603
        unfinished.rename(place)
    return place


def schema() -> str:
    """What changes with the migrations, so that a firm with an older schema is not used again."""
    steps = b"".join(step.read_bytes() for step in sorted(MIGRATIONS.glob("*.py")))
    return sha256(steps).hexdigest()[:8]


def environment(data_dir: Path, port: int = 8000) -> dict[str, str]:
    """The environment of a process that has its data in `data_dir` and no other settings of Overblik."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OVERBLIK_")}
    return kept | {"OVERBLIK_DATA_DIR": str(data_dir), "HOST": "127.0.0.1", "PORT": str(port)}
