"""First visit: the firm and its owner, once, by whoever reads the token on the console."""

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from access import sign_in
from models.staff.setup import Setup
from web.forms import AddressField, BaseForm, NewPasswordField, at_most, email_address, required, stripped
from web.responses import page

bp = Blueprint("setup", __name__)


class SetupForm(BaseForm):
    token = StringField(_l("Set-up code"), [required()], [stripped], render_kw={"autocomplete": "off"})
    firm_name = StringField(_l("Name of the firm"), [required(), at_most(255)], [stripped])
    name = StringField(_l("Your name"), [required(), at_most(255)], [stripped])
    email = AddressField(
        _l("Your e-mail"),
        [required(), email_address(), at_most(254)],
        render_kw={"autocomplete": "username"},
    )
    password = NewPasswordField()

    def validate(self, extra_validators=None):
        self.password.about = (self.firm_name.data, self.name.data, self.email.data)
        return super().validate(extra_validators)


def closed() -> bool:
    return not setup().open


def setup() -> Setup:
    return Setup(current_app.config["SETTINGS"].data_dir)


@bp.get("/setup")
def new():
    if closed():
        abort(404)
    return page("setup/new.html", form=SetupForm(token=request.args.get("token")))


@bp.post("/setup")
def create():
    if closed():
        abort(404)
    form = SetupForm()
    if not form.validate():
        return page("setup/new.html", 422, form=form)
    if not setup().knows(form.token.data):
        form.token.errors = [_("This is not the code on the console.")]
        return page("setup/new.html", 422, form=form)
    owner = setup().finish(form.firm_name.data, form.name.data, form.email.data, form.password.data)
    if owner is None:
        abort(404)
    sign_in(owner)
    return redirect(url_for("accounts.new"), 303)
