"""Between the password and the session: the page that asks staff for their second factor, and who is on it."""

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from access.form_after_sign_in import prefix
from access.signed_tokens import sign_values, signed_values
from models.sign_in.passkey import LONGEST_CREDENTIAL, Passkey
from models.staff.user import User
from views._webauthn_challenges import ask_passkey
from web.forms import BaseForm, at_most, required, stripped
from web.responses import page, partial

PURPOSE = "staff second factor"


class SecondStepForm(BaseForm):
    """A code of the app, a recovery code, or what a passkey says; `proof` tells whose password was right a moment ago."""

    proof = HiddenField(validators=[required()])
    next = HiddenField()
    code = StringField(_l("Code"), [at_most(40)], [stripped])
    state = HiddenField(validators=[at_most(1000)])
    credential = HiddenField(validators=[at_most(LONGEST_CREDENTIAL)])


def ask_second_step(user: User, next_path: str | None):
    """The page after a right password, for somebody who has a second factor. There is no session yet (ASVS 7.2.4)."""
    mark = User.get_by_id(user.id).password_mark  # read anew: with_password() rehashes
    proof = sign_values(PURPOSE, user.id, mark)
    return step_page(user, SecondStepForm(formdata=None, prefix=prefix(), proof=proof, next=next_path))


def whose_password(token: str | None) -> User | None:
    """Whose password was typed a moment ago, stands still, and belongs to active staff."""
    signed = signed_values(PURPOSE, token)
    user = signed and User.get_or_none(User.id == signed[0], User.deactivated_at.is_null())
    return user if user and user.password_mark == signed[1] else None


def step_page(user: User, form: SecondStepForm, status: int = 200):
    """Who has no passkey here is asked for a code only; who has no app, for a recovery code."""
    question, form.state.data = ask_passkey(user, "second step", user.id)
    form.code.label.text = _("Code from your app, or a recovery code") if user.has_app else _("Recovery code")
    shown = {"form": form, "user": user, "question": question, "passkeys": Passkey.of(user).exists()}
    if request.htmx.wants_fragment:
        return partial("second_steps/over.html", **shown), status
    return page("second_steps/create.html", status, **shown)
