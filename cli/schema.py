"""bin/flask migrate and new-migration: the schema of the database."""

import click
from flask.cli import with_appcontext

from cli.installation import bring_up_to_date
from models.base.database import new_migration


@click.command("migrate")
@with_appcontext
def migrate_command():
    """Bring the database schema up to date."""
    for name in bring_up_to_date():
        click.echo(f"applied {name}")


@click.command("new-migration")
@click.argument("name")
@with_appcontext
def new_migration_command(name: str):
    """Write the migration from the database's schema to the models'."""
    click.echo(new_migration(name) or "The schema equals the models.")
