"""The base class of invitations by mail: a link that works once, until it expires or is revoked (ASVS 6.4.1)."""

from datetime import timedelta
from functools import cached_property

from peewee import CharField, DoesNotExist

from models.base.clock import now
from models.base.database import note, transaction
from models.base.event_handlers import follows
from models.base.fields import InstantField
from models.base.recorded import Recorded
from models.base.tokens import TokenHolder
from models.outgoing.outbox import GRACE, Outbox


class MailedInvitation(TokenHolder, Recorded):
    """An offer to one address. Its noun is also the purpose of its token and its kind in the outbox.

    A newer one ends those before it when its mail leaves, not before: taken back in time, it changes nothing (rule Invitations 2).
    """

    revivable = False  # its link has died
    lifetime = timedelta(days=14)  # OVERBLIK_INVITATION_DAYS

    email = CharField(max_length=254)
    created_at = InstantField(default=now)
    expires_at = InstantField()
    opened_at = InstantField(null=True)
    accepted_at = InstantField(null=True)
    revoked_at = InstantField(null=True)

    @property
    def caption(self):
        return self.email

    @classmethod
    def unanswered(cls):
        """Those neither accepted nor revoked, newest first."""
        return cls.select().where(cls.accepted_at.is_null(), cls.revoked_at.is_null()).order_by(cls.id.desc())

    @classmethod
    def alike(cls, one):
        """The unanswered ones that offer the same to the same address as `one`, newest first."""
        raise NotImplementedError

    def earlier(self):
        """Those of alike() that were written before this one."""
        model = type(self)
        return model.alike(self).where(model.id < self.id)

    def queue_mail(self, grace=GRACE):
        """Let its mail wait in the outbox; those of earlier ones that wait still are not sent besides."""
        for each in self.earlier():
            Outbox.withdraw(self.noun, each.id)
        Outbox.put(self.noun, self.id, self.concerns().get("account_id"), self.email, grace)

    def call_off(self, actor):
        """End this link, and let those before it be as if it had never been written."""
        with transaction():
            if self.hold().is_unanswered:
                self.revoke(actor)
                self.let_earlier_stand()

    def let_earlier_stand(self):
        """What else there is to do when this one is taken back: where it was the newest, the one before it counts again."""
        newest = type(self).alike(self).where(type(self).id != self.id).first()
        if newest and newest.id < self.id:
            newest.wait_again()

    def wait_again(self):
        """Let its mail be sent after all, where something stopped it that has been taken back."""
        mail = Outbox.about(self.noun, [self.id]).order_by(Outbox.id.desc()).first()
        if mail and mail.state == "cancelled" and not self.expired:
            Outbox.put(mail.kind, self.id, mail.account_id, self.email)

    def revoke(self, actor):
        """End this link; nothing happens when it was used or ended before."""
        with transaction():
            if not self.hold().is_unanswered:
                return
            self.amend(actor, "revoked", revoked_at=now())
            self.when_revoked()
            Outbox.withdraw(self.noun, self.id)

    def when_revoked(self):
        """What else there is to do when the link has ended."""

    @property
    def is_unanswered(self) -> bool:
        """Whether it was neither accepted nor revoked."""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def outlived(self) -> bool:
        """Whether what it offers is no longer to be had."""
        return False

    @property
    def _token_content(self) -> tuple:
        return self.noun, self.id, self.created_at, self.email

    @property
    def state(self) -> str:
        """open, accepted, revoked (also because what it offers is gone), or expired."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at or self.outlived:
            return "revoked"
        return "expired" if self.expired else "open"

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= now()

    def note_opened(self):
        """Keep when the link was first opened."""
        if self.opened_at is None:
            model = type(self)
            unopened = (model.id == self.id) & model.opened_at.is_null()
            note(model.update(opened_at=now()).where(unopened).execute)

    def take(self) -> bool:
        """Use the link up, in one statement; False when somebody was quicker or it has ended meanwhile.

        To be called in the transaction of what it opens.
        """
        model = type(self)
        now_there = model.get_or_none(id=self.id)
        if now_there is None or now_there.state != "open":
            return False
        usable = (model.id == self.id) & model.accepted_at.is_null() & model.revoked_at.is_null()
        moment = now()
        taken = model.update(accepted_at=moment).where(usable, model.expires_at > moment).execute() == 1
        if taken:
            self.accepted_at = moment
            Outbox.withdraw(self.noun, self.id)
        return taken

    def record_acceptance(self, actor):
        """Record that it was used, by whom."""
        self.record("accepted", "changed", actor, {"accepted_at": [None, self.accepted_at.isoformat()]})

    @cached_property
    def mail(self):
        """Its line in the outbox, or None."""
        return Outbox.about(self.noun, [self.id]).order_by(Outbox.id.desc()).first()

    @property
    def still_wanted(self) -> bool:
        return self.state == "open"

    def mail_cancelled(self, actor):
        self.call_off(actor)


@follows("invitation.left", "staff_invitation.left")
def _end_earlier_links(invitation: MailedInvitation, actor):
    if not invitation.is_unanswered:
        return  # taken back while its mail was under way, so that the one before it stands
    for each in invitation.earlier():
        try:
            each.revoke(actor)
        except DoesNotExist:  # it has gone meanwhile, with its address
            continue
