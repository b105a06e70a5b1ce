"""Proving once more who one is, before what is dangerous (ASVS 7.5.1), and going on with what was asked for.

The password proves it, or a code of the app, or a passkey. A form that was sent is not lost: with JavaScript it stays on
its page, and a dialog over it asks (static/js/typed.js). Without, the page that asks carries its fields, and once the answer
is right the browser sends them again to where they were meant for (307). Fields called a password or a secret and files
are not carried; who sent some is led back to the page that they were on.
"""

from flask import Blueprint, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import HiddenField

from access import POLICY, SAFE_METHODS, Unconfirmed, prove
from access.form_after_sign_in import CONFIRMATION as PREFIX
from access.form_after_sign_in import carried, endpoint_of, own_path, where_from, whole
from models.sign_in.passkey import LONGEST_CREDENTIAL
from models.staff.user import User
from views._credential_check import STAFF, in_session, judged
from views._webauthn_challenges import ask_passkey, proves
from web.forms import BaseForm, KnownPasswordField, at_most
from web.responses import leave, page, partial

bp = Blueprint("confirmations", __name__)


class ConfirmationForm(BaseForm):
    """`path` is where the person wanted to go; `again` says that a form is to be sent there once more."""

    password = KnownPasswordField()
    path = HiddenField()
    again = HiddenField()
    state = HiddenField(validators=[at_most(1000)])
    credential = HiddenField(validators=[at_most(LONGEST_CREDENTIAL)])


@bp.get("/confirmation")
def new():
    return confirmation_page(ConfirmationForm(prefix=PREFIX, path=request.args.get("next")))


@bp.post("/confirmation")
def create():
    form = ConfirmationForm(prefix=PREFIX)
    if form.credential.data:
        form.password.validators = []
    if not form.validate():
        return confirmation_page(form, 422)
    right, status = tried(form, User.get_by_id(current_user.id))
    if not right:
        return confirmation_page(form, status)
    prove()
    return onward(form)


def tried(form: ConfirmationForm, user: User):
    """Whether the person has shown who they are, as judged() tells it."""
    count = in_session(STAFF, g.sign_in.id)
    if form.credential.data:
        wrong = _("The passkey did not work. Please try again, or use your password.")
        return judged(
            STAFF, user.email, form.password, lambda: by_passkey(form, user), wrong, "passkey", count
        )
    text, wrong = form.password.data, _("The password is wrong.")
    return judged(
        STAFF,
        user.email,
        form.password,
        lambda: User.with_password(user.email, text) or user.takes_code(text),
        wrong,
        count=count,
    )


def by_passkey(form: ConfirmationForm, user: User) -> bool:
    return proves(form.state.data, form.credential.data, user, "confirmation", user.id, g.sign_in.id)


def onward(form: ConfirmationForm):
    """To the page that was asked for, or with the form that was sent to where it belongs."""
    if request.htmx.wants_fragment:
        return "", 200, {"HX-Trigger": "signed-in"}
    path = own_path(form.path.data)
    return redirect(path, 307 if form.again.data and is_carried_form(path) else 303)


def is_carried_form(path: str) -> bool:
    """Whether forms to this address are those that are carried over this page; nothing else is sent on."""
    endpoint = endpoint_of(path)
    return endpoint is not None and POLICY[endpoint].fresh


def confirmation_page(form: ConfirmationForm, status: int = 200):
    if request.htmx.wants_fragment:
        return partial("confirmations/over.html", **confirmation_context(form, [])), status
    return page(
        "confirmations/new.html", status, **confirmation_context(form, carried() if form.again.data else [])
    )


def confirmation_context(form: ConfirmationForm, fields: list) -> dict:
    """What the page needs: the form, the fields that it carries, and the question to a passkey where there is one."""
    user = User.get_by_id(current_user.id)
    if user.has_app:
        form.password.label.text = _("Password, or a code from your app")
    question, form.state.data = ask_passkey(user, "confirmation", user.id, g.sign_in.id)
    return {"form": form, "fields": fields, "question": question, "prefix": PREFIX}


@bp.app_errorhandler(Unconfirmed)
def ask(_error):
    """The page that asks; in place of the main part of the page where htmx waits for a fragment."""
    safe = request.method in SAFE_METHODS
    if safe and request.htmx:
        return leave(url_for("confirmations.new", next=request.htmx.page_path))
    here = request.full_path.rstrip("?")
    if safe:
        return redirect(url_for("confirmations.new", next=here), 303)
    if request.htmx:
        return "", 401, {"HX-Redirect": url_for("confirmations.new", next=request.htmx.page_path)}
    path = here if whole() else where_from()
    form = ConfirmationForm(formdata=None, prefix=PREFIX, path=path, again="1" if whole() else "")
    return confirmation_page(form, 401)
