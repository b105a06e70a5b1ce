"""A new contact on an account."""

from flask import Blueprint, make_response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import FieldList, FormField, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from access import find_account
from models.base.database import transaction
from models.base.mailbox import mailbox
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.linking import link_contact
from views.account.links import added, undo_of
from views.clients.likenesses import NOTHING, warned
from web.account_page import profile_page
from web.forms import (
    AddressField,
    BaseForm,
    PersonFields,
    at_most,
    country_choices,
    email_address,
    language_choices,
    stripped,
)
from web.responses import partial, toast

bp = Blueprint("account_contacts", __name__)

OWN = ("language", "street", "postal_code", "city", "country")


class MoreEmail(BaseForm):
    """One e-mail address besides the primary one."""

    email = AddressField(_l("Another e-mail"), [Optional(), email_address(), at_most(254)])


class PersonForm(PersonFields, BaseForm):
    """A new person and what the person is on this account."""

    more = FieldList(FormField(MoreEmail), min_entries=1)
    description = StringField(_l("Description on this client"), [at_most(255)], [stripped])
    language = SelectField(_l("Language"), choices=language_choices)
    street = StringField(_l("Street"), [at_most(255)], [stripped])
    postal_code = StringField(_l("Postal code"), [at_most(20)], [stripped])
    city = StringField(_l("City"), [at_most(255)], [stripped])
    country = SelectField(_l("Country"), choices=country_choices)

    def validate_more(self, field):
        seen = {mailbox(self.email.data)}
        for row in field:
            if row.email.data and mailbox(row.email.data) in seen:
                row.email.errors = [_("This address is entered twice.")]
                raise ValidationError
            seen.add(mailbox(row.email.data))

    def person(self) -> dict:
        person = super().person()
        person["emails"] += [row.email.data for row in self.more if row.email.data]
        return person | {name: self[name].data for name in OWN}


@bp.get("/accounts/<int:account_id>/contacts/new")
def new(account_id):
    account = find_account(account_id)
    return form_page(account, PersonForm(formdata=None))


@bp.post("/accounts/<int:account_id>/contacts")
def create(account_id):
    account = find_account(account_id)
    form, warned_of = PersonForm(), warned(account)
    if not form.validate() or not warned_of.accepted:
        return form_page(account, form, 422, warned_of)
    with transaction() as action:
        contact = Contact.meet(current_user, **form.person())
        link_contact(account, contact, current_user, form.description.data)
    text = _("%(name)s is now a contact of this client.", name=contact.name)
    return added(account, contact, toast(text, undo=undo_of(account, action)))


def form_page(account: Account, form: PersonForm, status: int = 200, warned_of=NOTHING):
    """The form in place or as a page."""
    if request.htmx.wants_fragment:
        body = partial(
            "account_contacts/adder.html", opened=True, account=account, form=form, warned=warned_of
        )
        return make_response(body, status)
    return profile_page(
        "account_contacts/new.html", account, "info", status=status, form=form, warned=warned_of
    )
