"""The portal's door: signing in and out."""

from flask import Blueprint, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import EmailField, HiddenField, StringField

import visits
from access import setup_done
from attempts import PORTAL, forgive, judged
from demo import portal as demo_portal
from demo.house import PASSWORD
from forms import BaseForm, KnownPasswordField, at_most, required, stripped
from models.firm import Firm
from models.portal_user import PortalUser
from rendering import page

bp = Blueprint("sign_ins", __name__)

CODE_SECONDS = 300


class PortalSignInForm(BaseForm):
    email = EmailField(_l("E-mail"), [required(), at_most(254)], [stripped])
    password = KnownPasswordField()


class CodeForm(BaseForm):
    """The second factor; `proof` says that the password was right a moment ago."""

    proof = HiddenField(validators=[required()])
    code = StringField(_l("Code from your app"), [required(), at_most(20)], [stripped])


@bp.get("/sign-in")
def new():
    if not setup_done():
        return redirect(url_for("setup.new"), 303)
    if visits.present():
        return redirect(url_for("portal.home.show"), 303)
    return door(PortalSignInForm(request.args))


@bp.post("/sign-in")
def create():
    form = PortalSignInForm()
    if not form.validate():
        return door(form, 422)
    email, password = form.email.data, form.password.data
    user, status = judged(
        PORTAL,
        email,
        form.password,
        lambda: PortalUser.with_password(email, password),
        _("E-mail or password is wrong."),
    )
    if user is None:
        return door(form, status)
    if user.protected:
        return page(
            "portal/sign_ins/update.html", form=CodeForm(formdata=None, proof=proofs().dumps(proof_of(user)))
        )
    return enter(user)


@bp.post("/sign-in/code")
def update():
    form = CodeForm()
    user = proved(form.proof.data)
    if user is None:
        return redirect(url_for("portal.sign_ins.new"), 303)
    if not form.validate():
        return page("portal/sign_ins/update.html", 422, form=form)
    taken, status = judged(
        PORTAL,
        user.email,
        form.code,
        lambda: user.takes_code(form.code.data),
        _("This is not the code that the app shows now."),
        "totp",
    )
    return enter(user) if taken else page("portal/sign_ins/update.html", status, form=form)


@bp.post("/sign-out")
def delete():
    visits.leave()
    response = redirect(url_for("portal.sign_ins.new"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def door(form: PortalSignInForm, status: int = 200):
    """The sign-in page; in the demo with somebody to be."""
    firm = Firm.this()
    person = PortalUser.of(demo_portal.EMAIL) if firm and firm.demo_at else None
    return page(
        "portal/sign_ins/new.html", status, form=form, firm=firm, demo_person=person, demo_password=PASSWORD
    )


def enter(user: PortalUser):
    """Inside, or back at the door in words when nothing is shared with the person any more."""
    forgive(PORTAL, user.email)
    if not visits.begin(user):
        form = PortalSignInForm(formdata=None, email=user.email)
        form.email.errors = [_("Your access has been closed. Please ask the firm if that is a mistake.")]
        return door(form, 403)
    return redirect(url_for("portal.home.show"), 303)


def proofs() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="portal second factor")


def proof_of(user: PortalUser) -> list:
    return [user.id, user.password_at.isoformat()]


def proved(proof: str | None) -> PortalUser | None:
    """Whose password was typed a moment ago and stands still."""
    try:
        user_id, password_at = proofs().loads(proof or "", max_age=CODE_SECONDS)
    except BadData:
        return None
    user = PortalUser.get_or_none(id=user_id)
    return user if user and user.password_at.isoformat() == password_at else None
