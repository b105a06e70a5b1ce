"""A second factor for those who want one: codes of an app (TOTP)."""

import pyotp
import segno
from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

import visits
from forms import BaseForm, at_most, required, stripped
from models.firm import Firm
from models.portal_user import PortalUser, step_of_code
from rendering import flash_toast, page

bp = Blueprint("second_factors", __name__)


class SecondFactorForm(BaseForm):
    """The first code proves that the app holds the secret."""

    secret = HiddenField(validators=[required(), at_most(64)])
    code = StringField(_l("Code from your app"), [required(), at_most(20)], [stripped])


class RemovalForm(BaseForm):
    password = PasswordField(_l("Password"), [required(), at_most(256)])


@bp.get("/second-factor")
def new():
    return factor_page(SecondFactorForm(formdata=None, secret=pyotp.random_base32()))


@bp.post("/second-factor")
def create():
    form, session = SecondFactorForm(), visits.present().session
    if not form.validate() or not is_secret(form.secret.data):
        form.secret.data = pyotp.random_base32()
        return factor_page(form, 422)
    if step_of_code(form.secret.data, form.code.data) is None:
        form.code.errors = [_("This is not the code that the app shows now.")]
        return factor_page(form, 422)
    session.portal_user.protect(form.secret.data, visits.present().contact)
    session.end_others()
    flash_toast(_("From now on you sign in with a code as well."))
    return redirect(url_for("portal.second_factors.new"), 303)


@bp.post("/second-factor/deletion")
def delete():
    form, user = RemovalForm(), visits.present().session.portal_user
    if not user.protected:
        return redirect(url_for("portal.second_factors.new"), 303)
    if not (form.validate() and PortalUser.with_password(user.email, form.password.data)):
        form.password.errors = [_("The password is wrong.")]
        return factor_page(SecondFactorForm(formdata=None), 422, removal=form)
    user.unprotect(visits.present().contact)
    flash_toast(_("You sign in with your password alone."))
    return redirect(url_for("portal.second_factors.new"), 303)


def is_secret(text: str) -> bool:
    return len(text) == 32 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def factor_page(form: SecondFactorForm, status: int = 200, removal: RemovalForm | None = None):
    visit = visits.present()
    user = visit.session.portal_user
    if user.protected:
        return page(
            "portal/second_factors/new.html",
            status,
            visit=visit,
            user=user,
            removal=removal or RemovalForm(formdata=None),
        )
    uri = pyotp.TOTP(form.secret.data).provisioning_uri(name=user.email, issuer_name=Firm.this().name)
    picture = segno.make(uri).svg_data_uri(scale=4, border=2)
    return page("portal/second_factors/new.html", status, visit=visit, user=user, form=form, picture=picture)
