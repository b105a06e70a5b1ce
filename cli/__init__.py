"""bin/flask COMMAND: everything that is done to an installation from a console."""

from cli.demo import demo
from cli.processes import serve, web, worker
from cli.reindex import reindex
from cli.schema import migrate_command, new_migration_command
from cli.translate import translate
from cli.users import users


def init_app(app):
    commands = (serve, web, demo, worker, migrate_command, new_migration_command, reindex, users, translate)
    for command in commands:
        app.cli.add_command(command)
