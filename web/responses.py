"""Responses: whole pages, fragments, toasts, redirects and error pages. answer() alone looks at htmx's headers."""

from hashlib import sha256
from pathlib import Path

import segno
from flask import (
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from peewee import IntegrityError
from werkzeug.exceptions import Forbidden, HTTPException, NotFound, SecurityError

from access import (
    SAFE_METHODS,
    AccountNotOpen,
    Archived,
    ArchivedEverywhere,
    Foreign,
    InBin,
    Missing,
    accounts,
    archived_words,
    ask_into_portal,
    form_after_sign_in,
    page_owner,
    portal_session,
    same_origin,
)
from models.base import file_store
from models.base.archived import AccountArchived, ContactArchived
from models.base.clock import today
from models.base.one_time_codes import address_of_secret
from models.clients.account import BIN_TIME, Account
from models.staff.firm import Firm
from models.staff.staff_rights import NotTheirs
from web import denial_log
from web.filled_in import in_words
from web.headers import FILE_CSP
from words import labels
from words.formats import size
from words.language import LANGUAGES, locale

WORTH_ANOTHER_TRY = (409, 429, 500)
LAST_WORDS = "Noget gik galt hos os; prøv igen. Something went wrong on our side; please try again.\n"


def page(template: str, status: int = 200, **context):
    """A whole page."""
    return make_response(render_template(template, **context), status)


def partial(template: str, **context) -> Markup:
    """One fragment of templates/partials/, escaped already: the one place where text becomes markup unseen."""
    return Markup(render_template(f"partials/{template}", **context))  # noqa: S704


def toast(text: str, tone: str = "success", undo: dict | None = None) -> dict:
    """A message for the corner of the page. `undo` is {"action": url, "target": selector, "fields": {name: value}}, perhaps with the kind of
    "swap"."""
    return {"text": text, "tone": tone, "undo": undo}


def flash_toast(text: str):
    """A success message on the next page."""
    message = toast(text)
    flash(message, message["tone"])


def answer(template: str, see: str, message: dict | None = None, status: int = 200, **context):
    """The result of an unsafe request: the fragment to htmx, for a plain form the page at `see` with the message."""
    if request.htmx.wants_fragment:
        body = partial(template, **context)
        if message:
            body += partial("toasts/arriving.html", **message)
        return make_response(body, status)
    if message:
        flash(message, message["tone"])
    return redirect(see, 303)


def leave(see: str):
    """Send the person to another page altogether, since the one they are on is no longer theirs."""
    if request.htmx.wants_fragment:
        return make_response("", 200, {"HX-Redirect": see})
    return redirect(see, 303)


def photo_url(account, size: int = 64) -> str | None:
    """Where a client's photo is, or None without one; another photo has another address."""
    if not account.photo:
        return None
    return url_for("photos.show", account_id=account.id, size=size, v=account.photo[:8])


def face_url(contact) -> str | None:
    """Where a person's own photo is for who is looking, staff or the person in the portal; None without one."""
    if not contact.photo:
        return None
    version = contact.photo[:8]
    if portal_session.in_portal():
        return url_for("portal.photos.show", size=64, v=version)
    return url_for("contact_photos.show", contact_id=contact.id, size=64, v=version)


def error_response(status: int, text: str, template: str, **context):
    """An error as the asker can show it: a toast in place of htmx's swap, or a page, with what was typed on it."""
    if request.htmx.wants_fragment or request.htmx.keeps_form:
        response = make_response(partial("toasts/toast.html", **toast(text, "danger")), status)
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "beforeend"
        response.headers["HX-Reselect"] = "[data-toast]"  # also where a whole page was asked for
        return response
    fields, again = fields_to_keep(), status in WORTH_ANOTHER_TRY
    return page(
        template, status, message=text, kept=fields, kept_text=in_words(fields), again=again, **context
    )


def fields_to_keep() -> list[tuple[str, str]]:
    """The fields of a form that was refused, for the page that says so; none where it is another person's or a stranger's,
    or too large to be read.
    """
    try:
        own = request.method == "POST" and same_origin() and not page_owner.is_anothers()
        return [(name, text.replace("\0", " ")) for name, text in form_after_sign_in.carried()] if own else []
    except HTTPException:
        return []


def request_access_page(account_id: int, status: int = 404, problem: str = "", reason: str = ""):
    """The one page about accounts that are not the user's; `problem` stands beside the `reason` that they typed."""
    return page(
        "errors/refused.html", status, **request_access_context(account_id), problem=problem, reason=reason
    )


def request_access_context(account_id: int) -> dict:
    """The context of request_access_page(), the same whether there is such an account or not (rule Access 2)."""
    return {"account_id": account_id, "break_glass": Firm.this().break_glass_at is not None}


def download(document, in_parts: bool = True):
    """The content of a document, which no browser runs or shows on our own pages (GHSA-fffc-phh8-5h4v).

    Not `in_parts` whoever asks gets all of it or nothing, so that nobody reads it piece by piece unnoted.
    """
    if document.file is None or not file_store.path_of(document.file).is_file():
        raise Missing(_("The content of this document is not stored here."))
    response = send_file(
        file_store.path_of(document.file),
        mimetype=document.mime_type,
        as_attachment=True,
        download_name=file_store.fitting_name(document.name, document.mime_type),
        conditional=in_parts,
    )
    response.headers["Content-Security-Policy"] = FILE_CSP
    return response


def delivers_all(response) -> bool:
    """Whether somebody gets the whole content by this answer.

    A look at its headers, a part of it, or word that it is unchanged is less.
    """
    part = response.content_range
    whole = part.start == 0 and part.stop == part.length if part else response.status_code == 200
    return request.is_looked_at and whole


def scannable(secret: str, who: str, where: str) -> str:
    """A secret for one-time codes as a picture that apps scan, ready for `src`."""
    return segno.make(address_of_secret(secret, who, where)).svg_data_uri(scale=4, border=2)


def dom_id(record, part: str = "") -> str:
    """The id of a record's element on a page, such as `task-7` or `task-7-status`."""
    noun = type(record)._meta.table_name.replace("_", "-")
    return "-".join(filter(None, (noun, str(record.id), part)))


def mail_connected() -> bool:
    """Whether there is a mail server to send by."""
    return bool(current_app.config["SETTINGS"].smtp_url)


def preferences() -> dict:
    """How this reader wants pages: language and theme."""
    return {
        "lang": locale().language,
        "theme": current_user.theme
        if current_user.is_authenticated and not portal_session.in_portal()
        else "auto",
    }


def static_version(endpoint: str, values: dict):
    """Let a file's address change with its content, so that browsers may keep it for a year."""
    if endpoint == "static" and "filename" in values:
        values["v"] = _digest(values["filename"])


def _digest(filename: str) -> str:
    known = current_app.extensions.setdefault("static_digests", {})
    if filename not in known:
        path = Path(current_app.static_folder) / filename
        known[filename] = sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "none"
    return known[filename]


def show_error(error: HTTPException):
    """A page or a toast for a refused request, in words and without details. A denial leaves its line in the log."""
    denial_log.note(error)
    if isinstance(error, SecurityError):
        # For a host that is not ours no page can be drawn: it has no addresses.
        return _("The request could not be understood."), 400, {"Content-Type": "text/plain; charset=utf-8"}
    if isinstance(error, AccountNotOpen):
        words = request_access_context(request.view_args["account_id"])
        return error_response(404, _("This client is not on your list."), "errors/refused.html", **words)
    if isinstance(error, InBin):
        return in_bin(request.view_args["account_id"])
    if error.code is None or error.code < 400:
        return error
    said = (
        error.description
        if isinstance(error, Missing) and error.description != NotFound.description
        else None
    )
    nothing = _("Not found"), said or _("There is no page at this address.")
    title, text = {
        403: (_("Not allowed"), _("You do not have the right to do this.")),
        404: nothing,
        405: nothing,
        409: (_("Not saved"), error.description),
        413: (_("Not saved"), _("That was too much at once: at most %(size)s.", size=size(most_bytes()))),
    }.get(error.code, (_("Not understood"), _("The request could not be understood. Nothing was changed.")))
    return error_response(error.code, text, "errors/error.html", title=title)


def in_bin(account_id: int):
    """A client in the bin for who may bring it back: until when that is possible, and how. Nothing was done to it."""
    account = Account.get_by_id(account_id)
    reading = request.method in SAFE_METHODS
    words = {"account": account, "until": account.binned_at + BIN_TIME}
    text = _("%(name)s is in the bin. Restore it first.", name=account.name)
    return error_response(200 if reading else 409, text, "errors/in_bin.html", **words)


def show_archived(error: AccountArchived):
    """Somebody has archived the client since this request found it active: as if it had been archived before."""
    if not portal_session.in_portal():
        return show_error(ArchivedEverywhere() if isinstance(error, ContactArchived) else _archived(error))
    portal_session.forget()
    return show_error(Foreign(None)) if portal_session.present() else ask_into_portal()


def _archived(error: AccountArchived) -> Archived:
    """It names a client that is another than the one whose page this is, as at the other end of a relation."""
    here = (request.view_args or {}).get("account_id")
    other = accounts([error.account_id]).first() if here and here != error.account_id else None
    return Archived(archived_words(other.name) if other else None)


def most_bytes() -> int:
    """How much this request may hold."""
    return request.max_content_length or current_app.config["MAX_CONTENT_LENGTH"]


def show_not_theirs(_error: NotTheirs):
    """What the model leaves to others than the person is denied as what the policy denies."""
    return show_error(Forbidden())


def show_collision(error: IntegrityError):
    """Two did at the same moment what only one may: what the database refused was not done."""
    current_app.logger.warning("refused by the database: %s %s", request.method, request.path, exc_info=error)
    text = _("Somebody else changed the same at this moment, so nothing was saved. Please try again.")
    return error_response(409, text, "errors/error.html", title=_("Not saved"))


def show_failure(error: Exception):
    """Our own fault: the log gets the details, the person a sentence."""
    current_app.logger.exception("failed: %s %s", request.method, request.path)
    try:
        text = _("Something went wrong on our side. Nothing was changed; please try again.")
        return error_response(500, text, "errors/error.html", title=_("Something went wrong"))
    except Exception:  # without a database, say, nobody knows who asks and in which language (ASVS 16.5.4)
        current_app.logger.exception("and so did the page about it")
        return LAST_WORDS, 500, {"Content-Type": "text/plain; charset=utf-8"}


def init_app(app):
    app.url_defaults(static_version)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(IntegrityError, show_collision)
    app.register_error_handler(AccountArchived, show_archived)
    app.register_error_handler(NotTheirs, show_not_theirs)
    app.register_error_handler(Exception, show_failure)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "dom_id": dom_id,
        "photo_url": photo_url,
        "face_url": face_url,
        "labels": labels,
        "languages": LANGUAGES,
        "today": today,
        "in_portal": portal_session.in_portal,
        "portal_url": portal_session.portal_url,
        "host": portal_session.host,
        "mail_connected": mail_connected,
    }
    app.context_processor(preferences)
