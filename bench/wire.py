"""What a request costs behind our server and another, and what those who stall cost everybody else: python -m bench.wire --help."""

import socket
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import gettempdir
from time import perf_counter
from urllib.parse import urlsplit

import click

from bench.clock import Figure
from bench.firms import prepared
from bench.people import HTMX
from bench.requests import figure_text, line
from bench.served import Caller, Served

WARM_UP = 20
HTML = {"Accept-Encoding": "identity"}
ROWS = {  # what is asked, with which headers, and the status of the answer
    "/healthz": ({}, 200),
    "/me": ({}, 204),
    "/search?q=an": (HTMX, 200),
    "/accounts/1/info": (HTML, 200),
}
# One of each kind from as many addresses of this machine, and as many from one.
STALLED = 64
HOST = b" HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /sign-in" + HOST + b"Sec-Fetch-Site: same-origin\r\nContent-Length: 500\r\n\r\n"
KINDS = {
    "body": POST,
    "head": b"GET /sign-in" + HOST,
    "nothing": b"",
    "unread answers": (b"GET /static/vendor/tabler.min.css" + HOST + b"\r\n") * 5,
}


@click.command()
@click.option("--accounts", default=250, show_default=True, help="Clients of the firm.")
@click.option("--samples", default=300, show_default=True, type=click.IntRange(min=20), help="Of each row.")
@click.option("--rounds", default=6, show_default=True, help="In which the servers take turns.")
@click.option(
    "--dir",
    "directory",
    default=f"{gettempdir()}/overblik-bench",
    show_default=True,
    type=click.Path(path_type=Path),
)
@click.option("--granian", is_flag=True, help="Beside granian, which must be installed.")
def main(accounts: int, samples: int, rounds: int, directory: Path, granian: bool):
    """Print Markdown tables: CPU of a request, and wall time of the same ones quiet and under attack."""
    place = prepared(directory.absolute(), accounts)
    with ExitStack() as opened:
        ours = opened.enter_context(Served(place))
        servers = {"ours": ours}
        if granian:
            servers["granian"] = opened.enter_context(Served(place, granian=True))
        click.echo("\n".join(costs(servers, samples, rounds)))
        click.echo("\n".join(attacked(ours, samples)))


def costs(servers: dict[str, Served], samples: int, rounds: int) -> list[str]:
    """The lines of a table of CPU milliseconds a request, by turns: medians of the rounds and their ratio."""
    callers = {name: Caller(served, "owner") for name, served in servers.items()}
    lines = [line(["request, CPU ms", *servers, "ratio"]), line(["---", *["--:"] * (len(servers) + 1)])]
    for path, (headers, status) in ROWS.items():
        taken = {name: [] for name in servers}
        for number in range(rounds):
            for name in servers if number % 2 else reversed(servers):
                callers[name].hang_up()
                for _ in range(0 if number else WARM_UP):
                    callers[name].get(path, headers, status)
                before = servers[name].cpu()
                for _ in range(samples // rounds):
                    callers[name].get(path, headers, status)
                taken[name].append((servers[name].cpu() - before) / (samples // rounds))
        figures = [median(each) for each in taken.values()]
        lines.append(line([path, *(f"{each:.2f}" for each in figures), f"{figures[0] / figures[-1]:.2f}"]))
    return lines


def attacked(served: Served, samples: int) -> list[str]:
    """The lines of a table of wall milliseconds, quiet and while others stall; sign-ins are a tenth of the samples."""
    quiet = walls(served, samples)
    with ExitStack() as opened:
        for kind in KINDS.values():
            for number in range(STALLED):
                for source in ("127.0.0.1", f"127.0.0.{number + 2}"):
                    opened.enter_context(stalled(served, kind, source))
        under = walls(served, samples)
    count = 2 * STALLED * len(KINDS)
    lines = [
        "",
        line(["request, wall ms", "quiet", f"with {count} stalled", "ratio"]),
        line(["---", *["--:"] * 3]),
    ]
    for path, figure in quiet.items():
        ratio = f"{under[path].p50 / figure.p50:.2f}"
        lines.append(line([path, figure_text(figure), figure_text(under[path]), ratio]))
    return lines


def walls(served: Served, samples: int) -> dict[str, Figure]:
    caller = Caller(served, "owner")
    figures = {}
    for path, (headers, status) in ROWS.items():
        figures[path] = timed(lambda path=path, of=(headers, status): caller.get(path, *of), samples)
    # By turns, since each may be wrong or right so often in a quarter of an hour.
    names = cycle(("owner", "admin", "manager", "employee"))
    return figures | {"sign-in": timed(lambda: Caller(served, next(names)), max(samples // 10, 20))}


def timed(ask, samples: int) -> Figure:
    taken = []
    for _ in range(samples):
        before = perf_counter()
        ask()
        taken.append((perf_counter() - before) * 1000)
    return Figure.of(taken)


def stalled(served: Served, sent: bytes, source: str) -> socket.socket:
    """A connection on which something has been begun and nothing goes on."""
    address = urlsplit(served.url)
    connection = socket.create_connection((address.hostname, address.port), source_address=(source, 0))
    connection.sendall(sent)
    return connection


if __name__ == "__main__":
    main()
