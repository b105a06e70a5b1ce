"""What each request costs at a small and at a large firm, side by side: python -m bench.requests --help."""

from pathlib import Path
from tempfile import gettempdir

import click

from bench import browser
from bench.clock import Figure, Firm
from bench.firms import prepared
from bench.rows import EMPTY, SELECT

WARM_UP = 20  # samples of each row that do not count
AT_ONCE = 10  # samples before it is the other firm's turn


@click.command()
@click.option("--small", default=250, show_default=True, help="Clients of the small firm.")
@click.option("--large", default=100_000, show_default=True, help="Clients of the large firm.")
@click.option(
    "--samples", default=200, show_default=True, type=click.IntRange(min=20), help="Samples of each row."
)
@click.option("--seed", default=7, show_default=True, help="Which accounts are drawn.")
@click.option(
    "--dir",
    "directory",
    default=f"{gettempdir()}/overblik-bench",
    show_default=True,
    type=click.Path(path_type=Path),
)
@click.option("--server", is_flag=True, help="Also the real server and Chromium: until the last card stands.")
def main(small: int, large: int, samples: int, seed: int, directory: Path, server: bool):
    """Print a Markdown table of milliseconds and ratios. Firms that are missing in DIRECTORY are made first."""
    sizes = (small, large)
    places = [prepared(directory.absolute(), size) for size in sizes]
    firms = [Firm(place, seed) for place in places]
    measure(firms, samples)
    click.echo("\n".join(table(firms, sizes)))
    if server:
        click.echo("\n".join(browser.table(places, sizes)))


def measure(firms: list[Firm], samples: int):
    """Take the samples of all rows by turns, so that whatever else the machine does falls on all of them."""
    rows = firms[0].rows
    for row in rows:
        for firm in firms:
            firm.sample(row, WARM_UP, keep=False)
    for turn in range(-(-samples // AT_ONCE)):
        for row in rows:
            for firm in firms if turn % 2 else reversed(firms):
                firm.sample(row, AT_ONCE)


def table(firms: list[Firm], sizes: tuple[int, int]) -> list[str]:
    """The lines of the table. Milliseconds are median / 95th percentile; ratios are those of the CPU medians."""
    small, large = (f"{size:,}" for size in sizes)
    heads = ["request", "asked by"]
    heads += [f"{kind} ms, {size}" for size in (small, large) for kind in ("CPU", "wall")]
    heads += [f"× {of}, {small} · {large}" for of in ("empty", "SELECT")] + [f"{large} ÷ {small}"]
    lines = [line(heads), line(["---", "---", *["--:"] * (len(heads) - 2)])]
    for row in firms[0].rows:
        cpu = [firm.cpu(row) for firm in firms]
        cells = [figure_text(each) for firm in firms for each in (firm.cpu(row), firm.wall(row))]
        for baseline in (EMPTY, SELECT):
            ratios = [here.p50 / firm.cpu((baseline, "")).p50 for here, firm in zip(cpu, firms, strict=True)]
            cells.append(" · ".join(f"{ratio:.1f}" for ratio in ratios))
        lines.append(line([*row, *cells, f"{cpu[1].p50 / cpu[0].p50:.2f}"]))
    return lines


def figure_text(figure: Figure) -> str:
    return f"{figure.p50:.2f} / {figure.p95:.2f}"


def line(cells) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
