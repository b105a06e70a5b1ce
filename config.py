"""Settings, all from the environment. docs/settings.md lists them."""

import re
import secrets
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click
from environs import Env

from models.base.secret_file import read_or_make_secret

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ORIGIN_NAMES = ("127.0.0.1", "localhost", "[::1]")
DEFAULT_PORTS = {"http": 80, "https": 443}


class Unusable(click.ClickException):
    """The installation cannot run as it is set up; the message says in one line what to do."""


class Ipv6Name(str):
    """An address in brackets. Werkzeug cuts the names that it trusts at their first colon, where a port would begin."""

    def partition(self, separator: str):
        return self, "", ""


class Settings(NamedTuple):
    """What an installation is told from outside."""

    data_dir: Path
    database_url: str
    host: str
    port: int
    base_url: str
    secret_key: str
    web_concurrency: int
    smtp_url: str = ""
    mail_from: str = ""
    invitation_days: int = 14
    proxies: int = 0
    idle_hours: int = 12
    portal_idle_minutes: int = 30

    @property
    def own_origins(self) -> frozenset[str]:
        """Where our own pages come from: the base URL, on loopback under each of its names."""
        scheme, _, rest = self.base_url.partition("://")
        host, port = urlsplit(self.base_url).hostname, rest.rpartition(":")[2]
        if host not in LOOPBACK:
            return frozenset({self.base_url})
        return frozenset(
            f"{scheme}://{name}" + (f":{port}" if port.isdigit() else "") for name in ORIGIN_NAMES
        )

    @property
    def trusted_hosts(self) -> list[str]:
        host = urlsplit(self.base_url).hostname
        names = ORIGIN_NAMES if host in LOOPBACK else [f"[{host}]" if ":" in host else host]
        return [Ipv6Name(name) if ":" in name else name for name in names]

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https:")


def read_settings() -> Settings:
    """The settings of this environment. Makes the data directory and its secret key; raises Unusable."""
    env = Env()
    data_dir = Path(env.str("OVERBLIK_DATA_DIR", "") or "instance").absolute()
    host, port = env.str("HOST", "127.0.0.1"), _number(env, "PORT", 8000, 65_535)
    base_url = env.str("OVERBLIK_BASE_URL", "")
    if not base_url:
        if host not in LOOPBACK:
            raise Unusable(
                f"HOST is {host}: set OVERBLIK_BASE_URL to the address that people type, and start again."
            )
        base_url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    database_url = env.str("OVERBLIK_DATABASE_URL", f"sqlite:///{data_dir / 'app.db'}")
    if not database_url.startswith(("sqlite:///", "postgresql://")):
        raise Unusable("OVERBLIK_DATABASE_URL begins with sqlite:/// or postgresql://; this one does not.")
    return Settings(
        data_dir=_own_directory(data_dir),
        database_url=database_url,
        host=host,
        port=port,
        base_url=_origin(base_url),
        secret_key=env.str("OVERBLIK_SECRET_KEY", "") or read_or_make_secret(data_dir / "secret_key"),
        web_concurrency=_number(env, "WEB_CONCURRENCY", 2, 64),
        smtp_url=_smtp_url(env.str("OVERBLIK_SMTP_URL", "")),
        mail_from=_mail_from(env.str("OVERBLIK_MAIL_FROM", "")),
        invitation_days=_number(env, "OVERBLIK_INVITATION_DAYS", 14, 365),
        proxies=_number(env, "OVERBLIK_PROXIES", 0, 10, least=0),
        idle_hours=_number(env, "OVERBLIK_IDLE_HOURS", 12, 24),
        portal_idle_minutes=_number(env, "OVERBLIK_PORTAL_IDLE_MINUTES", 30, 720, least=10),
    )


def _number(env: Env, name: str, default: int, most: int, least: int = 1) -> int:
    text = env.str(name, str(default))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Unusable(f"{name} is {text!r}: set it to a number from {least} to {most}.")
    return int(text)


def _smtp_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if url and not usable:
        raise Unusable(
            "OVERBLIK_SMTP_URL is not the address of a mail server: set it to something like "
            "smtp://user:password@mail.example:587?starttls."
        )
    return url


def _mail_from(address: str) -> str:
    if address and not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", address):
        raise Unusable(f"OVERBLIK_MAIL_FROM is {address!r}: set it to an address such as post@firm.example.")
    return address


def _origin(url: str) -> str:
    """The base URL as browsers write an origin: small letters, no default port, no path."""
    try:
        parts = urlsplit(url.rstrip("/"))
        port = parts.port
    except ValueError:
        parts = port = None
    if parts is None or parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.path or parts.query:
        raise Unusable(f"OVERBLIK_BASE_URL is {url!r}: set it to something like https://overblik.example.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != DEFAULT_PORTS[parts.scheme] else "")


def _own_directory(path: Path) -> Path:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)  # it may have been made by others, and clients' files are in it
        probe = path / f".writable-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Unusable(
            f"The data directory {path} cannot be written ({error.strerror}): "
            "make it writable for this user, or set OVERBLIK_DATA_DIR to another."
        ) from error
    return path
