"""Addresses that a form would take away: what is on there is told first, and done once that was confirmed."""

from typing import NamedTuple

from flask import request
from flask_babel import gettext as _

from access import accounts
from models.clients.contact import Address
from models.clients.link import Link
from models.clients.linked_address import WAITING_SWITCHES, LinkedAddress
from words.formats import switch_names


class Losing(NamedTuple):
    """What would be lost, a sentence for each place, and `key`, by which the form says that just this was confirmed."""

    lines: list[str]
    key: str


def losing(address_ids) -> Losing | None:
    """What is on at these addresses, of contacts that the user may edit; None when there is nothing or it is confirmed.

    A client that is not the user's is not named.
    """
    rows = LinkedAddress.select(LinkedAddress, Link, Address).join(Link).switch(LinkedAddress).join(Address)
    rows = rows.where(LinkedAddress.address.in_(list(address_ids))).order_by(LinkedAddress.id)
    on = [(row, [each for each in WAITING_SWITCHES if row.is_on(each)]) for row in rows]
    on = [(row, switches) for row, switches in on if switches]
    key = " ".join(f"{row.id}:{','.join(switches)}" for row, switches in on)
    if not on or request.form.get("losing") == key:
        return None
    names = {account.id: account.name for account in accounts([row.account_id for row, _on in on])}
    return Losing([_sentence(row, switches, names) for row, switches in on], key)


def _sentence(row: LinkedAddress, switches: list[str], names: dict) -> str:
    words = {
        "address": row.address.email,
        "client": names.get(row.account_id) or _("a client that is not on your list"),
        "switches": switch_names(switches),
    }
    return _("%(address)s is also removed from %(client)s, where it has %(switches)s.", **words)
