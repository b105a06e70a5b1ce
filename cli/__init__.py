"""bin/flask COMMAND: everything that is done to an installation from a console."""

import socket
import time
from tempfile import TemporaryDirectory

import click
from babel.messages.frontend import CommandLineInterface
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import with_appcontext
from peewee import PeeweeException

import access
import demo as demo_firm
import mails
import search_index
import worker as worker_process
from config import Settings, Unusable
from mails.staff_invitation import staff_invitation_url
from mails.staff_password_reset import staff_reset_url
from models.base.database import migrate, new_migration
from models.base.mailbox import mailbox, pasted_address
from models.base.visible_text import tidied
from models.sign_in.password_reset import StaffPasswordReset
from models.sign_in.second_factors import of_staff, reset
from models.staff.firm import Firm
from models.staff.setup import Setup
from models.staff.user import ROLES, User
from models.teams.staff_invitation import AlreadyStaff, StaffInvitation
from serving import child, starting
from worker.sending import Sender


def settings() -> Settings:
    return current_app.config["SETTINGS"]


def bring_up_to_date() -> list[str]:
    """Migrate, or say what is wrong with the database."""
    try:
        return migrate()
    except PeeweeException as error:
        reason = str(error).splitlines()[0]
        place = settings().database_url.rpartition("@")[2]
        raise Unusable(
            f"The database {place} cannot be used ({reason}): check OVERBLIK_DATABASE_URL."
        ) from error


def build_index():
    """Build the search index, or say what the system refuses."""
    try:
        search_index.rebuild()
    except OSError as error:
        place = settings().data_dir / "search"
        raise Unusable(
            f"The search index cannot be written to {place} ({error.strerror}): let this user write there."
        ) from error


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
    bring_up_to_date()
    firm = Firm.this()
    if firm is None:
        started = time.monotonic()
        demo_firm.fill(accounts, seed)
        build_index()
        click.echo(f"The demo firm has {accounts} clients ({time.monotonic() - started:.0f} s).")
    elif not (then_serve and firm.demo_at):
        raise Unusable(
            f"{settings().data_dir} holds {firm.name} already: set OVERBLIK_DATA_DIR to an empty directory."
        )
    if then_serve:
        context.invoke(serve)


@click.command()
@click.option(
    "--watcher", type=int, hidden=True, help="The number of the connection to who watches this process."
)
@with_appcontext
def worker(watcher: int | None):
    """Run the one worker process (serve starts it by itself)."""
    if watcher is not None:
        child.end_with_watcher()
        child.answer(socket.socket(fileno=watcher), worker_process.goes_on)
    inside = current_app._get_current_object().app_context
    worker_process.run(settings().data_dir, Sender(mails.compose, inside, settings().smtp_url))


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


@click.command()
@with_appcontext
def reindex():
    """Build the search index anew from the database."""
    bring_up_to_date()
    started = time.monotonic()
    build_index()
    click.echo(f"The search index is new ({time.monotonic() - started:.1f} s).")


@click.group()
def users():
    """The members of staff, for whoever has the machine but cannot sign in."""


@users.command("list")
@with_appcontext
def list_users():
    """Who can sign in, as what, and with which second factors."""
    for each in of_staff():
        factors = ["app"] * each.has_app + [f"passkeys: {each.passkeys}"] * bool(each.passkeys)
        click.echo(f"{each.email}\t{each.role}\t{', '.join(factors) or 'password alone'}")


@users.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str):
    """Let somebody who has lost phone, passkeys and recovery codes sign in with the password alone."""
    user = known_user(email)
    reset(user, None)
    click.echo(f"{user.email} signs in with the password alone now, and was told by mail.")


@users.command("link-for-a-new-password")
@click.argument("email")
@with_appcontext
def link_for_a_new_password(email: str):
    """Print what is mailed to who has forgotten a password, for where no mail server is connected."""
    user = known_user(email)
    url = staff_reset_url(StaffPasswordReset.print_out(user))
    click.echo(f"Good for an hour and for once:\n{url}")


@users.command("invite")
@click.argument("email")
@click.option("--name", help="Who is invited; the same as before when left out.")
@click.option("--role", type=click.Choice(ROLES), help="The same as before, or employee.")
@with_appcontext
def invite(email: str, name: str | None, role: str | None):
    """Print a link that invites a colleague, for where no mail server is connected. An earlier one dies."""
    address = mailbox(pasted_address(email))
    earlier = StaffInvitation.to_mailbox(address).first()
    offer = earlier.offer if earlier else {"role": ROLES[-1]}
    told = (("name", tidied(name or "")), ("role", role), ("email", address))
    offer |= {key: value for key, value in told if value}
    if "name" not in offer:
        raise Unusable(f"Say whom you invite: bin/flask users invite {address} --name 'Anna Dam'.")
    made = invited(offer)
    click.echo(f"Good for {StaffInvitation.lifetime.days} days and for once:\n{staff_invitation_url(made)}")


def invited(offer: dict) -> StaffInvitation:
    """An invitation in the name of the first owner, whose link is passed on. Raises Unusable."""
    try:
        validate_email(offer["email"], check_deliverability=False)
    except EmailNotValidError as error:
        raise Unusable(f"{offer['email']} is not an e-mail address.") from error
    owner = User.active().where(User.role == "owner").order_by(User.id).first()
    if owner is None:
        raise Unusable("The firm has no owner yet: bin/flask serve tells how to make one.")
    try:
        return StaffInvitation.hand_out(None, inviter=owner, **offer)
    except AlreadyStaff as already:
        raise Unusable(
            f"{already.user.email} is or was staff: bin/flask users list tells who signs in."
        ) from already


def known_user(email: str) -> User:
    user = User.of(email)
    if user is None:
        raise Unusable(f"Nobody signs in as {email}: bin/flask users list tells who does.")
    return user


@click.command()
def translate():
    """Gather the texts of the program into the catalogue, and compile it. What is new comes out untranslated."""
    babel = CommandLineInterface().run
    with TemporaryDirectory() as directory:
        template = f"{directory}/messages.pot"
        extract = ["-F", "babel.cfg", "-k", "_l", "-k", "lazy_gettext", "--no-location", "--sort-output"]
        babel(["pybabel", "-q", "extract", *extract, "-o", template, "."])
        update = ["--no-fuzzy-matching", "--width=110", "--ignore-obsolete", "--ignore-pot-creation-date"]
        babel(["pybabel", "-q", "update", "-i", template, "-d", "translations", *update])
    babel(["pybabel", "-q", "compile", "-d", "translations"])


def init_app(app):
    commands = (serve, web, demo, worker, migrate_command, new_migration_command, reindex, users, translate)
    for command in commands:
        app.cli.add_command(command)
