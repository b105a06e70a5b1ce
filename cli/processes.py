"""bin/flask serve, and the processes that it starts: web and worker."""

import socket

import click
from flask import current_app
from flask.cli import with_appcontext

import access
from cli.installation import bring_up_to_date, settings
from models.staff.setup import Setup
from serving import child, starting


@click.command()
@with_appcontext
def serve():
    """Serve this firm: web processes and the worker, watched."""
    lock = starting.claim(settings().data_dir)
    listening = starting.listen(settings())
    bring_up_to_date()
    setup = Setup(settings().data_dir)
    greeting = [f"Overblik is at {settings().base_url} (Ctrl+C stops it)"]
    if setup.open:
        address = f"{settings().base_url}/setup?token={setup.token()}"
        greeting.insert(0, f"New here: open {address} to make the firm and its owner.")
    starting.become_watcher(settings(), lock, listening, greeting)


@click.command(hidden=True)
@click.option("--listening", type=int, required=True, help="The number of the socket that is open already.")
@click.option("--watcher", type=int, help="The number of the connection to who watches this process.")
@click.pass_obj
def web(info, listening: int, watcher: int | None):
    """Run one web process (serve starts them by itself)."""
    from serving import wire  # nobody else needs a server

    app = info.load_app()

    def most_bytes(environ: dict) -> int:
        with app.request_context(environ):
            return access.largest_body()

    largest_form = app.config["MAX_CONTENT_LENGTH"]
    wire.raise_limit_of_files()
    server = wire.Server(app, socket.socket(fileno=listening), largest_form, most_bytes)
    if watcher is not None:
        child.end_with_watcher()
        server.answer(socket.socket(fileno=watcher))
    server.run()


@click.command()
@click.option(
    "--watcher", type=int, hidden=True, help="The number of the connection to who watches this process."
)
@with_appcontext
def worker(watcher: int | None):
    """Run the one worker process (serve starts it by itself)."""
    import worker as worker_process  # nobody else needs what it does
    from mails import compose
    from worker.sending import Sender

    if watcher is not None:
        child.end_with_watcher()
        child.answer(socket.socket(fileno=watcher), worker_process.goes_on)
    inside = current_app._get_current_object().app_context
    worker_process.run(settings().data_dir, Sender(compose, inside, settings().smtp_url))
