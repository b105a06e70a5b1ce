"""Signing in to the portal and out."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from access import form_after_sign_in, portal_session, setup_done
from access.signed_tokens import sign_values, signed_values
from models.clients.portal_user import PortalUser
from models.staff import demo_people
from models.staff.firm import Firm
from views._credential_check import PORTAL, after_password, forgive, judged
from web.forms import AddressField, BaseForm, KnownPasswordField, at_most, required, stripped
from web.responses import page, partial

bp = Blueprint("sign_ins", __name__)

PURPOSE = "portal second factor"
HOME = "portal.home.show"


class PortalSignInForm(BaseForm):
    email = AddressField(_l("E-mail"), [required(), at_most(254)])
    password = KnownPasswordField()
    next = HiddenField()


class CodeForm(BaseForm):
    """The second factor; `proof` says that the password was right a moment ago."""

    proof = HiddenField(validators=[required()])
    code = StringField(_l("Code from your app"), [required(), at_most(20)], [stripped])
    next = HiddenField()


@bp.get("/sign-in")
def new():
    if not setup_done():
        return redirect(url_for("setup.new"), 303)
    if portal_session.present():
        return form_after_sign_in.onward(None, HOME)
    return sign_in_page(PortalSignInForm(request.args, prefix=form_after_sign_in.prefix()))


@bp.post("/sign-in")
def create():
    form = PortalSignInForm(prefix=form_after_sign_in.prefix())
    if not form.validate():
        return sign_in_page(form, 422)
    email, password = form.email.data, form.password.data
    user, status = judged(
        PORTAL,
        email,
        form.password,
        lambda: PortalUser.with_password(email, password),
        _("E-mail or password is wrong."),
    )
    if user is None:
        return sign_in_page(form, status)
    if user.protected:
        step = {"proof": password_token(user), "next": form.next.data}
        return code_page(CodeForm(formdata=None, prefix=form_after_sign_in.prefix(), **step))
    return enter(user, form.next.data)


@bp.post("/sign-in/code")
def update():
    form = CodeForm(prefix=form_after_sign_in.prefix())
    user = whose_password(form.proof.data)
    if user is None and (form_after_sign_in.waits() or request.htmx.wants_fragment):
        return sign_in_page(
            PortalSignInForm(formdata=None, prefix=form_after_sign_in.prefix(), next=form.next.data), 422
        )
    if user is None:
        return redirect(url_for("portal.sign_ins.new"), 303)
    if not form.validate():
        return code_page(form, 422)
    taken, status = judged(
        PORTAL,
        user.email,
        form.code,
        lambda: user.takes_code(form.code.data),
        _("This is not the code that the app shows now."),
        "totp",
        after_password(PORTAL, user),
    )
    return enter(user, form.next.data) if taken else code_page(form, status)


@bp.post("/sign-out")
def delete():
    portal_session.leave()
    response = redirect(url_for("portal.sign_ins.new"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def ask_again(prefix: str, path: str, words: str, status: int = 401):
    """The page that lets somebody in again whose form waits meanwhile."""
    return sign_in_page(PortalSignInForm(formdata=None, prefix=prefix, next=path), status, words)


def code_page(form: CodeForm, status: int = 200):
    if request.htmx.wants_fragment:
        return partial("portal/sign_ins/code.html", form=form), status
    return page("portal/sign_ins/update.html", status, form=form)


def sign_in_page(form: PortalSignInForm, status: int = 200, words: str | None = None):
    """The sign-in page; in the demo with somebody to be. Over another form only what it needs."""
    if request.htmx.wants_fragment:
        return partial("portal/sign_ins/over.html", form=form), status
    firm = Firm.this()
    person = PortalUser.of(demo_people.CLIENT) if firm and firm.demo_at else None
    return page(
        "portal/sign_ins/new.html",
        status,
        form=form,
        firm=firm,
        demo_person=person,
        demo_password=demo_people.PASSWORD,
        words=words,
    )


def enter(user: PortalUser, path: str | None = None):
    """Inside, or back at the sign-in page with a message when nothing is shared with the person any more."""
    forgive(PORTAL, user)
    if not portal_session.begin(user):
        form = PortalSignInForm(formdata=None, prefix=form_after_sign_in.prefix(), email=user.email)
        form.email.errors = [_("Your access has been closed. Please ask the firm if that is a mistake.")]
        return sign_in_page(form, 403)
    return form_after_sign_in.onward(path, HOME)


def password_token(user: PortalUser) -> str:
    return sign_values(PURPOSE, user.id, user.password_at.isoformat())


def whose_password(token: str | None) -> PortalUser | None:
    """Whose password was typed a moment ago and stands still."""
    signed = signed_values(PURPOSE, token)
    user = signed and PortalUser.get_or_none(id=signed[0])
    return user if user and user.password_at.isoformat() == signed[1] else None
