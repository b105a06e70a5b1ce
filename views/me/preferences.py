"""A user's own page settings: theme and language."""

from flask import Blueprint, abort, redirect, request, session
from flask_login import current_user

from access.form_after_sign_in import own_path
from models.staff.user import THEMES, User
from words.language import LANGUAGES

bp = Blueprint("preferences", __name__)


@bp.post("/preferences")
def update():
    wanted = {name: request.form[name] for name in ("theme", "language") if name in request.form}
    if wanted.get("theme", "auto") not in THEMES or wanted.get("language", "da") not in LANGUAGES:
        abort(400)
    if "language" in wanted:
        session.pop("lang", None)
    if wanted:
        User.update(wanted).where(User.id == current_user.id).execute()
    return redirect(own_path(request.form.get("next")), 303)
