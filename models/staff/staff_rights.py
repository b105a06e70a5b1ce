"""Changing name, role and rights of staff, by those who may (rule Staff 2)."""

from models.base.database import transaction
from models.base.event import Event
from models.staff.firm import Firm
from models.staff.sign_in import SignIn
from models.staff.user import RIGHTS, User


class NotTheirs(Exception):
    """What was asked is not the actor's to decide: admins leave owners and admins alone, and nobody decides their own."""


def hold_roles():
    """Let nobody's role or place in the firm change until the transaction ends but by whom it belongs to."""
    Firm.this().hold()


def deciding(actor: User, member: User) -> tuple[User, User]:
    """Actor and member as they are now, while roles are held. Raises NotTheirs."""
    hold_roles()
    actor, member = User.get_by_id(actor.id), User.get_by_id(member.id)
    if not actor.may_manage(member):
        raise NotTheirs
    return actor, member


def change_member(member: User, actor: User, seen: int, *, name: str, role: str, rights: set[str]):
    """Give a member of staff name, role and rights as somebody decided who saw them as of event `seen`.

    What only others changed since then stays as they left it. A new role signs the member out everywhere. Raises
    NotTheirs, LastOwner, and Stale as Recorded.edit() does.
    """
    with transaction():
        actor, member = deciding(actor, member)
        own = member.own_changes(seen, name=name, role=role)
        if "role" in own and not actor.may_assign_role(own["role"]):
            raise NotTheirs
        if "name" in own:
            member.amend(actor, "renamed", name=own["name"])
        if "role" in own and member.amend(actor, "role_changed", role=own["role"]):
            User.count_access_change(member.id)
            SignIn.end_all(member, actor)
        _entitle(member, actor, rights, rights_at(member, seen))


def _entitle(member: User, actor: User, wanted: set[str], before: set[str]):
    """Grant and withdraw what somebody changed who saw the rights `before`."""
    for right in RIGHTS:
        if right in wanted and right not in before:
            member.grant(right, actor)
        elif right in before and right not in wanted:
            member.withdraw(right, actor)


def rights_at(member: User, event_id: int) -> set[str]:
    """The rights that a member of staff held as of an event."""
    held = set(member.rights())
    later = Event.select().where(Event.noun == "right", Event.user_id == member.id, Event.id > event_id)
    for event in later.order_by(Event.id.desc()):
        held ^= {event.subject_name}
    return held
