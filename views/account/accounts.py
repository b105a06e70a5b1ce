"""Clients: the list, a new one, and the profile's first page."""

import secrets

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TelField, URLField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from access import accounts, find_account, find_contact, may
from models.base.phone_number import e164, format_phone
from models.base.registration_number import MOST_PASTED, plain_danish
from models.clients.account import Account
from models.clients.new_client import open_client, opened_by
from models.clients.recent_account import RecentAccount
from models.clients.tag import Tag
from models.processes.account_list import FILTERS, AccountList, filtered
from models.processes.bulk import MOST
from models.staff.user import User
from views.account.info import section_answer
from views.account.overview import cards_for
from views.clients.likenesses import NOTHING, warned
from web.account_page import profile_page
from web.forms import (
    BaseForm,
    PersonFields,
    SeenField,
    at_most,
    choices,
    country_choices,
    cvr_number,
    fits_an_id,
    phone_number,
    stripped,
    web_link,
)
from web.responses import flash_toast, page, partial, toast
from web.saving import save
from words import labels
from words.formats import written_fields

bp = Blueprint("accounts", __name__)

TYPE_CHOICES = choices(labels.ACCOUNT_TYPES)
NAMES = labels.FIELDS["account"]


def known_contact():
    """A hidden field that names a contact, or nobody."""
    return IntegerField(widget=HiddenInput(), validators=[Optional(), fits_an_id])


class NewClientForm(PersonFields, BaseForm):
    """Account and first contact in one; `idempotency_key` makes a second click harmless.

    With a `contact_id` the first contact is one who is known already, and the fields of a person need not be filled.
    """

    contact_id = known_contact()
    idempotency_key = HiddenField(validators=[at_most(64)])
    type = RadioField(_l("Type"), choices=TYPE_CHOICES, default="company")
    name = StringField(_l("Name of the client"), [at_most(255)], [stripped])
    registration_number = StringField(
        _l("Registration number (CVR)"), [at_most(MOST_PASTED), cvr_number], [stripped]
    )

    def validate_name(self, field):
        if self.type.data == "company" and not field.data:
            raise ValidationError(_("Enter the name of the company."))

    def leave_out_person(self):
        """Ask for no person: somebody known was chosen."""
        for name in ("first_name", "last_name", "email", "phone"):
            del self[name]


class AccountForm(BaseForm):
    """The account's own information; `seen` is the newest line of its history when the form was drawn."""

    seen = SeenField()
    name = StringField(NAMES["name"], [at_most(255)], [stripped])
    type = RadioField(NAMES["type"], choices=TYPE_CHOICES)
    street = StringField(NAMES["street"], [at_most(255)], [stripped])
    postal_code = StringField(NAMES["postal_code"], [at_most(20)], [stripped])
    city = StringField(NAMES["city"], [at_most(255)], [stripped])
    country = SelectField(NAMES["country"])
    phone = TelField(NAMES["phone"], [at_most(80), phone_number], [stripped])
    website = URLField(NAMES["website"], [at_most(255), web_link], [stripped])
    registration_number = StringField(NAMES["registration_number"], [at_most(MOST_PASTED)], [stripped])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.country.object_data or ""
        known = country_choices()
        self.country.choices = choices(known if kept in dict(known) else [(kept, kept or "–"), *known])

    def validate_name(self, field):
        if not field.data and self.type.data != "individual":
            raise ValidationError(_("Please fill this in."))

    def validate_registration_number(self, field):
        if self.country.data != "DK":  # other countries have numbers of other kinds
            at_most(20)(self, field)
        else:
            cvr_number(self, field)

    def typed(self) -> dict:
        """What was typed, as the model keeps it."""
        fields = {name: value for name, value in self.data.items() if name != "seen"}
        fields["phone"] = e164(fields["phone"]) if fields["phone"] else ""
        if fields["country"] == "DK":
            fields["registration_number"] = plain_danish(fields["registration_number"])
        return fields

    def bring_up(self, account: Account):
        """After a conflict what others changed and this editor did not is theirs."""
        for name, value in account.brought_up(self.seen.data, **self.typed()).items():
            self[name].data = format_phone(value) if name == "phone" else value
        super().bring_up(account)


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
        tags=list(Tag.by_name().select(Tag.id, Tag.name).tuples()),
        users=list(User.active().select(User.id, User.name).tuples()),
        fitting=fitting(listed, asked),
    )


def fitting(listed: AccountList, asked: dict) -> int:
    """How many accounts fit the filter, where they fill more than this page; one more than MOST stands for many."""
    if not may("bulk_changes.create") or not (listed.next_key or "after" in request.args):
        return len(listed.rows)
    return filtered(accounts(), asked).limit(MOST + 1).count()


@bp.get("/accounts/new")
def new():
    form = NewClientForm(formdata=None, idempotency_key=secrets.token_urlsafe(16))
    return page("accounts/new.html", form=form, warned=NOTHING, known=None, opening=True)


@bp.post("/accounts")
def create():
    form = NewClientForm()
    key = form.idempotency_key.data or None
    known = find_contact(form.contact_id.data) if form.contact_id.data else None
    told = NOTHING if opened_by(key) else warned(known=known)
    if known:
        form.leave_out_person()
    if not form.validate() or not told.accepted:
        return page("accounts/new.html", 422, form=form, warned=told, known=known, opening=True)
    account = open_client(
        current_user,
        type=form.type.data,
        name=form.name.data,
        registration_number=plain_danish(form.registration_number.data),
        contact=known or form.person(),
        idempotency_key=key,
    )
    flash_toast(_("%(name)s is now a client.", name=account.name))
    return redirect(url_for("accounts.show", account_id=account.id), 303)


@bp.get("/accounts/<int:account_id>")
def show(account_id):
    account = find_account(account_id)
    if request.is_looked_at:
        RecentAccount.note(current_user, account)
    inline = request.args.get("cards") == "inline"
    return profile_page(
        "accounts/show.html", account, "overview", cards=cards_for(account, inline), inline=inline
    )


@bp.get("/accounts/<int:account_id>/edit")
def edit(account_id):
    account = find_account(account_id)
    form = AccountForm(formdata=None, obj=account, seen=account.last_event_id)
    form.phone.data = format_phone(account.phone)
    return edit_page(account, form)


@bp.post("/accounts/<int:account_id>")
def update(account_id):
    account = find_account(account_id)
    form = AccountForm(obj=account)
    saved = save(form, lambda: account.change(current_user, form.seen.data, **form.typed()), account)
    if not saved.done:
        return edit_page(account, form, saved.status, saved.theirs)
    return section_answer(find_account(account_id), toast(_("The client is saved.")))


def edit_page(account: Account, form: AccountForm, status: int = 200, theirs=None):
    """The form, for htmx alone; after a conflict `theirs` holds the values that others have saved meanwhile, by field."""
    context = {"form": form, "theirs": written_fields(account, theirs or {})}
    if request.htmx.wants_fragment:
        return partial("accounts/form.html", account=account, inline=True, **context), status
    return profile_page("accounts/edit.html", account, "info", status=status, **context)
