"""The Overview tab: its cards, each with its own address, each failing alone."""

from flask import Blueprint, abort, current_app

from access import find_account
from models.clients.account import Account
from web.responses import partial
from web.sections import CARDS, Section

bp = Blueprint("overview", __name__)

ROWS = 5
_NAMES = ", ".join(f'"{section.name}"' for section in CARDS)


def cards_for(account: Account, inline: bool) -> list:
    """(section, its card or None while it is to be loaded) for every card that the signed-in user may see."""
    return [(section, render(section, account) if inline else None) for section in CARDS if section.allowed]


def render(section: Section, account: Account) -> str:
    """A section's card. A card that breaks shows its own error and a retry, and the others stand."""
    card = section.card
    try:
        rows, more = card.complete(card.query(account).limit(ROWS)), card.more(account)
        lead = card.lead if any(more.values()) else ""
        return partial("overview/card.html", section=section, account=account, rows=rows, lead=lead, **more)
    except Exception:
        current_app.logger.exception("card failed: %s of account %s", section.name, account.id)
        return partial("overview/broken.html", section=section, account=account)


@bp.get("/accounts/<int:account_id>/overview")
def index(account_id):
    account = find_account(account_id)
    return partial("overview/all.html", cards=cards_for(account, inline=True))


@bp.get(f"/accounts/<int:account_id>/overview/<any({_NAMES}):card_name>")
def show(account_id, card_name):
    account = find_account(account_id)
    section = next(section for section in CARDS if section.name == card_name)
    if not section.allowed:
        abort(403)
    return render(section, account)
