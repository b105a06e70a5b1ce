"""Inviting an address to the portal: now, with a message, again, or not after all."""

from flask import Blueprint, make_response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField

from access import find, find_account
from mails.invitation import invitation_letter
from mails.letter import link
from models.base.clock import now
from models.base.database import transaction
from models.clients.account import Account
from models.clients.linked_address import LinkedAddress
from models.portal.invitation import LONGEST_MESSAGE, Invitation, Uninvitable, with_invitations
from models.portal.readiness import Readiness
from views.account._undo import undo_of
from views.account.linked_addresses import find_row, row_answer
from web.account_page import lamps, profile_page
from web.forms import BaseForm, at_most
from web.responses import dom_id, mail_connected, partial, toast

bp = Blueprint("invitations", __name__)


class InvitationForm(BaseForm):
    message = TextAreaField(_l("Message (optional)"), [at_most(LONGEST_MESSAGE)])


@bp.get("/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/invitation/new")
def new(account_id, linked_address_id):
    account, row = found(account_id, linked_address_id)
    return offer(account, row)


@bp.get("/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/invitation")
def show(account_id, linked_address_id):
    account, row = found(account_id, linked_address_id)
    if request.args.get("version") == row.invitation_version:
        return "", 204
    strip = lamps(account, Readiness.of(account))
    return partial("invitations/told.html", account=account, row=row, lamps=strip)


@bp.post("/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/invitation")
def create(account_id, linked_address_id):
    account, row = found(account_id, linked_address_id)
    form = InvitationForm()
    message = form.message.data or ""
    if not form.validate():
        return offer(account, row, 422, message=message, problem=" ".join(form.message.errors))
    if "preview" in request.form:
        return offer(account, row, message=message, letter=preview_of(row, message))
    try:
        with transaction() as action:
            sent = Invitation.send(row, current_user, message.strip())
    except Uninvitable:
        nothing = _(
            "%(address)s cannot be invited now: LOGIN is off, or there is access already.",
            address=row.caption,
        )
        return row_answer(*found(account_id, linked_address_id), toast(nothing, "warning"), 409)
    return row_answer(*found(account_id, linked_address_id), toast_of(sent, account, action))


@bp.post("/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/invitation/revocation")
def delete(account_id, linked_address_id):
    _account, row = found(account_id, linked_address_id)
    asked = request.form.get("invitation", type=int)
    if asked is None:
        Invitation.revoke_all(row, current_user)
    else:
        find(Invitation.select().where(Invitation.linked_address == row), asked).call_off(current_user)
    account, row = found(account_id, linked_address_id)
    words = {"address": row.address.email}
    text = (
        _("The new invitation of %(address)s is cancelled; the one before it stands.", **words)
        if asked is not None and row.invitation
        else _("The invitation of %(address)s is revoked.", **words)
    )
    return row_answer(account, row, toast(text))


def found(account_id: int, linked_address_id: int) -> tuple[Account, LinkedAddress]:
    account = find_account(account_id)
    return account, *with_invitations([find_row(account, linked_address_id)])


def toast_of(invitation: Invitation, account: Account, action: str) -> dict:
    """Word that the mail waits; its Undo means that nobody was invited."""
    words = {"address": invitation.email}
    text = (
        _("The invitation to %(address)s is sent in a minute.", **words)
        if mail_connected()
        else _("The invitation to %(address)s waits in the outbox: no mail server is set up.", **words)
    )
    return toast(text, undo=undo_of(account, action, dom_id(invitation.linked_address)))


def offer(account: Account, row: LinkedAddress, status: int = 200, **context):
    """Now, with a message, or later: in place of the row's state, or as a page of its own."""
    if request.htmx.wants_fragment:
        response = make_response(
            partial("invitations/offer.html", account=account, row=row, **context), status
        )
        response.headers["HX-Retarget"] = f"#{dom_id(row, 'invitation')}"
        return response
    return profile_page("invitations/new.html", account, "info", status=status, row=row, **context)


def preview_of(row: LinkedAddress, message: str):
    """The mail as it would be sent, with an address in place of its link that opens nothing."""
    draft = Invitation(
        linked_address=row,
        email=row.address.email,
        message=message.strip(),
        invited_by=current_user._get_current_object(),
        expires_at=now() + Invitation.lifetime,
    )
    return invitation_letter(draft, link("portal.sign_ins.new"))
