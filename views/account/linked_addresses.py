"""The switches of one address on one account."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import accounts, find, find_account
from models.base.database import transaction
from models.clients.account import Account
from models.clients.linked_address import SWITCHES, LinkedAddress
from models.portal.consequences import InPortal
from models.portal.invitation import with_invitations
from models.portal.readiness import Readiness
from views.account._undo import undo_of
from views.account.info import info_page
from views.clients.outbox import strip_of
from web.account_page import lamps
from web.forms import WANTED
from web.responses import answer, dom_id, toast
from words import labels

bp = Blueprint("linked_addresses", __name__)

_NAMES = ", ".join(f'"{name}"' for name in SWITCHES)


@bp.post(f"/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/<any({_NAMES}):switch>")
def switch(account_id, linked_address_id, switch):
    account = find_account(account_id)
    row = find_row(account, linked_address_id)
    on = WANTED.get(request.form.get("on"))
    if on is None:
        return switch_error(account, row)
    with transaction() as action:
        changed = row.turn(switch, on, current_user)
    asking = changed and switch == "login" and row.login_state == "not_invited"
    message = switch_toast(account, action, row, switch, on) if changed else None
    return row_answer(account, row, message, offering=asking)


def find_row(account: Account, linked_address_id: int) -> LinkedAddress:
    gone = _("The address is no longer on this client; nothing was changed. Reload the page.")
    return find(LinkedAddress.on(account), linked_address_id, gone)


def row_answer(account, row: LinkedAddress, message: dict | None, status: int = 200, offering: bool = False):
    """The row as it stands now, with the strips that depend on it and a word about what happened.

    `offering` opens the offer to invite.
    """
    with_invitations([row])
    readiness = Readiness.of(account)
    return answer(
        "linked_addresses/turned.html",
        see=url_for("info.show", account_id=account.id, _anchor="contacts"),
        message=message,
        status=status,
        row=row,
        account=account,
        portals=InPortal([row, *others_of(account, row)]),
        lamps=lamps(account, readiness),
        unconfirmed=readiness.unconfirmed,
        offering=offering,
        **strip_of(account),
    )


def others_of(account: Account, row: LinkedAddress) -> list[LinkedAddress]:
    """The other rows of the account, and those of the person on other clients that the reader may open."""
    links = LinkedAddress.by_account(row.link.contact, accounts)
    elsewhere = [each for link in links if link.account_id != account.id for each in link.rows]
    return [each for each in [*LinkedAddress.on(account), *elsewhere] if each.id != row.id]


def switch_toast(account: Account, action: str, row: LinkedAddress, switch: str, on: bool) -> dict:
    words = {"switch": labels.SWITCHES[switch], "address": row.address.email}
    text = (
        _("%(switch)s is on for %(address)s.", **words)
        if on
        else _("%(switch)s is off for %(address)s.", **words)
    )
    return toast(text, undo=undo_of(account, action, dom_id(row)))


def switch_error(account, row):
    """Neither on nor off was asked for: the row as it stands, and a word about it."""
    message = toast(_("That is neither on nor off; nothing was changed."), "danger")
    if request.htmx.wants_fragment:
        return row_answer(account, row, message, 422)
    return info_page(account, 422, problem=message["text"])
