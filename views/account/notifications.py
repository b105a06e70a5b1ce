"""Which types of notification an address gets on one account."""

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find_account
from models.base.database import transaction
from models.clients.account import Account
from models.clients.linked_address import NOTIFICATIONS, LinkedAddress
from views.account._undo import undo_of
from views.account.linked_addresses import find_row
from web.account_page import profile_page
from web.forms import WANTED
from web.responses import answer, dom_id, partial, toast
from words import labels

bp = Blueprint("notifications", __name__)

KINDS = ", ".join(f'"{type_.replace("_", "-")}"' for type_ in NOTIFICATIONS)  # as they stand in addresses


@bp.get("/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/notifications")
def index(account_id, linked_address_id):
    account = find_account(account_id)
    row = find_row(account, linked_address_id)
    if request.htmx.wants_fragment:
        return partial("notifications/types.html", account=account, row=row, opened=True)
    return profile_page("notifications/index.html", account, "info", row=row, opened=True)


@bp.post(
    f"/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/notifications/<any({KINDS}):kind>"
)
def update(account_id, linked_address_id, kind):
    account = find_account(account_id)
    row = find_row(account, linked_address_id)
    on = WANTED.get(request.form.get("on"))
    if on is None:
        abort(400)
    type_ = kind.replace("-", "_")
    with transaction() as action:
        changed = (row.unmute if on else row.mute)(type_, current_user)
    message = notification_toast(account, action, row, type_, on) if changed else None
    return types_answer(account, linked_address_id, message)


def types_answer(account: Account, linked_address_id: int, message: dict | None):
    """The types of an address as they stand now, with a word about what happened."""
    return answer(
        "notifications/changed.html",
        see=url_for("notifications.index", account_id=account.id, linked_address_id=linked_address_id),
        message=message,
        account=account,
        row=find_row(account, linked_address_id),
        opened=True,
    )


def notification_toast(account: Account, action: str, row: LinkedAddress, type_: str, on: bool) -> dict:
    words = {"type": labels.NOTIFICATIONS[type_], "address": row.address.email}
    text = (
        _("“%(type)s” is on for %(address)s.", **words)
        if on
        else _("“%(type)s” is off for %(address)s.", **words)
    )
    return toast(text, undo=undo_of(account, action, dom_id(row, "types")))
