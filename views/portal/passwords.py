"""Forgotten passwords: asking for a link by mail, and choosing a new one."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import Length, ValidationError

import visits
from access import LARGEST_ID
from forms import BaseForm, at_most, email_address, required, stripped
from models.password import MAX_LENGTH, MIN_LENGTH, hash_password, is_common
from models.password_reset import PasswordReset
from rendering import flash_toast, page

bp = Blueprint("passwords", __name__)


class ForgottenForm(BaseForm):
    email = EmailField(_l("E-mail"), [required(), email_address(), at_most(254)], [stripped])


class NewPasswordForm(BaseForm):
    """A password of one's own choice, by whoever holds the `token` of a link."""

    token = HiddenField()
    password = PasswordField(
        _l("Password"),
        [required(), Length(MIN_LENGTH, MAX_LENGTH, _l("From %(min)d to %(max)d characters, please."))],
    )

    def validate_password(self, field):
        if is_common(field.data):
            raise ValidationError(
                _("This password is known to everybody who guesses passwords; choose another.")
            )


@bp.get("/password")
def new():
    return page("portal/passwords/new.html", form=ForgottenForm(formdata=None), asked=False)


@bp.post("/password")
def create():
    form = ForgottenForm()
    if not form.validate():
        return page("portal/passwords/new.html", 422, form=form, asked=False)
    PasswordReset.ask(form.email.data)
    return page("portal/passwords/new.html", form=form, asked=True)  # the same whether it is known or not


@bp.get("/password-resets/<int:password_reset_id>")
def edit(password_reset_id):
    form = NewPasswordForm(request.args)
    return edit_page(reset_of(password_reset_id, form), form)


@bp.post("/password-resets/<int:password_reset_id>")
def update(password_reset_id):
    form = NewPasswordForm()
    reset = reset_of(password_reset_id, form)
    if reset is None or not reset.open:
        return edit_page(reset, form, 410)
    if not form.validate():
        return edit_page(reset, form, 422)
    user = reset.use(hash_password(form.password.data))
    if user is None:
        return edit_page(None, form, 410)
    flash_toast(_("Your password is changed."))
    if user.protected or not visits.begin(user):  # a mailbox alone is not a second factor
        return redirect(url_for("portal.sign_ins.new"), 303)
    return redirect(url_for("portal.home.show"), 303)


def reset_of(reset_id: int, form: NewPasswordForm) -> PasswordReset | None:
    if reset_id > LARGEST_ID:
        return None
    return PasswordReset.by_token(reset_id, form.token.data or "")


def edit_page(reset: PasswordReset | None, form: NewPasswordForm, status: int = 200):
    """The form, or word that the link works no longer."""
    usable = reset is not None and reset.open
    return page(
        "portal/passwords/edit.html", status if usable else 410, form=form, reset=reset if usable else None
    )
