"""Invoices and what pays them: evidence. Amounts are whole minor units of the invoice's currency."""

from datetime import date

from peewee import JOIN, BigIntegerField, CharField, DateField, ForeignKeyField, IntegerField, TextField, fn

from models.base.archived import refuse_archived, still_done
from models.base.clock import now, today
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.base.number_series import NumberSeries
from models.clients.account import Account
from models.clients.evidence import Evidence
from models.staff.user import User

# Overdue is not stored: it is what an open invoice becomes by its date.
STATUSES = ("unpaid", "partially_paid", "in_progress", "scheduled", "paid", "void")
OPEN = ("unpaid", "partially_paid", "in_progress", "scheduled")
SERIES = "invoice"


class Invoice(Evidence):
    """A numbered claim on a client. The database refuses to change what it says, and its lines' amounts."""

    section = "invoices"

    dated_by = ("issued_on",)

    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    number = IntegerField(unique=True)
    issued_on = DateField()
    due_on = DateField()
    currency = CharField(default="DKK", max_length=3)
    total_minor = BigIntegerField()
    paid_minor = BigIntegerField(default=0)
    stored_status = CharField(default="unpaid", max_length=20, column_name="status")
    created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    created_at = InstantField(default=now)

    class Meta:
        indexes = ((("account", "issued_on"), False),)

    @property
    def owed_minor(self) -> int:
        return self.total_minor - self.paid_minor

    @property
    def status(self) -> str:
        """One of STATUSES or overdue: unpaid past its date, whoever has paid a part."""
        late = self.stored_status in ("unpaid", "partially_paid") and self.due_on < today()
        return "overdue" if late else self.stored_status

    @classmethod
    def issue(
        cls, account: Account, lines, issued_on: date, due_on: date, created_by=None, currency: str = "DKK"
    ):
        """Issue an invoice with the next number; `lines` are (text, quantity in hundredths, price_minor, vat_percent).

        A line's amount is rounded half up to a whole minor unit, VAT of each line included.
        """
        with transaction():
            refuse_archived(account.id)
            invoice = cls.create(
                account=account,
                number=NumberSeries.next(SERIES),
                issued_on=issued_on,
                due_on=due_on,
                currency=currency,
                total_minor=sum(line_total(*line[1:]) for line in lines),
                created_by=created_by,
            )
            told = [
                {
                    "invoice": invoice,
                    "position": position,
                    "text": text,
                    "quantity_hundredths": quantity,
                    "price_minor": price,
                    "vat_percent": vat,
                }
                for position, (text, quantity, price, vat) in enumerate(lines)
            ]
            InvoiceLine.insert_many(told).execute()
        return invoice

    def receive(self, amount_minor: int, received_on: date, method: str = "bank"):
        """Book a payment; the invoice is paid when nothing more is owed."""
        with transaction(), still_done("payment received"):
            Payment.create(
                account=self.account_id,
                invoice=self,
                amount_minor=amount_minor,
                received_on=received_on,
                method=method,
                currency=self.currency,
            )
            self.paid_minor += amount_minor
            self.stored_status = "paid" if self.owed_minor <= 0 else "partially_paid"
            self.save(only=[Invoice.paid_minor, Invoice.stored_status])

    @classmethod
    def for_account(cls, account: Account):
        """Every invoice, newest first."""
        return cls.select().where(cls.account == account).order_by(cls.issued_on.desc(), cls.id.desc())

    @classmethod
    def unpaid(cls, account: Account):
        """Those on which something is owed."""
        return cls.for_account(account).where(cls.stored_status.in_(OPEN))

    @classmethod
    def owed_by(cls, account_ids) -> dict[int, dict[str, int]]:
        """Account id → currency → what it owes in all, in minor units; accounts that owe nothing are absent."""
        rows = (
            cls.select(cls.account, cls.currency, fn.SUM(cls.total_minor - cls.paid_minor).alias("owed"))
            .where(cls.account.in_(account_ids), cls.stored_status.in_(OPEN))
            .group_by(cls.account, cls.currency)
            .order_by(cls.currency)
        )
        owed = {}
        for row in rows:
            owed.setdefault(row.account_id, {})[row.currency] = int(row.owed)
        return owed


def line_total(quantity_hundredths: int, price_minor: int, vat_percent: int) -> int:
    """Price times quantity with VAT in minor units, half up."""
    return (quantity_hundredths * price_minor * (100 + vat_percent) + 5_000) // 10_000


class InvoiceLine(BaseModel):
    """One line of an invoice: a quantity in hundredths, a price without VAT in minor units, VAT in per cent."""

    invoice = ForeignKeyField(Invoice, on_delete="RESTRICT", backref="lines")
    position = IntegerField()
    text = TextField()
    quantity_hundredths = IntegerField()
    price_minor = BigIntegerField()
    vat_percent = IntegerField()


class Payment(Evidence):
    """Money received, on an invoice or ahead of one."""

    section = "payments"

    dated_by = ("received_on",)

    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    invoice = ForeignKeyField(Invoice, null=True, on_delete="RESTRICT")
    amount_minor = BigIntegerField()
    currency = CharField(default="DKK", max_length=3)
    received_on = DateField()
    method = CharField(max_length=20)
    created_at = InstantField(default=now)

    class Meta:
        indexes = ((("account", "received_on"), False),)

    @classmethod
    def for_account(cls, account: Account):
        """Every payment, newest first, with its invoice."""
        return (
            cls.select(cls, Invoice)
            .join(Invoice, JOIN.LEFT_OUTER)
            .where(cls.account == account)
            .order_by(cls.received_on.desc(), cls.id.desc())
        )


class Credit(Evidence):
    """What the firm owes a client: a prepayment, a deposit or a credit note, less what was applied."""

    dated_by = ("created_at",)

    account = ForeignKeyField(Account, on_delete="RESTRICT")
    amount_minor = BigIntegerField()
    remaining_minor = BigIntegerField()
    currency = CharField(default="DKK", max_length=3)
    reason = CharField(default="")
    created_at = InstantField(default=now)

    @classmethod
    def available(cls, account: Account) -> dict[str, int]:
        """Currency → what can still be applied to invoices in it, in minor units, where that is something."""
        remaining = fn.SUM(cls.remaining_minor)
        rows = cls.select(cls.currency, remaining).where(cls.account == account).group_by(cls.currency)
        return {currency: int(left) for currency, left in rows.order_by(cls.currency).tuples() if left > 0}
