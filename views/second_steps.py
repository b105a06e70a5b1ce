"""The second step of signing in: what proves more than the password."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _

from access import sign_in
from models.passkey import Passkey, Unproven
from models.recovery_code import RecoveryCode
from models.sign_in_failure import SignInFailure
from models.user import User
from passkey_questions import answered, house
from rendering import flash_toast
from second_step import SecondStepForm, step_page, whose_password
from views.sign_ins import DOOR, own_path

bp = Blueprint("second_steps", __name__)


@bp.post("/sign-in/second-step")
def create():
    form = SecondStepForm()
    user = whose_password(form.proof.data)
    if user is None:
        return redirect(url_for("sign_ins.new", next=form.next.data or None), 303)
    if SignInFailure.too_many(DOOR, user.email):
        form.code.errors = [_("Too many attempts. Wait a quarter of an hour.")]
        return step_page(user, form, 429)
    factor = factor_in(form, user) if form.validate() else None
    if factor is None:
        SignInFailure.note(DOOR, user.email)
        return step_page(user, form, 422)
    return enter(user, factor, form.next.data)


def factor_in(form: SecondStepForm, user: User) -> str | None:
    """What of theirs the person has shown, or None with the reason at the field."""
    if form.credential.data:
        return "passkey" if by_passkey(form, user) else None
    if user.takes_code(form.code.data):
        return "totp"
    if RecoveryCode.use(user, form.code.data):
        return "recovery_code"
    form.code.errors = [_("This is neither the code that the app shows now nor an unused recovery code.")]
    return None


def by_passkey(form: SecondStepForm, user: User) -> bool:
    challenge, place = answered(form.state.data, "second step", user.id), house()
    try:
        if challenge and place and Passkey.used(form.credential.data, challenge, place, user):
            return True
    except Unproven:
        pass
    form.code.errors = [_("The passkey did not work. Please try again, or type a code.")]
    return False


def enter(user: User, factor: str, next_path: str | None):
    """Inside, with a session that is new (ASVS 7.2.4)."""
    SignInFailure.forgive(DOOR, user.email)
    sign_in(user)
    if factor == "recovery_code":
        left = RecoveryCode.left(user)
        flash_toast(_("That recovery code is used up. Unused ones left: %(count)s.", count=left))
    return redirect(own_path(next_path), 303)
