"""How one signs in oneself: name, address, password, and where one is signed in."""

from flask import Blueprint, g, redirect, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField

from models.sign_in.security_notice import SecurityNotice
from models.staff.sign_in import SignIn
from models.staff.user import User
from web.forms import (
    AddressField,
    BaseForm,
    KnownPasswordField,
    NewPasswordField,
    SeenField,
    at_most,
    choices,
    email_address,
    language_choices,
    required,
    stripped,
)
from web.responses import flash_toast, page
from web.saving import save
from words.browsers import browser_name
from words.language import locale

bp = Blueprint("own_sign_ins", __name__)

SHOWN_NOTICES = 10


class OwnNameForm(BaseForm):
    seen = SeenField()
    name = StringField(_l("Name"), [required(), at_most(255)], [stripped], render_kw={"autocomplete": "name"})
    language = SelectField(_l("Language"), choices=choices(language_choices()))


class OwnEmailForm(BaseForm):
    email = AddressField(
        _l("E-mail"),
        [required(), email_address(), at_most(254)],
        render_kw={"autocomplete": "username"},
    )


class OwnPasswordForm(BaseForm):
    current_password = KnownPasswordField(_l("Current password"))
    password = NewPasswordField(_l("New password"))


@bp.get("/settings/sign-in")
def show():
    return own_page()


@bp.post("/settings/sign-in")
def update():
    form = OwnNameForm()
    saved = save(
        form,
        lambda: current_user.edit(current_user, form.seen.data, "renamed", name=form.name.data),
        current_user,
    )
    if not saved.done:
        return own_page(saved.status, name_form=form, theirs=saved.theirs)
    User.update(language=form.language.data).where(User.id == current_user.id).execute()
    session.pop("lang", None)
    flash_toast(_("Saved."))
    return redirect(url_for("own_sign_ins.show"), 303)


def own_page(status: int = 200, **forms):
    """The page with all its forms, one of which may have been filled in wrong."""
    language = current_user.language or locale().language
    seen = current_user.last_event_id
    return page(
        "own_sign_ins/show.html",
        status,
        **{
            "name_form": OwnNameForm(None, seen=seen, name=current_user.name, language=language),
            "theirs": None,
            "browser_name": browser_name,
            "email_form": OwnEmailForm(None, email=current_user.email),
            "password_form": OwnPasswordForm(None),
            "sign_ins": list(SignIn.live_of(current_user)),
            "here": g.sign_in.id,
            "notices": list(SecurityNotice.of(current_user).limit(SHOWN_NOTICES)),
            **forms,
        },
    )
