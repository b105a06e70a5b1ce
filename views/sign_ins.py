"""The staff's door: signing in and out."""

from flask import Blueprint, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, logout_user
from wtforms import HiddenField

from access import setup_done, sign_in
from attempts import STAFF, forgive, judged
from demo import portal as demo_portal
from demo.house import PASSWORD
from forms import AddressField, BaseForm, KnownPasswordField, at_most, required
from models.firm import Firm
from models.user import User
from passkey_questions import house_here
from rendering import page
from second_step import ask_second_step

bp = Blueprint("sign_ins", __name__)


DEMO_EMAILS = [f"{name}@demo.example" for name in ("owner", "admin", "employee", "manager")]


class SignInForm(BaseForm):
    email = AddressField(_l("E-mail"), [required(), at_most(254)], render_kw={"autocomplete": "username"})
    password = KnownPasswordField()
    next = HiddenField()


@bp.get("/sign-in")
def new():
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")), 303)
    if not setup_done():
        return redirect(url_for("setup.new"), 303)
    return door(SignInForm(request.args))


@bp.post("/sign-in")
def create():
    form = SignInForm()
    if not form.validate():
        return door(form, 422)
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
    return enter(user, form.next.data) if user else door(form, status)


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
    return redirect(own_path(path), 303)


def door(form: SignInForm, status: int = 200, passkey_problem: str | None = None):
    """The sign-in page; in the demo with its people on it, and never elsewhere."""
    firm = Firm.this()
    people = (
        User.select().where(User.email.in_(DEMO_EMAILS)).order_by(User.id) if firm and firm.demo_at else ()
    )
    return page(
        "sign_ins/new.html",
        status,
        form=form,
        demo_people=people,
        demo_password=PASSWORD,
        demo_client=demo_portal.EMAIL,
        passkeys_here=house_here() is not None,
        passkey_problem=passkey_problem,
    )


def own_path(path: str | None) -> str:
    """`path` when it is an address of our own, else the first page (open redirects: CVE-2021-32618)."""
    safe = (
        path
        and path.startswith("/")
        and not path.startswith("//")
        and "\\" not in path
        and path.isprintable()
    )
    return path if safe else url_for("home.show")
