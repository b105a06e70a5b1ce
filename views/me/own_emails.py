"""The address that one signs in with."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from models.base.mailbox import mailbox
from models.sign_in.security_notice import change_email
from models.staff.user import User
from views.me.own_sign_ins import OwnEmailForm, own_page
from web.responses import flash_toast

bp = Blueprint("own_emails", __name__)


@bp.post("/settings/sign-in/email")
def update():
    form, user = OwnEmailForm(), User.get_by_id(current_user.id)
    if not form.validate():
        return own_page(422, email_form=form)
    if change_email(user, form.email.data, user):
        flash_toast(_("From now on you sign in with %(address)s.", address=user.email))
    elif mailbox(form.email.data) != user.email:
        form.email.errors = [_("A colleague signs in with this address.")]
        return own_page(422, email_form=form)
    return redirect(url_for("own_sign_ins.show"), 303)
