"""The first page of the portal: one's accounts, or the only one."""

from flask import Blueprint, redirect

from access import portal_session
from access.portal_session import portal_url
from models.documents.document import Document
from web.responses import page

bp = Blueprint("home", __name__)


@bp.get("")
def show():
    accounts = portal_session.present().accounts
    if len(accounts) == 1:
        return redirect(portal_url("documents.index", own_id=accounts[0].id), 303)
    return home_page()


def home_page():
    """All the accounts of the person, each with how many documents are shared."""
    visit = portal_session.present()
    return page(
        "portal/home/show.html",
        visit=visit,
        counts=Document.client_counts([each.id for each in visit.accounts]),
    )
