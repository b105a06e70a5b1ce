"""Invitations as the invited person meets them: accepting, and asking for a new one when the time is over.

Who signs in with the address already, or whose household does, accepts with the password that exists; others choose one.
"""

from flask import Blueprint, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from access import portal_session
from models.base.mailbox import mailbox
from models.base.password import hash_password
from models.clients.portal_user import PortalUser
from models.portal.invitation import Invitation
from models.staff.firm import Firm
from views._credential_check import PORTAL, judged
from views._new_password import NewPasswordForm
from web.forms import BaseForm, KnownPasswordField
from web.responses import flash_toast, page

bp = Blueprint("invitations", __name__)


class KnownPasswordForm(BaseForm):
    """The password that the address has."""

    token = HiddenField()
    password = KnownPasswordField()


@bp.get("/invitations/<int:invitation_id>")
def show(invitation_id):
    invitation = invitation_of(invitation_id, request.args.get("token"))
    if invitation and invitation.state == "open" and request.is_looked_at:
        invitation.note_opened()
    return invitation_page(invitation, form_for(invitation, request.args))


@bp.post("/invitations/<int:invitation_id>")
def update(invitation_id):
    invitation = invitation_of(invitation_id, request.form.get("token"))
    form = form_for(invitation, request.form)
    if invitation is None or invitation.state != "open":
        return invitation_page(invitation, form)
    accepted, status = accept(invitation, form)
    if status != 200:
        return invitation_page(invitation, form, status)
    if not accepted:
        now = Invitation.get_or_none(id=invitation_id)
        return invitation_page(now, form_for(now, MultiDict({"token": form.token.data})))
    user = invitation.sign_in
    if user.protected or not portal_session.begin(user, invitation.linked_address.link.contact):
        return redirect(url_for("portal.sign_ins.new"), 303)
    flash_toast(_("Welcome! Next time, sign in with your e-mail and this password."))
    return redirect(url_for("portal.home.show"), 303)


def form_for(invitation: Invitation | None, args) -> BaseForm:
    """What the person has to fill in: the password that exists, or one of their own choice."""
    known = invitation is not None and invitation.sign_in is not None
    return KnownPasswordForm(args) if known else NewPasswordForm(args)


def accept(invitation: Invitation, form: BaseForm) -> tuple[bool, int]:
    """Whether it was accepted, and 200; else the status of what is wrong in the form."""
    if isinstance(form, NewPasswordForm):
        form.password.about = (invitation.email, invitation.linked_address.link.contact.name)
        if not form.validate():
            return False, 422
        return invitation.accept(hash_password(form.password.data)), 200
    if not form.validate():
        return False, 422
    known, status = judged(
        PORTAL,
        invitation.email,
        form.password,
        lambda: with_the_password(invitation, form.password.data),
        _("The password is wrong."),
    )
    return bool(known) and invitation.accept(), status


def with_the_password(invitation: Invitation, password: str) -> PortalUser | None:
    """The sign-in that an invitation asks for, where this is its password."""
    user = PortalUser.with_password(invitation.email, password)
    return user if user == invitation.sign_in else None


@bp.post("/invitations/<int:invitation_id>/renewals")
def create(invitation_id):
    invitation = invitation_of(invitation_id, request.form.get("token"))
    renewed = invitation.renew() if invitation else None
    if renewed is None:
        return invitation_page(invitation, form_for(invitation, MultiDict()))
    return page("portal/invitations/create.html", invitation=renewed, firm=Firm.this())


def invitation_of(invitation_id: int, token: str | None) -> Invitation | None:
    """The invitation of a link, read in the language that it was written in; None for any other."""
    found = Invitation.by_token(invitation_id, token)
    if found:
        g.reader_language = found.linked_address.link.contact.language
    return found


def invitation_page(invitation: Invitation | None, form: BaseForm, status: int = 200):
    """The form where the link works, else in words why it does not. `other` is somebody else in this browser."""
    state = invitation.state if invitation else "unknown"
    here = portal_session.present()
    other = here.email if here and invitation and mailbox(here.email) != mailbox(invitation.email) else None
    return page(
        "portal/invitations/show.html",
        status if state == "open" else {"unknown": 404}.get(state, 410),
        invitation=invitation,
        state=state,
        form=form,
        known=isinstance(form, KnownPasswordForm),
        other=other,
        firm=Firm.this(),
    )
