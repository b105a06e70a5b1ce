"""The clients list, to take along."""

from collections.abc import Iterator
from decimal import Decimal

from flask import Blueprint, request
from flask_babel import gettext as _

from access import accounts, may
from models.base.paging import AT_ONCE, each_page
from models.processes.account_list import FILTERS, AccountList, filtered
from web.csv_export import exported
from words import labels
from words.formats import money

bp = Blueprint("account_exports", __name__)

KRONER = "DKK"


@bp.post("/accounts/exports")
def create():
    asked = {name: request.form[name] for name in (*FILTERS, "sort") if request.form.get(name)}
    with_owed = may("invoices.index")
    found = accounts()
    header = [_("Name"), _("ID"), _("Type"), _("Archived"), _("Team"), _("Tags"), _("Contacts")]
    header += [_("Last login"), _("Notify"), _("QuickBooks"), *(unpaid_header() if with_owed else [])]
    return exported("accounts", header, rows(found, asked, with_owed), filtered(found, asked).count(), asked)


def rows(found, asked: dict, with_owed: bool) -> Iterator[list]:
    """Each client in the order of the header."""
    for listed in each_page(lambda key: AccountList(found, asked, key, with_owed, AT_ONCE)):
        for account in listed.rows:
            yield [
                account.name,
                account.id,
                labels.ACCOUNT_TYPES[account.type],
                account.archived,
                [each.name for each in listed.teams[account.id]],
                [each.name for each in listed.tags[account.id]],
                [each.name for each in listed.contacts[account.id]],
                account.last_login_at,
                listed.notified.get(account.id, 0),
                labels.STATUSES["quickbooks"][account.quickbooks_status][0],
                *(unpaid(listed.owed.get(account.id, {})) if with_owed else []),
            ]


def unpaid_header() -> list[str]:
    return [_("Unpaid"), _("Unpaid in other currencies")]


def unpaid(owed: dict[str, int]) -> list:
    """What is owed in Danish kroner, as a number, and what in other currencies: they are never added up."""
    others = [
        money(minor, currency).replace("\N{NO-BREAK SPACE}", " ")
        for currency, minor in owed.items()
        if currency != KRONER
    ]
    return [Decimal(owed.get(KRONER, 0)).scaleb(-2), others]
