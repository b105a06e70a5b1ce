"""Invitations to be staff: by mail, for fourteen days and once, with the role and rights that the inviter may give."""

from peewee import CharField, ForeignKeyField, TextField, fn

from models.base.clock import now
from models.base.database import transaction
from models.base.event_handlers import follows
from models.base.mailbox import mailbox
from models.outgoing.mailed_invitation import MailedInvitation
from models.outgoing.outbox import GRACE, KINDS, Kind, Outbox
from models.staff.firm import Firm
from models.staff.staff_rights import NotTheirs, hold_roles
from models.staff.user import RIGHTS, ROLES, User


class AlreadyStaff(Exception):
    """Somebody who is or was staff has this e-mail address; `user` is who."""

    def __init__(self, user: User):
        super().__init__(user.name)
        self.user = user


class StaffInvitation(MailedInvitation):
    """An offer to sign in as a member of staff. Until it is accepted nobody is there who could do anything."""

    noun = "staff_invitation"

    name = CharField()
    role = CharField()
    rights_text = TextField(default="")
    invited_by = ForeignKeyField(User, on_delete="CASCADE")
    user = ForeignKeyField(User, null=True, on_delete="SET NULL")

    def concerns(self):
        return {"user_id": self.user_id}

    @property
    def rights(self) -> list[str]:
        return self.rights_text.split()

    @property
    def language(self) -> str:
        """What it is written in: the inviter's language, or the firm's."""
        return self.invited_by.language or Firm.this().language

    @classmethod
    def send(cls, actor: User, *, email: str, grace=GRACE, **offer):
        """Invite somebody to be staff: `offer` is name, role and rights. Raises NotTheirs and AlreadyStaff.

        An earlier link to the address dies when this mail leaves, but at once where it offers more than is meant now.
        """
        with transaction():
            made = cls._make("sent", actor, actor, email, **offer)
            for each in list(made.earlier()):
                if not each.offers_at_most(made):
                    each.revoke(actor)
            made.queue_mail(grace)
        return made

    @classmethod
    def hand_out(cls, actor: User | None, *, email: str, inviter: User | None = None, **offer):
        """send() without a mail: whoever asks passes the link on, and every earlier one to the address dies at once.

        At the console nobody is signed in, so it is in the name of `inviter`. Raises as send() does.
        """
        with transaction():
            made = cls._make("handed_out", actor, actor or inviter, email, **offer)
            for each in list(made.earlier()):
                each.revoke(actor)
        return made

    @classmethod
    def _make(cls, verb: str, actor, inviter: User, email: str, *, name: str, role: str, rights=()):
        email = mailbox(email)
        hold_roles()
        inviter = User.get_by_id(inviter.id)
        earlier = cls.to_mailbox(email)
        if not all(inviter.may_assign_role(each) for each in [role, *(one.role for one in earlier)]):
            raise NotTheirs
        if known := User.select().where(User.email == email).order_by(User.kept_apart).first():
            raise AlreadyStaff(known)
        return cls.add(
            actor,
            verb,
            name=name,
            email=email,
            role=role,
            rights_text=" ".join(right for right in RIGHTS if right in rights),
            invited_by=inviter,
            expires_at=now() + cls.lifetime,
        )

    @property
    def offer(self) -> dict:
        """What is offered to whom, as send() and hand_out() take it."""
        return {"name": self.name, "email": self.email, "role": self.role, "rights": self.rights}

    def send_again(self, actor: User) -> "StaffInvitation":
        """Mail a new link with the same offer, from now on `actor`'s. Raises as send() does."""
        return StaffInvitation.send(actor, **self.offer)

    def hand_out_again(self, actor: User) -> "StaffInvitation":
        """send_again() without a mail."""
        return StaffInvitation.hand_out(actor, **self.offer)

    @classmethod
    def alike(cls, one):
        return cls.to_mailbox(mailbox(one.email))

    @classmethod
    def to_mailbox(cls, name: str):
        """The unanswered ones to a mailbox; those from before there was one form of it stand as they were written."""
        ids = [each.id for each in cls.unanswered() if mailbox(each.email) == name]
        return cls.unanswered().where(cls.id.in_(ids))

    def offers_at_most(self, other: "StaffInvitation") -> bool:
        """Whether it gives nothing that `other` does not give."""
        by_role = ROLES.index(self.role) - ROLES.index(other.role)
        return by_role > 0 or (by_role == 0 and set(self.rights) <= set(other.rights))

    def withdraw(self, actor: User):
        """Revoke it with every other link to the address, or, while its mail waits, call it off alone. Raises NotTheirs."""
        with transaction():
            self._require_theirs(actor)
            if self.mail and self.mail.state == "waiting" and self.earlier().exists():
                return self.call_off(actor)
            for each in StaffInvitation.alike(self):
                each.revoke(actor)

    def _require_theirs(self, actor: User):
        """Raise NotTheirs to who may not invite for every role that the address is offered."""
        hold_roles()
        actor = User.get_by_id(actor.id)
        if not all(actor.may_assign_role(each.role) for each in StaffInvitation.alike(self)):
            raise NotTheirs

    @property
    def outlived(self) -> bool:
        """Whether the inviter may no longer offer this, or the address is somebody's by now."""
        return (
            not self.invited_by.may_assign_role(self.role)
            or User.select().where(User.email == mailbox(self.email)).exists()
        )

    def accept(self, password_hash: str) -> User | None:
        """The invited person is staff from now on, with this password and the role and rights of the invitation.

        None when somebody was quicker, or the link has been ended or has expired meanwhile.
        """
        with transaction():
            hold_roles()
            if not self.take():
                return None
            given = self.name, self.email, self.role, password_hash, self.rights
            user = User.employ(self.invited_by, *given)
            StaffInvitation.update(user=user).where(StaffInvitation.id == self.id).execute()
            self.user = user
            self.record_acceptance(user)
            for other in StaffInvitation.alike(self):
                other.revoke(user)
        return user

    @classmethod
    def listed(cls):
        """Those that wait to be accepted, expired ones too, newest first, each with its inviter; of an address the newest."""
        newer = cls.alias()
        replaced = newer.select().where(
            newer.email == cls.email,
            newer.id > cls.id,
            newer.accepted_at.is_null(),
            newer.revoked_at.is_null(),
        )
        every = cls.unanswered().select(cls, User).join(User, on=(cls.invited_by == User.id))
        return every.where(~fn.EXISTS(replaced))

    @classmethod
    def with_mails(cls, rows) -> list:
        """The invitations as a list, each with `mail`, from one query."""
        rows = list(rows)
        mails = {each.subject_id: each for each in Outbox.about(cls.noun, [row.id for row in rows])}
        for row in rows:
            row.mail = mails.get(row.id)
        return rows

    def mail_cancelled(self, actor):
        """It was never written; one before it stands. Raises NotTheirs."""
        with transaction():
            self._require_theirs(actor)
            self.call_off(actor)


def _visible_to(viewer: User):
    return StaffInvitation.select(StaffInvitation.id).where(StaffInvitation.role.in_(viewer.appointable()))


KINDS[StaffInvitation.noun] = Kind(StaffInvitation, listed=False, visible_to=_visible_to)


@follows("user.role_changed", "user.deactivated")
def _end_what_is_theirs_no_more(user: User, actor):
    for each in StaffInvitation.unanswered().where(StaffInvitation.invited_by == user):
        if not user.may_assign_role(each.role):
            each.revoke(actor)
