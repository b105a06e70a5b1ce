"""Settings, all from the environment. docs/settings.md lists them."""

import os
import secrets
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click
from environs import Env

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Unusable(click.ClickException):
    """The installation cannot run as it is set up; the message says in one line what to do."""


class Settings(NamedTuple):
    """What an installation is told from outside."""

    data_dir: Path
    database_url: str
    host: str
    port: int
    base_url: str
    secret_key: str
    web_concurrency: int

    @property
    def own_origins(self) -> frozenset[str]:
        """Where our own pages come from: the base URL, on loopback under both names."""
        return frozenset(self._names(with_scheme=True))

    @property
    def trusted_hosts(self) -> list[str]:
        return sorted({urlsplit(f"//{host}").hostname for host in self._names(with_scheme=False)})

    def _names(self, with_scheme: bool):
        scheme, netloc, *_ = urlsplit(self.base_url)
        host, colon, port = netloc.partition(":")
        for name in LOOPBACK[:2] if host in LOOPBACK else (host,):
            yield f"{scheme}://{name}{colon}{port}" if with_scheme else name

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https:")


def read_settings() -> Settings:
    """The settings of this environment. Makes the data directory and its secret key; raises Unusable."""
    env = Env()
    data_dir = Path(env.str("OVERBLIK_DATA_DIR", "instance")).absolute()
    host, port = env.str("HOST", "127.0.0.1"), _port(env)
    base_url = env.str("OVERBLIK_BASE_URL", "")
    if not base_url:
        if host not in LOOPBACK:
            raise Unusable(
                f"HOST is {host}: set OVERBLIK_BASE_URL to the address that people type, and start again."
            )
        base_url = f"http://{host}:{port}"
    database_url = env.str("OVERBLIK_DATABASE_URL", f"sqlite:///{data_dir / 'app.db'}")
    if not database_url.startswith(("sqlite:///", "postgresql://")):
        raise Unusable("OVERBLIK_DATABASE_URL begins with sqlite:/// or postgresql://; this one does not.")
    return Settings(
        data_dir=_own_directory(data_dir),
        database_url=database_url,
        host=host,
        port=port,
        base_url=base_url.rstrip("/"),
        secret_key=env.str("OVERBLIK_SECRET_KEY", "") or _own_secret(data_dir / "secret_key"),
        web_concurrency=env.int("WEB_CONCURRENCY", 2),
    )


def _port(env: Env) -> int:
    text = env.str("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise Unusable(f"PORT is {text!r}: set it to a number from 1 to 65535.")
    return int(text)


def _own_directory(path: Path) -> Path:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / f".writable-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Unusable(
            f"The data directory {path} cannot be written ({error.strerror}): "
            "make it writable for this user, or set OVERBLIK_DATA_DIR to another."
        ) from error
    return path


def _own_secret(path: Path) -> str:
    """The key in the file, made on the first start and readable by this user alone."""
    try:
        with open(path, "x", opener=partial(os.open, mode=0o600)) as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()
