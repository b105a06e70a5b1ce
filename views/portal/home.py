"""The first page of the portal: one's accounts, or the only one."""

from flask import Blueprint, redirect

import visits
from models.document import Document
from rendering import page
from visits import portal_url

bp = Blueprint("home", __name__)


@bp.get("")
def show():
    accounts = visits.present().accounts
    if len(accounts) == 1:
        return redirect(portal_url("documents.index", own_id=accounts[0].id), 303)
    return home_page()


def home_page():
    """All the accounts of the person, each with how many documents are shared."""
    visit = visits.present()
    return page(
        "portal/home/show.html",
        visit=visit,
        counts=Document.client_counts([each.id for each in visit.accounts]),
    )
