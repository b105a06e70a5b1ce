"""Chapter: invoices, what pays them, and what is offered."""

from datetime import timedelta

from demo.story import dated, later
from demo.texts.money import CREDIT_REASONS, LINES, PROPOSALS, TERMS
from models import Credit, Invoice, Payment, Proposal, TimeEntry
from models.base import clock

VAT = 25
DAYS_TO_PAY = 14
UNPAID = ("unpaid",) * 6 + ("partially_paid",) * 2 + ("in_progress", "scheduled")
ENDINGS = ("sign",) * 5 + ("sign one",) * 2 + ("decline", "wait", "wait", "keep")


def plan(story, client):
    dice = client.dice("money")
    for words, share in (("credit covers fully", 100), ("credit covers partly", 40)):
        if client.shows(words):
            story.at(story.days_ago(dice, 45), _owe_with_credit, client, dice, share)
            break
    else:
        _plan_invoices(story, client, dice)
    if client.has(dice):
        for _ in client.some(dice, 1, 1, 2, 3):
            story.at(client.moment(dice, 1.4), _offer, client, dice, dice.choice(ENDINGS))
    if client.shows("proposals"):
        for ending in ("keep", "wait", "sign one", "sign", "decline", "expire"):
            days = 75 if ending == "expire" else 10
            story.at(story.days_ago(dice, days), _offer, client, dice, ending)


def _plan_invoices(story, client, dice):
    endings = ["paid"] * dice.choice((0, 1, 1, 2, 3))
    if client.has(dice):
        endings += [dice.choice(UNPAID) for _ in client.some(dice, 1, 1, 2, 3)]
    if client.shows("invoices"):
        endings += [*dict.fromkeys(UNPAID), "void"]
    for ending in endings:
        moment = client.moment(dice, 1) if ending == "paid" else client.lately(dice, 35)
        story.at(moment, _bill, client, dice, ending)
    if dice.random() < 0.12:
        story.at(
            client.moment(dice),
            _prepay,
            client,
            dice.randrange(50_000, 600_000, 12_500),
            dice,
        )


def _issue(client, dice) -> Invoice:
    chosen = dice.sample(LINES[client.type], dice.choice((1, 1, 2, 2, 3)))
    lines = [(dated(text, clock.today()), 100, price, VAT) for text, price in chosen]
    worked = _unbilled(client, dice.randint(0, 2))
    lines += [(entry.description, entry.minutes * 100 // 60, entry.rate_minor, VAT) for entry in worked]
    due_on = clock.today() + timedelta(days=DAYS_TO_PAY)
    invoice = Invoice.issue(client.account, lines, clock.today(), due_on, dice.choice(client.team))
    if worked:
        TimeEntry.update(invoice=invoice).where(TimeEntry.id.in_([entry.id for entry in worked])).execute()
    return invoice


def _unbilled(client, count: int) -> list[TimeEntry]:
    if not count:
        return []
    query = TimeEntry.select().where(
        TimeEntry.account == client.account,
        TimeEntry.invoice.is_null(),
        TimeEntry.billable_at.is_null(False),
        TimeEntry.ended_at < clock.now(),
    )
    return list(query.order_by(TimeEntry.id).limit(count))


def _bill(client, dice, ending: str):
    invoice = _issue(client, dice)
    if ending in ("in_progress", "scheduled", "void"):
        Invoice.update(stored_status=ending).where(Invoice.id == invoice.id).execute()
    elif ending != "unpaid":
        share = 100 if ending == "paid" else dice.choice((25, 40, 50))
        paid_at = later(clock.now(), days=dice.randint(2, 20))
        client.story.at(paid_at, _pay, invoice, invoice.total_minor * share // 100)


def _pay(invoice: Invoice, amount_minor: int):
    invoice.receive(amount_minor, clock.today(), "card" if invoice.number % 5 == 0 else "bank")


def _prepay(client, amount_minor: int, dice):
    Payment.create(
        account=client.account, amount_minor=amount_minor, received_on=clock.today(), method="bank"
    )
    _credit(client, amount_minor, dice)


def _credit(client, amount_minor: int, dice):
    Credit.create(
        account=client.account,
        amount_minor=amount_minor,
        remaining_minor=amount_minor,
        reason=dice.choice(CREDIT_REASONS),
    )


def _owe_with_credit(client, dice, share: int):
    """One overdue invoice, and credit for so many per cent of it."""
    invoice = _issue(client, dice)
    _credit(client, invoice.total_minor * share // 100, dice)


def _offer(client, dice, ending: str):
    title, services = dice.choice(PROPOSALS[client.type])
    proposal = Proposal.draft(
        dice.choice(client.team),
        client.account,
        dated(title, clock.today()),
        services,
        terms=TERMS,
        expires_on=clock.today() + timedelta(days=30),
    )
    signing = client.signers
    if ending == "keep" or not signing:
        return
    when = later(clock.now(), minutes=dice.randint(5, 200))
    client.story.at(when, proposal.send, signing)
    when = later(when, hours=dice.randint(5, 120))
    if ending == "decline":
        client.story.at(when, proposal.decline)
    signers = {"sign": signing, "sign one": signing[:1] if len(signing) > 1 else []}
    for contact in signers.get(ending, ()):
        client.story.at(when, proposal.sign, contact)
        when = later(when, hours=dice.randint(1, 60))
