"""Sharing a document of the firm with its client, and taking it back."""

from babel.lists import format_list
from flask import Blueprint, abort, request
from flask_babel import gettext as _
from flask_login import current_user

from access import find, find_account
from models.base.database import transaction
from models.clients.account import Account
from models.documents.document import Document
from views.account._undo import undo_of
from web.forms import WANTED
from web.responses import answer, dom_id, partial, toast
from web.sections import section_url
from words.language import locale

bp = Blueprint("sharings", __name__)


@bp.get("/accounts/<int:account_id>/documents/<int:document_id>/sharing")
def show(account_id, document_id):
    account = find_account(account_id)
    return partial("documents/document.html", account=account, row=find_document(account, document_id))


@bp.post("/accounts/<int:account_id>/documents/<int:document_id>/sharing")
def update(account_id, document_id):
    account = find_account(account_id)
    before = find_document(account, document_id)
    on = WANTED.get(request.form.get("on"))
    if on is None:
        abort(400)
    asked = before.status.startswith("pending_")
    with transaction() as action:
        done = before.set_shared(on, current_user)
    row, message = find_document(account, document_id), None
    if done:
        undo = undo_of(account, action, dom_id(row)) if done == "shared" else None
        message = toast(sharing_sentence(done, row, asked and not row.status), undo=undo)
    return document_answer(account, row, message)


def document_answer(account: Account, row: Document, message: dict | None):
    """A document as its row shows it now, with a word about what happened."""
    see = section_url(account, "documents")
    return answer("documents/document.html", see=see, message=message, account=account, row=row)


def find_document(account: Account, document_id: int) -> Document:
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
