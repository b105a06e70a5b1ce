"""Time entries: who worked how long on what."""

from peewee import BigIntegerField, CharField, ForeignKeyField, IntegerField

from models.base.clock import now
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.billing.invoice import Invoice
from models.clients.account import Account
from models.staff.user import User
from models.work.job import Job, Pipeline


class TimeEntry(BaseModel):
    """Work by one person; running until it has an end. `rate_minor` is per hour, without VAT."""

    section = "time-entries"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, on_delete="CASCADE")
    job = ForeignKeyField(Job, null=True, on_delete="SET NULL")
    description = CharField(default="", max_length=500)
    started_at = InstantField(default=now)
    ended_at = InstantField(null=True)
    minutes = IntegerField(null=True)
    rate_minor = BigIntegerField(default=0)
    billable_at = InstantField(null=True, default=now)
    invoice = ForeignKeyField(Invoice, null=True, on_delete="SET NULL")

    class Meta:
        indexes = ((("account", "started_at"), False),)

    @property
    def status(self) -> str:
        """running, billed, unbilled, or not_billable."""
        if self.ended_at is None:
            return "running"
        if self.invoice_id:
            return "billed"
        return "unbilled" if self.billable_at else "not_billable"

    @property
    def spent_minutes(self) -> int:
        """Minutes worked, for a running entry until now."""
        if self.minutes is not None:
            return self.minutes
        return int(((self.ended_at or now()) - self.started_at).total_seconds() // 60)

    @classmethod
    def for_account(cls, account: Account, viewer: User, all_users: bool):
        """Everybody's entries, or without `all_users` only the viewer's own; newest first, with user.

        `job_title` is that of a job whose pipeline the viewer may see.
        """
        title = Job.select(Job.title).where(
            Job.id == cls.job, Job.pipeline.in_(Pipeline.ids_visible_to(viewer))
        )
        query = (
            cls.select(cls, *User.named(), title.alias("job_title"))
            .join(User)
            .where(cls.account == account)
            .order_by(cls.started_at.desc(), cls.id.desc())
        )
        return query if all_users else query.where(cls.user == viewer)
