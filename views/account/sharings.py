"""Sharing a document of the firm with its client, and taking it back."""

from babel.lists import format_list
from flask import Blueprint, abort, request
from flask_babel import gettext as _
from flask_login import current_user

from access import find, find_account
from models.clients.account import Account
from models.documents.document import Document
from web.forms import WANTED
from web.responses import answer, partial, toast
from web.sections import section_url
from words.language import locale

bp = Blueprint("sharings", __name__)


@bp.get("/accounts/<int:account_id>/documents/<int:document_id>/sharing")
def show(account_id, document_id):
    account = find_account(account_id)
    return partial("documents/document.html", account=account, row=find_row(account, document_id))


@bp.post("/accounts/<int:account_id>/documents/<int:document_id>/sharing")
def update(account_id, document_id):
    account = find_account(account_id)
    before = find_row(account, document_id)
    on = WANTED.get(request.form.get("on"))
    if on is None:
        abort(400)
    asked = before.status.startswith("pending_")
    done = before.set_shared(on, current_user)
    row = find_row(account, document_id)
    return answer(
        "documents/document.html",
        see=section_url(account, "documents"),
        message=toast(sharing_sentence(done, row, asked and not row.status)) if done else None,
        account=account,
        row=row,
    )


def find_row(account: Account, document_id: int) -> Document:
    """A document as its row shows it."""
    found = find(Document.for_account(account, current_user), document_id)
    return Document.with_openings([found])[0]


def sharing_sentence(done: str, row: Document, ended: bool) -> str:
    """What was done and what it means for the client; `ended` when something that was asked of the client ended with it."""
    names = format_list([each.contact.name for each in row.openings], locale=locale())
    words = {"what": row.name, "names": names}
    if done == "shared" and row.hidden:
        text = _("“%(what)s” is shared, but the client cannot see its folder.", **words)
    elif done == "shared":
        text = _("“%(what)s” is shared: the client can see it in a minute.", **words)
    elif done == "sharing_undone":
        text = _("Undone: “%(what)s” never appeared in the portal.", **words)
    elif names:
        text = _("“%(what)s” is no longer shared. It was opened by %(names)s.", **words)
    else:
        text = _("“%(what)s” is no longer shared. Nobody had opened it.", **words)
    return " ".join([text, _("Requests to the client about it have ended.")]) if ended else text
