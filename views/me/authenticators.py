"""The app that makes one-time codes for who is signed in."""

from flask import Blueprint, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, StringField

from models.base.one_time_codes import is_secret, new_secret
from models.sign_in.second_factors import Demanded, add_app, remove_app
from models.staff.firm import Firm
from views.me._factors import added, factors_page, me
from web.forms import BaseForm, at_most, required, stripped
from web.responses import flash_toast, page, scannable

bp = Blueprint("authenticators", __name__)


class AuthenticatorForm(BaseForm):
    """The first code proves that the app holds the secret."""

    secret = HiddenField(validators=[required(), at_most(64)])
    code = StringField(_l("Code from your app"), [required(), at_most(20)], [stripped])


@bp.get("/settings/second-factor/app")
def new():
    return app_page(AuthenticatorForm(formdata=None, secret=new_secret()))


@bp.post("/settings/second-factor/app")
def create():
    form, user = AuthenticatorForm(), me()
    if not is_secret(form.secret.data or ""):
        form.secret.data = new_secret()
        return app_page(form, 422)
    if not form.validate():
        return app_page(form, 422)
    if not add_app(user, form.secret.data, form.code.data, current_user, g.sign_in.id):
        form.code.data = ""
        form.code.errors = [_("This is not the code that the app shows now.")]
        return app_page(form, 422)
    return added(user, _("From now on you sign in with a code as well."))


@bp.post("/settings/second-factor/app/deletion")
def delete():
    try:
        remove_app(me(), current_user, g.sign_in.id)
    except Demanded:
        return factors_page(
            422, problem=_("The firm requires a second factor. Add another before you remove this one.")
        )
    flash_toast(_("Codes from the app are no longer required."))
    return redirect(url_for("second_factors.index"), 303)


def app_page(form: AuthenticatorForm, status: int = 200):
    """The secret, to scan and to type: nowhere else and never again (A14)."""
    picture = scannable(form.secret.data, current_user.email, Firm.this().name)
    return page("authenticators/new.html", status, form=form, picture=picture)
