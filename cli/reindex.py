"""bin/flask reindex: the search index anew."""

import time

import click
from flask.cli import with_appcontext

from cli.installation import bring_up_to_date, build_index


@click.command()
@with_appcontext
def reindex():
    """Build the search index anew from the database."""
    bring_up_to_date()
    started = time.monotonic()
    build_index()
    click.echo(f"The search index is new ({time.monotonic() - started:.1f} s).")
