"""Clients: the list, a new one, and the profile's first page."""

import secrets

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import EmailField, HiddenField, RadioField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

import labels
from access import accounts, find_account, may
from forms import BaseForm, at_most, email_address, required, stripped
from models.account_list import FILTERS, AccountList
from models.new_client import open_client
from models.phone_number import InvalidPhone, e164
from models.tag import Tag
from models.user import User
from profile_frame import profile_page
from rendering import flash_toast, page
from views.overview import cards_for

bp = Blueprint("accounts", __name__)


class NewClientForm(BaseForm):
    """Account and first contact in one; `idempotency_key` makes a second click harmless."""

    idempotency_key = HiddenField(validators=[at_most(64)])
    type = RadioField(
        _l("Type"), choices=[SelectChoice(*each) for each in labels.ACCOUNT_TYPES.items()], default="company"
    )
    name = StringField(_l("Name of the client"), [at_most(255)], [stripped])
    first_name = StringField(_l("First name"), [required(), at_most(255)], [stripped])
    last_name = StringField(_l("Last name"), [at_most(255)], [stripped])
    email = EmailField(_l("E-mail"), [Optional(), email_address(), at_most(254)], [stripped])
    phone = TelField(_l("Phone"), [at_most(40)], [stripped])

    def validate_name(self, field):
        if self.type.data == "company" and not field.data:
            raise ValidationError(_("Type the name of the company."))

    def validate_phone(self, field):
        try:
            field.data and e164(field.data)
        except InvalidPhone as error:
            raise ValidationError(_("There is no such phone number.")) from error


@bp.get("/accounts")
def index():
    asked = {name: request.args[name] for name in (*FILTERS, "sort") if request.args.get(name)}
    listed = AccountList(accounts(), asked, request.args.get("after"), with_owed=may("invoices.index"))
    next_url = url_for("accounts.index", **asked, after=listed.next_key) if listed.next_key else None
    return page(
        "accounts/index.html",
        listed=listed,
        asked=asked,
        page={
            "next_url": next_url,
            "first_url": url_for("accounts.index", **asked) if "after" in request.args else None,
        },
        tags=list(Tag.select(Tag.id, Tag.name).order_by(Tag.name).tuples()),
        users=list(User.active().select(User.id, User.name).tuples()),
    )


@bp.get("/accounts/new")
def new():
    return page(
        "accounts/new.html", form=NewClientForm(formdata=None, idempotency_key=secrets.token_urlsafe(16))
    )


@bp.post("/accounts")
def create():
    form = NewClientForm()
    if not form.validate():
        return page("accounts/new.html", 422, form=form)
    account = open_client(
        current_user,
        type=form.type.data,
        name=form.name.data,
        contact={
            "first_name": form.first_name.data,
            "last_name": form.last_name.data,
            "emails": [form.email.data] if form.email.data else [],
            "phone": form.phone.data,
        },
        idempotency_key=form.idempotency_key.data or None,
    )
    flash_toast(_("%(name)s is a client now.", name=account.name))
    return redirect(url_for("accounts.show", account_id=account.id), 303)


@bp.get("/accounts/<int:account_id>")
def show(account_id):
    account = find_account(account_id)
    inline = request.args.get("cards") == "inline"
    return profile_page(
        "accounts/show.html", account, "overview", cards=cards_for(account, inline), inline=inline
    )
