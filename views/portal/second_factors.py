"""A second factor for those who want one: codes of an app (TOTP)."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from access import portal_session
from models.base.one_time_codes import is_secret, new_secret, step_of_code
from models.clients.portal_user import PortalUser
from models.staff.firm import Firm
from views._credential_check import PORTAL, in_session, judged
from web.forms import BaseForm, KnownPasswordField, at_most, required, stripped
from web.responses import flash_toast, page, scannable

bp = Blueprint("second_factors", __name__)


class SecondFactorForm(BaseForm):
    """The first code proves that the app holds the secret."""

    secret = HiddenField(validators=[required(), at_most(64)])
    code = StringField(_l("Code from your app"), [required(), at_most(20)], [stripped])


class RemovalForm(BaseForm):
    password = KnownPasswordField()


@bp.get("/second-factor")
def new():
    return factor_page(SecondFactorForm(formdata=None, secret=new_secret()))


@bp.post("/second-factor")
def create():
    form, session = SecondFactorForm(), portal_session.present().session
    if not form.validate() or not is_secret(form.secret.data):
        form.secret.data = new_secret()
        return factor_page(form, 422)
    step = step_of_code(form.secret.data, form.code.data)
    if step is None:
        form.code.data = ""
        form.code.errors = [_("This is not the code that the app shows now.")]
        return factor_page(form, 422)
    session.portal_user.protect(form.secret.data, portal_session.present().contact, step)
    session.end_others()
    flash_toast(_("From now on you sign in with a code as well."))
    return redirect(url_for("portal.second_factors.new"), 303)


@bp.post("/second-factor/deletion")
def delete():
    form, user = RemovalForm(), portal_session.present().session.portal_user
    if not user.protected:
        return redirect(url_for("portal.second_factors.new"), 303)
    if not form.validate():
        return factor_page(SecondFactorForm(formdata=None), 422, removal=form)
    right, status = judged(
        PORTAL,
        user.email,
        form.password,
        lambda: PortalUser.with_password(user.email, form.password.data),
        _("The password is wrong."),
        count=in_session(PORTAL, portal_session.present().session.id),
    )
    if not right:
        return factor_page(SecondFactorForm(formdata=None), status, removal=form)
    user.unprotect(portal_session.present().contact)
    portal_session.present().session.end_others()
    flash_toast(_("You sign in with your password only."))
    return redirect(url_for("portal.second_factors.new"), 303)


def factor_page(form: SecondFactorForm, status: int = 200, removal: RemovalForm | None = None):
    visit = portal_session.present()
    user = visit.session.portal_user
    if user.protected:
        return page(
            "portal/second_factors/new.html",
            status,
            visit=visit,
            user=user,
            removal=removal or RemovalForm(formdata=None),
        )
    picture = scannable(form.secret.data, user.email, Firm.this().name)
    return page("portal/second_factors/new.html", status, visit=visit, user=user, form=form, picture=picture)
