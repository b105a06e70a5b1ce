"""Papers that outlive their client: how long, and that nothing takes them along or rewrites them."""

from datetime import UTC, date, datetime

import peewee
import pytest

from models import TABLES
from models.base.clock import at, today
from models.base.database import transaction
from models.billing.invoice import Credit, Invoice, InvoiceLine, Payment
from models.billing.proposal import Proposal, ProposalService, ProposalSigner
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.evidence import BOOKKEEPING, Evidence, RetentionPeriod
from models.clients.link import Link
from models.clients.linking import link_contact
from models.documents.document import Document
from models.documents.signature import SignatureRequest, Signer
from models.history.take_back import Overtaken
from models.history.undo import undo
from models.merging.merging import merge
from models.processes.bin_expiry import EVIDENCE
from models.staff.user import User
from tests.support import digest, rows

LINES = [("Bogføring", 100, 120_000, 25)]


def last_day_of(year: int) -> date:
    return date(year, 12, 31)


def paper(account) -> Document:
    return Document.create(account=account, name="Aftale.pdf", mime_type="application/pdf", size=1)


# How long


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 1, 1), last_day_of(2031)),
        (date(2026, 12, 31), last_day_of(2031)),
        (date(2027, 1, 1), last_day_of(2032)),
        (date(2028, 2, 29), last_day_of(2033)),
        (date(2022, 6, 30), last_day_of(2027)),
        (date(2022, 7, 1), last_day_of(2027)),
        (date(1987, 5, 5), last_day_of(1992)),  # older than any row: the first one
    ],
)
def test_five_years_from_the_end_of_the_year(cast, day, until):
    """Bogføringsloven § 12: from the end of the accounting year that the papers are of."""
    assert Invoice.issue(cast.a, LINES, day, day).keep_until == until
    assert Payment.create(account=cast.a, amount_minor=1, received_on=day, method="bank").keep_until == until


@pytest.mark.parametrize(
    ("instant", "year"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 2027),  # a new year where the firm is
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), 2027),
    ],
)
def test_a_year_ends_where_the_firm_is(cast, instant, year):
    anna = Link.of_account(cast.a)[0].contact
    with at(instant):
        credit = Credit.create(account=cast.a, amount_minor=1, remaining_minor=1)
        request = SignatureRequest.send(paper(cast.a), [anna], cast.olga)
        proposal = Proposal.draft(cast.olga, cast.a, "Tilbud", [("Revision", 1)])
        proposal.send([anna])
        invoice = Invoice.issue(cast.a, LINES, today(), today())
        invoice.receive(100, today())
    kept = [model.get().keep_until for model in (Credit, SignatureRequest, Proposal, Invoice, Payment)]
    assert {credit.keep_until, request.keep_until, proposal.keep_until, *kept} == {last_day_of(year + 5)}


def test_another_rule_holds_for_papers_from_its_day_on(cast):
    RetentionPeriod.create(kind=BOOKKEEPING, valid_from=date(2029, 7, 1), years=10, source="En ny lov")
    RetentionPeriod.create(kind="another", valid_from=date(2020, 1, 1), years=1, source="En anden lov")
    for day, until in ((date(2029, 6, 30), 2034), (date(2029, 7, 1), 2039), (date(2035, 1, 1), 2045)):
        assert Invoice.issue(cast.a, LINES, day, day).keep_until == last_day_of(until)


def test_what_no_rule_tells_of_is_kept_for_good(cast):
    RetentionPeriod.delete().execute()
    assert Invoice.issue(cast.a, LINES, today(), today()).keep_until == date.max


def test_a_signature_is_of_the_day_of_the_last_that_happened(cast):
    anna, aase = (link.contact for link in Link.of_account(cast.a))
    with at(datetime(2026, 12, 1, tzinfo=UTC)):
        signed = SignatureRequest.send(paper(cast.a), [anna, aase], cast.olga)
        declined = SignatureRequest.send(paper(cast.a), [anna], cast.olga)
        offer = Proposal.draft(cast.olga, cast.a, "Tilbud", [("Revision", 1)])
        offer.send([anna])
    with at(datetime(2028, 3, 1, tzinfo=UTC)):
        signed.sign(anna)
        assert SignatureRequest.get_by_id(signed.id).keep_until == last_day_of(2031)
        signed.sign(aase)
        declined.decline(anna)
        offer.sign(anna)
    for row in (signed, declined, offer):
        assert type(row).get_by_id(row.id).keep_until == last_day_of(2033)


def test_a_draft_is_no_evidence(cast):
    draft = Proposal.draft(cast.olga, cast.a, "Udkast", [("Revision", 1)])
    assert draft.keep_until is None


def test_a_merge_changes_nothing_of_it(cast):
    rows.add(cast.b, cast.olga, 1)
    before = {model: [row.keep_until for row in model.select().order_by(model.id)] for model in EVIDENCE}
    merge(cast.a, cast.b, cast.olga)
    assert before == {
        model: [row.keep_until for row in model.select().order_by(model.id)] for model in EVIDENCE
    }


# Nothing takes it along


def test_every_kind_of_evidence_is_known_where_clients_are_deleted():
    assert {model for model in TABLES if issubclass(model, Evidence)} == set(EVIDENCE)


def test_nothing_that_goes_takes_evidence_or_a_part_of_it_along():
    parts = (InvoiceLine, Signer, ProposalService, ProposalSigner)
    keys = [field for model in (*EVIDENCE, *parts) for field in model._meta.refs]
    gone = {
        field
        for field in keys
        if field.on_delete != "RESTRICT" and not (field.rel_model is User and field.on_delete == "SET NULL")
    }
    assert gone == set()


@pytest.mark.parametrize("model", [Account, Contact, Document, Invoice, SignatureRequest, Proposal])
def test_the_database_refuses_to_delete_what_evidence_hangs_on(cast, model):
    rows.add(cast.a, cast.olga, 1)
    record = {
        Account: cast.a,
        Contact: Signer.select().get().contact,
    }.get(model) or model.get()
    before = digest.digest()
    with pytest.raises(peewee.IntegrityError), transaction():
        model.delete().where(model.id == record.id).execute()
    assert digest.digest() == before


# Nothing rewrites an issued invoice


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Invoice.update(total_minor=1),
        lambda: Invoice.update(total_minor=Invoice.total_minor + 1),
        lambda: Invoice.update(number=7),
        lambda: Invoice.update(currency="EUR"),
        lambda: Invoice.update(issued_on=date(2020, 1, 1)),
        lambda: Invoice.update(paid_minor=1, total_minor=2),
        lambda: InvoiceLine.update(price_minor=1),
        lambda: InvoiceLine.update(quantity_hundredths=200),
        lambda: InvoiceLine.update(vat_percent=0),
        lambda: InvoiceLine.delete(),
        lambda: Invoice.delete(),
    ],
)
def test_the_database_refuses_to_rewrite_an_invoice(cast, wrong):
    Invoice.issue(cast.a, LINES, today(), today())
    before = digest.digest()
    with pytest.raises(peewee.IntegrityError), transaction():
        wrong().execute()
    assert digest.digest() == before


def test_what_happens_to_an_invoice_is_written(cast):
    invoice = Invoice.issue(cast.a, LINES, today(), today())
    invoice.receive(invoice.total_minor, today())
    merge(cast.b, cast.a, cast.olga)
    invoice = Invoice.get()
    assert (invoice.status, invoice.account_id, invoice.number) == ("paid", cast.b.id, 1)


@pytest.mark.parametrize("asked", ["signature", "proposal"])
def test_no_undo_takes_a_signer_off_the_papers(cast, asked):
    """To ask somebody to sign leaves no line of history that would stand in the way."""
    with transaction() as action:
        new = Contact.meet(cast.olga, first_name="Ny", last_name="Direktør")
        link_contact(cast.a, new, cast.olga)
    if asked == "signature":
        SignatureRequest.send(paper(cast.a), [new], cast.olga).sign(new)
    else:
        Proposal.draft(cast.olga, cast.a, "Tilbud", [("Revision", 1)]).send([new])
    before = digest.digest()
    with pytest.raises(Overtaken):
        undo(action, cast.a, cast.olga)
    assert digest.digest() == before
