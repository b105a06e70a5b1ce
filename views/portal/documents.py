"""What the firm shares with a client, and what the client sends."""

from functools import partial

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from access import find, find_portal_place, portal_session
from access.portal_session import portal_url
from models.base.paging import page_of
from models.documents.document import Document
from web.responses import delivers_all, download, flash_toast, page
from web.uploads import take_uploads, upload_problem

bp = Blueprint("documents", __name__)


@bp.get("/accounts/<int:own_id>/documents")
def index(own_id):
    return documents_page(find_portal_place(own_id))


@bp.get("/accounts/<int:own_id>/documents/<int:document_id>")
def show(own_id, document_id):
    place = find_portal_place(own_id)
    document = find(Document.for_client(place.link.account), document_id)
    response = download(document, in_parts=False)
    response.set_etag(f"{document.file}-{place.link.contact_id}")  # what another person has got is not theirs
    response.make_conditional(request)
    if delivers_all(response):
        document.mark_opened(place.link.contact, portal_session.present().email)
    return response


@bp.post("/accounts/<int:own_id>/documents")
def create(own_id):
    place = find_portal_place(own_id)
    uploads = request.files.getlist("files")
    problem = upload_problem(uploads)
    if problem:
        return documents_page(place, 422, problem)
    take_uploads(uploads, partial(Document.receive, place.link.account, place.link.contact))
    flash_toast(_("Thank you, we have received it."))
    return redirect(portal_url("documents.index", own_id=own_id), 303)


def documents_page(place, status: int = 200, problem: str | None = None):
    """What is shared on one account, newest first, and a form for more."""
    found = page_of(Document.for_client(place.link.account), request.args.get("after"))
    here = portal_url("documents.index", own_id=place.link.account_id)
    return page(
        "portal/documents/index.html",
        status,
        visit=portal_session.present(),
        account=place.link.account,
        rows=found.rows,
        page={"next_url": f"{here}?after={found.next_key}" if found.next_key else None},
        problem=problem,
    )
