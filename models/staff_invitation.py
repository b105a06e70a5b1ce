"""Invitations to be staff: by mail, for fourteen days and once, with the role and rights that the inviter may give."""

from peewee import CharField, ForeignKeyField, TextField

from models.appointing import NotTheirs, hold_roles
from models.clock import now
from models.database import transaction
from models.firm import Firm
from models.mailbox import mailbox
from models.mailed_invitation import MailedInvitation
from models.outbox import GRACE, KINDS, Kind, Outbox
from models.reactions import follows
from models.user import RIGHTS, User


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
    def send(cls, actor: User, *, name: str, email: str, role: str, rights=(), grace=GRACE):
        """Invite somebody to be staff. An earlier link to the address dies. Raises NotTheirs and AlreadyStaff."""
        email = mailbox(email)
        with transaction():
            hold_roles()
            actor = User.get_by_id(actor.id)
            earlier = [each for each in cls.unanswered() if mailbox(each.email) == email]
            if not all(actor.may_appoint(each) for each in [role, *(one.role for one in earlier)]):
                raise NotTheirs
            if known := User.select().where(User.email == email).order_by(User.kept_apart).first():
                raise AlreadyStaff(known)
            for each in earlier:
                each.revoke(actor)
            made = cls.add(
                actor,
                "sent",
                name=name,
                email=email,
                role=role,
                rights_text=" ".join(right for right in RIGHTS if right in rights),
                invited_by=actor,
                expires_at=now() + cls.lifetime,
            )
            Outbox.put(cls.noun, made.id, email=email, grace=grace)
        return made

    def send_again(self, actor: User) -> "StaffInvitation":
        """Mail a new link with the same offer, from now on `actor`'s; this one dies. Raises as send() does."""
        return StaffInvitation.send(
            actor, name=self.name, email=self.email, role=self.role, rights=self.rights
        )

    def withdraw(self, actor: User):
        """Revoke it. Raises NotTheirs."""
        with transaction():
            hold_roles()
            if not User.get_by_id(actor.id).may_appoint(self.role):
                raise NotTheirs
            self.revoke(actor)

    @property
    def outlived(self) -> bool:
        """Whether the inviter may no longer offer this, or the address is somebody's by now."""
        return (
            not self.invited_by.may_appoint(self.role)
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
            self.tell_accepted(user)
        return user

    @classmethod
    def listed(cls):
        """Those that wait to be accepted, expired ones too, newest first, each with its inviter."""
        return cls.unanswered().select(cls, User).join(User, on=(cls.invited_by == User.id))

    @classmethod
    def with_mails(cls, rows) -> list:
        """The invitations as a list, each with `mail`, from one query."""
        rows = list(rows)
        mails = {each.subject_id: each for each in Outbox.about(cls.noun, [row.id for row in rows])}
        for row in rows:
            row.mail = mails.get(row.id)
        return rows


KINDS[StaffInvitation.noun] = Kind(StaffInvitation, listed=False)


@follows("user.role_changed", "user.deactivated")
def _end_what_is_theirs_no_more(user: User, actor):
    for each in StaffInvitation.unanswered().where(StaffInvitation.invited_by == user):
        if not user.may_appoint(each.role):
            each.revoke(actor)
