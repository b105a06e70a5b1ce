"""One's own password."""

from flask import Blueprint, g, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import sign_in
from models.base.password import hash_password
from models.staff.user import User
from views._credential_check import STAFF, in_session, judged
from views.me.own_sign_ins import OwnPasswordForm, own_page
from web.responses import flash_toast

bp = Blueprint("own_passwords", __name__)


@bp.post("/settings/sign-in/password")
def update():
    form, email = OwnPasswordForm(), current_user.email
    form.password.about = (email, current_user.name)
    if not form.validate():
        return own_page(422, password_form=form)
    old = form.current_password
    user, status = judged(
        STAFF,
        email,
        old,
        lambda: User.with_password(email, old.data),
        _("The password is wrong."),
        count=in_session(STAFF, g.sign_in.id),
    )
    if user is None:
        return own_page(status, password_form=form)
    user.change_password(hash_password(form.password.data), user)
    sign_in(user)  # anew, here alone
    flash_toast(_("Your password is changed, and you are signed out everywhere else."))
    return redirect(url_for("own_sign_ins.show"), 303)
