"""Every document of a client."""

from functools import partial

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from access import find, find_account
from models.documents.document import Document
from web.account_page import section_page
from web.responses import delivers_all, download, flash_toast
from web.sections import section_url
from web.uploads import take_uploads, upload_problem

bp = Blueprint("documents", __name__)


@bp.get("/accounts/<int:account_id>/documents")
def index(account_id):
    account = find_account(account_id)
    return documents_page(account)


@bp.get("/accounts/<int:account_id>/documents/<int:document_id>")
def show(account_id, document_id):
    account = find_account(account_id)
    document = find(Document.for_account(account, current_user), document_id)
    response = download(document)
    response.cache_control.no_store = (
        True  # else a colleague at the same browser could see it, and nobody noted that
    )
    if delivers_all(response):
        document.mark_viewed(current_user)
    return response


@bp.post("/accounts/<int:account_id>/documents")
def create(account_id):
    account = find_account(account_id)
    uploads = request.files.getlist("files")
    problem = upload_problem(uploads)
    if problem:
        return documents_page(account, 422, problem)
    take_uploads(uploads, partial(Document.share, account, current_user))
    flash_toast(
        _("The client can see it in a minute. Until then you can undo it as if nothing had happened.")
    )
    return redirect(section_url(account, "documents"), 303)


def documents_page(account, status: int = 200, problem: str | None = None):
    documents = Document.for_account(account, current_user)
    return section_page(
        account,
        "documents",
        documents,
        Document.with_openings,
        template="documents/index.html",
        status=status,
        problem=problem,
    )
