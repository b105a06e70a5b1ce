"""Signing in and out, for staff."""

from flask import Blueprint, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, logout_user
from wtforms import HiddenField

from access import PageOfAnotherUser, SignedOut, form_after_sign_in, portal_session, setup_done, sign_in
from access.page_owner import name_now
from models.staff import demo_people
from models.staff.firm import Firm
from models.staff.user import User
from views._credential_check import STAFF, forgive, judged
from views._webauthn_challenges import relying_party_here
from views.portal.sign_ins import ask_again
from views.sign_in._second_step import ask_second_step
from web.forms import AddressField, BaseForm, KnownPasswordField, at_most, required
from web.responses import page, partial, show_error

bp = Blueprint("sign_ins", __name__)


class SignInForm(BaseForm):
    email = AddressField(_l("E-mail"), [required(), at_most(254)], render_kw={"autocomplete": "username"})
    password = KnownPasswordField()
    next = HiddenField()


@bp.get("/sign-in")
def new():
    if current_user.is_authenticated:
        return form_after_sign_in.onward(request.args.get("next"))
    if not setup_done():
        return redirect(url_for("setup.new"), 303)
    return sign_in_page(SignInForm(request.args, prefix=form_after_sign_in.prefix()))


@bp.post("/sign-in")
def create():
    form = SignInForm(prefix=form_after_sign_in.prefix())
    if not form.validate():
        return sign_in_page(form, 422)
    email, password = form.email.data, form.password.data
    user, status = judged(
        STAFF,
        email,
        form.password,
        lambda: User.with_password(email, password),
        _("E-mail or password is wrong."),
    )
    if user and user.protected:
        return ask_second_step(user, form.next.data)
    return enter(user, form.next.data) if user else sign_in_page(form, status)


@bp.post("/sign-out")
def delete():
    g.sign_in.end(current_user, "sign_out")
    logout_user()
    session.clear()
    response = redirect(url_for("sign_ins.new"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def enter(user: User, path: str | None, factor: str = "password"):
    """Inside, at the page where the person wanted to go."""
    forgive(STAFF, user)
    sign_in(user, factor)
    return form_after_sign_in.onward(path)


@bp.app_errorhandler(SignedOut)
def ask(_error):
    """The page that lets somebody in again whose form waits meanwhile."""
    prefix, path, words = form_after_sign_in.begin()
    if portal_session.in_portal():
        return ask_again(prefix, path, words)
    return sign_in_page(SignInForm(formdata=None, prefix=prefix, next=path), 401, words=words)


@bp.app_errorhandler(PageOfAnotherUser)
def ask_who(error):
    """Without JavaScript the form goes with its page: it waits, sealed, for the person for whom it was drawn."""
    if request.htmx or not form_after_sign_in.can_wait():
        return show_error(error)
    form_after_sign_in.seal()
    words = _(
        "%(name)s is now signed in on this browser, so nothing was saved. What you filled in is kept here, sealed: sign in as yourself to save it.",
        name=name_now(),
    )
    if portal_session.in_portal():
        return ask_again(form_after_sign_in.PREFIX, form_after_sign_in.meant_for(), words, 409)
    form = SignInForm(formdata=None, prefix=form_after_sign_in.PREFIX, next=form_after_sign_in.meant_for())
    return sign_in_page(form, 409, words=words)


def sign_in_page(
    form: SignInForm, status: int = 200, passkey_problem: str | None = None, words: str | None = None
):
    """The sign-in page; in the demo with its people on it, and never elsewhere. Over another form only what it needs."""
    here = relying_party_here() is not None
    if request.htmx.wants_fragment:
        body = partial("sign_ins/over.html", form=form, passkeys_here=here, passkey_problem=passkey_problem)
        return body, status
    firm = Firm.this()
    people = (
        User.select().where(User.email.in_(demo_people.STAFF)).order_by(User.id)
        if firm and firm.demo_at
        else ()
    )
    return page(
        "sign_ins/new.html",
        status,
        form=form,
        demo_people=people,
        demo_password=demo_people.PASSWORD,
        demo_client=demo_people.CLIENT,
        passkeys_here=here,
        passkey_problem=passkey_problem,
        words=words,
    )
