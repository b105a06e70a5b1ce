"""The agreements with a client."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from models.work.agreement import Agreement
from wtforms import StringField
from wtforms.validators import Optional

from access import find, find_account
from web.account_page import profile_page, section_page
from web.forms import BaseForm, DayField, SeenField, at_most, required, stripped
from web.responses import flash_toast
from web.saving import save
from web.sections import section_url
from words import labels

bp = Blueprint("agreements", __name__)

NAMES = labels.FIELDS["agreement"]


class AgreementForm(BaseForm):
    """`seen` is the newest line of its history when the form was drawn."""

    seen = SeenField()
    title = StringField(NAMES["title"], [required(), at_most(255)], [stripped])
    ended_on = DayField(NAMES["ended_on"], [Optional()])

    def typed(self) -> dict:
        return {"title": self.title.data, "ended_on": self.ended_on.data}


@bp.get("/accounts/<int:account_id>/agreements")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "agreements", Agreement.for_account(account))


@bp.get("/accounts/<int:account_id>/agreements/new")
def new(account_id):
    account = find_account(account_id)
    return form_page(account, AgreementForm(formdata=None))


@bp.post("/accounts/<int:account_id>/agreements")
def create(account_id):
    account = find_account(account_id)
    form = AgreementForm()
    saved = save(form, lambda: Agreement.add(current_user, account=account, **form.typed()))
    if not saved.done:
        return form_page(account, form, status=saved.status)
    flash_toast(_("Saved."))
    return redirect(section_url(account, "agreements"), 303)


@bp.get("/accounts/<int:account_id>/agreements/<int:agreement_id>")
def show(account_id, agreement_id):
    account = find_account(account_id)
    agreement = find(Agreement.for_account(account), agreement_id)
    return profile_page("agreements/show.html", account, "agreements", agreement=agreement)


@bp.get("/accounts/<int:account_id>/agreements/<int:agreement_id>/edit")
def edit(account_id, agreement_id):
    account = find_account(account_id)
    agreement = find(Agreement.for_account(account), agreement_id)
    form = AgreementForm(formdata=None, obj=agreement, seen=agreement.last_event_id)
    return form_page(account, form, agreement)


@bp.post("/accounts/<int:account_id>/agreements/<int:agreement_id>")
def update(account_id, agreement_id):
    account = find_account(account_id)
    agreement = find(Agreement.for_account(account), agreement_id)
    form = AgreementForm()
    saved = save(form, lambda: agreement.edit(current_user, form.seen.data, **form.typed()), agreement)
    if not saved.done:
        return form_page(account, form, agreement, saved.status, saved.theirs)
    flash_toast(_("Saved."))
    return redirect(url_for("agreements.show", account_id=account.id, agreement_id=agreement.id), 303)


def form_page(account, form, agreement=None, status: int = 200, theirs=None):
    """The form of a new agreement, or of this one; after a conflict `theirs` is what stands now."""
    context = {"form": form, "agreement": agreement, "theirs": theirs or {}}
    return profile_page("agreements/edit.html", account, "agreements", status=status, **context)
