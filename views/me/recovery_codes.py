"""New recovery codes for who is signed in."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from models.sign_in.recovery_code import RecoveryCode
from views.me._factors import codes_page, factors_page, me

bp = Blueprint("recovery_codes", __name__)


@bp.post("/settings/second-factor/recovery-codes")
def create():
    user = me()
    if not user.protected:
        return factors_page(422, problem=_("Recovery codes need a passkey or an app: add one of them first."))
    return codes_page(RecoveryCode.renew(user, current_user), _("Your earlier codes no longer work."))
