"""The language of somebody in the portal, which is also that of the mails they get."""

from flask import Blueprint, abort, redirect, request, session, url_for

from access import portal_session
from words.language import LANGUAGES

bp = Blueprint("preferences", __name__)


@bp.post("/preferences")
def update():
    wanted, contact = request.form.get("language"), portal_session.present().contact
    if wanted not in LANGUAGES:
        abort(400)
    session.pop("portal_lang", None)
    contact.amend(contact, "language_chosen", language=wanted)
    return redirect(url_for("portal.home.show"), 303)
