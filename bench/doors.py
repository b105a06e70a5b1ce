"""Whether the time of an answer tells who is known at a door: python -m bench.doors --help (ASVS 6.3.8)."""

from itertools import product
from math import erfc, sqrt
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import click

from app import create_app
from config import Settings
from models import Firm, Invitation, LinkedAddress, PasswordReset, SignInFailure, StaffPasswordReset, User
from models.base.database import migrate
from models.base.password import hash_password
from models.clients.new_client import open_client

KNOWN, UNKNOWN = "known@firm.example", "other@firm.example"
PASSWORD = "a sentence that nobody types"  # noqa: S105 (of a firm that lives for a minute)
DOORS = {
    f"{place}{path}": data
    for place, (path, data) in product(
        ("", "/portal"), (("/sign-in", {"password": "a wrong sentence"}), ("/password", {}))
    )
}
OURS = {"Sec-Fetch-Site": "same-origin"}


@click.command()
@click.option("--samples", default=300, show_default=True, type=click.IntRange(min=30), help="Of each kind.")
def main(samples: int):
    """Print a Markdown table: each door, asked by turns about an address that is known there and one that is not."""
    with TemporaryDirectory() as directory:
        client = firm_in(Path(directory)).test_client()
        click.echo("| door | known ms | unknown ms | difference | Mann-Whitney p |\n|---|---|---|---|---|")
        for path, data in DOORS.items():
            known, unknown = measured(client, path, data, samples)
            apart = median(unknown) / median(known) - 1
            click.echo(
                f"| {path} | {median(known):.2f} | {median(unknown):.2f} | {apart:+.1%} | {p_of(known, unknown):.3f} |"
            )


def firm_in(directory: Path):
    """An application with one member of staff and one person in the portal."""
    app = create_app(
        Settings(
            directory, f"sqlite:///{directory}/app.db", "127.0.0.1", 8000, "http://localhost", "a key", 1
        )
    )
    migrate()
    owner = User.hire(None, "Known", KNOWN, "owner", PASSWORD)
    Firm.add(owner, id=Firm.THE_ONLY, name="A firm")
    known = {"first_name": "Known", "emails": [KNOWN]}
    account = open_client(owner, type="individual", name="Known", contact=known)
    row = LinkedAddress.on(account).get()
    row.turn("login", True, owner)
    Invitation.send(row, owner).accept(hash_password(PASSWORD))
    return app


def measured(client, path: str, data: dict, samples: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the answers about the known and the unknown address, by turns, after a warm-up."""
    taken = {KNOWN: [], UNKNOWN: []}
    for turn in range(samples + 10):
        for email in (KNOWN, UNKNOWN) if turn % 2 else (UNKNOWN, KNOWN):
            for kept in (SignInFailure, PasswordReset, StaffPasswordReset):
                kept.delete().execute()  # else both would soon have to wait
            began = perf_counter()
            client.post(path, data=data | {"email": email}, headers=OURS)
            taken[email].append((perf_counter() - began) * 1000)
    return taken[KNOWN][10:], taken[UNKNOWN][10:]


def p_of(some: list[float], others: list[float]) -> float:
    """How likely samples of one distribution differ as much in rank (two-sided, normal approximation)."""
    ranked = sorted([(each, 0) for each in some] + [(each, 1) for each in others])
    rank_sum = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(some), len(others)
    u = rank_sum - n * (n + 1) / 2
    return erfc(abs(u - n * m / 2) / sqrt(n * m * (n + m + 1) / 12) / sqrt(2))


if __name__ == "__main__":
    main()
