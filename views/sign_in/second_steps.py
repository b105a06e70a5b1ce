"""The second step of signing in: what proves more than the password."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _

from access.form_after_sign_in import prefix, waits
from models.sign_in.recovery_code import RecoveryCode
from models.staff.user import User
from views._credential_check import STAFF, after_password, judged
from views._webauthn_challenges import proves
from views.sign_in._second_step import SecondStepForm, step_page, whose_password
from views.sign_in.sign_ins import SignInForm, enter, sign_in_page
from web.responses import flash_toast

bp = Blueprint("second_steps", __name__)


@bp.post("/sign-in/second-step")
def create():
    form = SecondStepForm(prefix=prefix())
    user = whose_password(form.proof.data)
    if user is None and (waits() or request.htmx.wants_fragment):
        return sign_in_page(SignInForm(formdata=None, prefix=prefix(), next=form.next.data), 422)
    if user is None:
        return redirect(url_for("sign_ins.new", next=form.next.data or None), 303)
    if not form.validate():
        return step_page(user, form, 422)
    factor, status = tried(form, user)
    if factor is None:
        return step_page(user, form, status)
    response = enter(user, form.next.data, factor)
    if factor == "recovery_code":
        left = RecoveryCode.left(user)
        flash_toast(_("That recovery code has now been used. Unused codes left: %(count)s.", count=left))
    return response


def tried(form: SecondStepForm, user: User):
    """What of theirs the person has shown, as judged() tells it (ASVS 6.6.3)."""
    count = after_password(STAFF, user)
    if form.credential.data:
        wrong = _("The passkey did not work. Please try again, or type a code.")
        return judged(STAFF, user.email, form.code, lambda: by_passkey(form, user), wrong, "passkey", count)
    wrong = _("This is neither the code that the app shows now nor an unused recovery code.")
    factor = "totp" if len(form.code.data) < 8 else "recovery_code"
    return judged(STAFF, user.email, form.code, lambda: by_code(form.code.data, user), wrong, factor, count)


def by_code(code: str, user: User) -> str | None:
    """totp or recovery_code, whichever it is."""
    if user.takes_code(code):
        return "totp"
    return "recovery_code" if RecoveryCode.use(user, code) else None


def by_passkey(form: SecondStepForm, user: User) -> str | None:
    shown = proves(form.state.data, form.credential.data, user, "second step", user.id)
    return "passkey" if shown else None
