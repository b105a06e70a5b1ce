"""What is asked about a member of staff: who they are, their role and their rights."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, SelectMultipleField, StringField

from models.base.event import Event
from models.staff.user import RIGHTS, ROLES, LastOwner
from models.teams.staff_invitation import AlreadyStaff
from web.forms import (
    AddressField,
    BaseForm,
    SeenField,
    at_most,
    choice_required,
    choices,
    email_address,
    required,
    stripped,
)
from words import labels

OWNER_NEEDED = _l("The firm needs an owner. Make somebody else an owner first.")


def role_choices() -> list:
    """The roles that the signed-in user may give."""
    return choices((role, labels.ROLES[role]) for role in ROLES if current_user.may_assign_role(role))


class MemberForm(BaseForm):
    """Name, role and rights; `seen` is the newest line of history when the form was drawn."""

    refusals = {LastOwner: ("role", OWNER_NEEDED)}

    seen = SeenField()
    name = StringField(_l("Name"), [required(), at_most(255)], [stripped])
    role = SelectField(_l("Role"), [choice_required()], default=ROLES[-1])
    rights = SelectMultipleField(_l("Rights"), choices=choices((right, right) for right in RIGHTS))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.role.choices = role_choices()

    def typed_values(self) -> dict:
        """What was typed."""
        return {"name": self.name.data, "role": self.role.data, "rights": set(self.rights.data or ())}

    def bring_up(self, record):
        self.seen.renew(Event.newest_id())  # the lines of rights are not the member's own


class InvitationForm(MemberForm):
    """The same, with the address that the invitation goes to."""

    refusals = {AlreadyStaff: ("email", lambda error: staff_already(error.user))}

    email = AddressField(_l("E-mail"), [required(), email_address(), at_most(254)])


def staff_already(user) -> str:
    """That an address to invite is that of a member of staff, perhaps of one who was deactivated."""
    if user.deactivated_at:
        return _("%(name)s has this address but was deactivated. Reactivate them instead.", name=user.name)
    return _("%(name)s has this address and is already a member of staff.", name=user.name)
