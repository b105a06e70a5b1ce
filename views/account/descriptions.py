"""What a contact is on one account, in the firm's words, and from and until when."""

from flask import Blueprint, make_response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Optional, ValidationError

from access import find_account
from models.base.database import transaction
from models.clients.account import Account
from models.clients.link import Link
from views.account._undo import undo_of
from views.account.info import info_page
from views.account.links import find_link
from web.account_page import profile_page
from web.forms import BaseForm, DayField, SeenField, at_most, stripped
from web.responses import answer, dom_id, partial, toast
from web.saving import save
from words.formats import written_fields

bp = Blueprint("descriptions", __name__)

BACKWARDS = _l("The last day is before the first.")


class DescriptionForm(BaseForm):
    """`seen` is the newest line of the link's history when the form was drawn."""

    refusals = {ValueError: ("until_on", BACKWARDS)}  # the day that was not sent stands otherwise by now

    seen = SeenField()
    description = StringField(_l("Description on this client"), [at_most(255)], [stripped])
    from_on = DayField(_l("From"), [Optional()])
    until_on = DayField(_l("Until and including"), [Optional()])

    def validate_until_on(self, field):
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(BACKWARDS)

    def dates(self) -> dict:
        """The days that were sent, None for one that was emptied."""
        return {field.name: field.data for field in (self.from_on, self.until_on) if field.raw_data}

    def on(self, link: Link) -> "DescriptionForm":
        """The form with ids of its own, since several are open at once."""
        for field in self:
            field.id = dom_id(link, field.name.replace("_", "-") + "-field")
        return self


@bp.get("/accounts/<int:account_id>/links/<int:link_id>/description")
def show(account_id, link_id):
    account = find_account(account_id)
    link = find_link(account, link_id)
    if request.htmx.wants_fragment:
        return partial("descriptions/description.html", account=account, link=link, fresh=True)
    return info_page(account)


@bp.get("/accounts/<int:account_id>/links/<int:link_id>/description/edit")
def edit(account_id, link_id):
    account = find_account(account_id)
    link = find_link(account, link_id)
    return form_page(account, link, DescriptionForm(formdata=None, obj=link, seen=link.last_event_id))


@bp.post("/accounts/<int:account_id>/links/<int:link_id>/description")
def update(account_id, link_id):
    account = find_account(account_id)
    link = find_link(account, link_id)
    form = DescriptionForm()
    saved = save(form, lambda: describe(link, form), link)
    if not saved.done:
        return form_page(account, link, form, saved.status, saved.theirs)
    message = (
        toast(_("The description is saved."), undo=undo_of(account, saved.result)) if saved.result else None
    )
    link = find_link(account, link_id)
    return answer(
        "descriptions/description.html",
        see=url_for("info.show", account_id=account.id, _anchor="contacts"),
        message=message,
        account=account,
        link=link,
        fresh=True,
    )


def describe(link: Link, form: DescriptionForm) -> str | None:
    """Write what the form holds; the name of the action, or None when it stands so already."""
    with transaction() as action:
        changed = link.describe(form.description.data, current_user, form.seen.data, **form.dates())
    return action if changed else None


def form_page(account: Account, link: Link, form: DescriptionForm, status: int = 200, theirs=None):
    """The form in place or as a page; after a conflict `theirs` is what stands now, by field."""
    context = {"link": link, "form": form.on(link), "theirs": written_fields(link, theirs or {})}
    if request.htmx.wants_fragment:
        return make_response(partial("descriptions/form.html", account=account, **context), status)
    return profile_page("descriptions/edit.html", account, "info", status=status, **context)
