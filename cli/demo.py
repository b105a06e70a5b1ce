"""bin/flask demo: a firm to try things in."""

import time

import click
from flask.cli import with_appcontext

from cli.installation import bring_up_to_date, build_index, settings
from cli.processes import serve
from config import Unusable
from models.staff.firm import Firm


@click.command()
@click.option(
    "--accounts", default=250, show_default=True, type=click.IntRange(min=1), help="How many clients."
)
@click.option("--seed", default=7, show_default=True, help="The same seed makes the same firm.")
@click.option(
    "--serve", "then_serve", is_flag=True, help="Serve the firm afterwards, also when it is there already."
)
@click.pass_context
@with_appcontext
def demo(context, accounts: int, seed: int, then_serve: bool):
    """Fill an empty data directory with the demo firm."""
    from demo import fill  # nobody else needs its story

    bring_up_to_date()
    firm = Firm.this()
    if firm is None:
        started = time.monotonic()
        fill(accounts, seed)
        build_index()
        click.echo(f"The demo firm has {accounts} clients ({time.monotonic() - started:.0f} s).")
    elif not (then_serve and firm.demo_at):
        raise Unusable(
            f"{settings().data_dir} holds {firm.name} already: set OVERBLIK_DATA_DIR to an empty directory."
        )
    if then_serve:
        context.invoke(serve)
