"""The staff of the firm: who they are, and what role and rights they have (rules Staff 2 and Staff 3)."""

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find
from models.base.event import Event
from models.staff.sign_in import SignIn
from models.staff.staff_rights import change_member
from models.staff.user import User
from models.teams.cover import Cover
from models.teams.staff_invitation import StaffInvitation
from models.teams.team_list import described, team_page
from views.settings._member_form import MemberForm
from web.responses import flash_toast, page
from web.saving import save

bp = Blueprint("team_members", __name__)


@bp.get("/settings/team")
def index():
    found = team_page(request.args.get("after"))
    next_url = url_for("team_members.index", after=found.next_key) if found.next_key else None
    invitations = () if "after" in request.args else StaffInvitation.with_mails(StaffInvitation.listed())
    return page(
        "team_members/index.html", rows=found.rows, invitations=invitations, page={"next_url": next_url}
    )


@bp.get("/settings/team/<int:user_id>")
def show(user_id):
    member = find_member(user_id)
    return member_page(member, form_of(member))


@bp.post("/settings/team/<int:user_id>")
def update(user_id):
    member = find_managed(user_id)
    form = MemberForm()
    saved = save(
        form, lambda: change_member(member, current_user, form.seen.data, **form.typed_values()), member
    )
    if not saved.done:
        return member_page(member, form, saved.status, saved.theirs)
    flash_toast(_("%(name)s is saved.", name=form.name.data))
    return redirect(url_for("team_members.show", user_id=user_id), 303)


def find_member(user_id: int) -> User:
    return find(User.select(), user_id, _("There is no such member of staff."))


def find_managed(user_id: int) -> User:
    """A member of staff whose place is the signed-in user's to decide, else 404 or 403."""
    member = find_member(user_id)
    if not current_user.may_manage(member):
        abort(403)
    return member


def form_of(member: User) -> MemberForm:
    """The form as the member is now."""
    told = {"name": member.name, "role": member.role, "rights": sorted(member.rights())}
    return MemberForm(formdata=None, seen=Event.newest_id(), **told)


def member_page(member: User, form: MemberForm, status: int = 200, theirs=None):
    """All that is told of somebody; the forms only where they are the reader's to decide."""
    [member] = described([member])
    return page(
        "team_members/show.html",
        status,
        member=member,
        form=form,
        theirs=theirs or {},
        covers=Cover.concerning(member),
        sign_in_count=SignIn.select().where(SignIn.user == member).count(),
    )
