"""Forgotten passwords of staff and of the portal: the forms, and the four pages from "forgotten" to "changed"."""

from collections.abc import Callable

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from access.known_browsers import knows_anybody, mark_for, remember
from models.base.password import hash_password
from models.sign_in.password_reset import ResetLink
from web.forms import AddressField, BaseForm, NewPasswordField, at_most, email_address, required
from web.responses import flash_toast, page


class ForgottenForm(BaseForm):
    email = AddressField(_l("E-mail"), [required(), email_address(), at_most(254)])


class NewPasswordForm(BaseForm):
    """A password of one's own choice, by whoever holds the `token` of a link."""

    token = HiddenField()
    password = NewPasswordField()


class ResetPages:
    """The pages for staff or for the portal: links of `kind`, templates in a folder, `enter(owner)` answers who has a new password."""

    def __init__(self, kind: type[ResetLink], folder: str, enter: Callable):
        self._kind, self._folder, self._enter = kind, folder, enter

    def new(self, form: ForgottenForm | None = None, status: int = 200, asked: bool = False):
        form = form or ForgottenForm(formdata=None)
        return page(f"{self._folder}/new.html", status, form=form, asked=asked)

    def create(self):
        form = ForgottenForm()
        if not form.validate():
            return self.new(form, 422)
        self._kind.ask(form.email.data, request.remote_addr, at_place=not self._known_here(form.email.data))
        return self.new(form, asked=True)  # the same whether it is known or not

    def _known_here(self, email: str) -> bool:
        """Whether the person with this address has signed in here before: then others at the place are no obstacle."""
        return knows_anybody() and mark_for(self._kind.owner_of(email)) is not None

    def edit(self, reset_id: int, args):
        form = NewPasswordForm(args)
        return self._edit_page(self._open_one(reset_id, form), form)

    def update(self, reset_id: int):
        form = NewPasswordForm()
        reset = self._open_one(reset_id, form)
        form.password.about = (reset.email, *reset.names) if reset else ()
        if reset is None or not form.validate():
            return self._edit_page(reset, form, 422)
        owner = reset.use(hash_password(form.password.data))
        if owner is None:
            return self._edit_page(None, form)
        remember(owner, by_mail=True)
        flash_toast(_("Your password is changed."))
        return self._enter(owner)

    def _open_one(self, reset_id: int, form: NewPasswordForm) -> ResetLink | None:
        """The request of a link that still works, if its token is right."""
        reset = self._kind.by_token(reset_id, form.token.data)
        return reset if reset and reset.open else None

    def _edit_page(self, reset: ResetLink | None, form: NewPasswordForm, status: int = 200):
        """The form, or word that the link works no longer."""
        return page(f"{self._folder}/edit.html", status if reset else 410, form=form, reset=reset)
