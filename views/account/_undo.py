"""The Undo of a toast: which action of its reader it takes back, and what of the page is drawn anew then."""

from flask import url_for

from models.clients.account import Account
from models.history.undo import done_by_hand

CONTACTS = "contacts-list"


def undo_of(account: Account, action: str, area: str = CONTACTS, **asked) -> dict | None:
    """What toast(undo=…) wants for an action that its reader has just done on this account; None when that did nothing.

    `area` is the id of the element to draw anew, one that redrawing() in reversals.py knows; `asked` stays in the address.
    """
    if not done_by_hand(action):
        return None
    url = url_for("reversals.create", account_id=account.id, action=action, **asked)
    swap = "outerMorph" if area == CONTACTS else "outerHTML"  # what is open elsewhere among them stays open
    return {"action": url, "target": f"#{area}", "swap": swap, "fields": {"area": area}}
