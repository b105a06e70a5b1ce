"""bin/flask users COMMAND: the members of staff, for whoever has the machine but cannot sign in."""

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext

from config import Unusable
from mails.staff_invitation import staff_invitation_url
from mails.staff_password_reset import staff_reset_url
from models.base.mailbox import mailbox, pasted_address
from models.base.visible_text import tidied
from models.sign_in.password_reset import StaffPasswordReset
from models.sign_in.second_factors import of_staff, reset
from models.staff.user import ROLES, User
from models.teams.staff_invitation import AlreadyStaff, StaffInvitation


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
