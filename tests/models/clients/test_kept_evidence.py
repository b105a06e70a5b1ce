"""What outlives a client who is deleted for good: evidence whose time runs, what it hangs on, and a name."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import TABLES
from models.base.clock import at, now, today
from models.base.event import Event
from models.billing.invoice import Credit, Invoice, InvoiceLine, Payment
from models.billing.proposal import Proposal, ProposalService, ProposalSigner
from models.clients.account import Account, BinTimeOver
from models.clients.contact import Address, Contact, Phone
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linking import link_contact, unlink
from models.clients.merge import Merge
from models.clients.portal_user import PortalUser
from models.documents.document import Document, DocumentView, Folder
from models.documents.signature import SignatureRequest, Signer
from models.history.take_back import Overtaken
from models.history.undo import reverse
from models.merging.merging import NotMergeable, merge, unmerge
from models.processes import bin_expiry
from models.processes.bin_expiry import EVIDENCE, delete_for_good, delete_step, due, surviving_evidence
from tests.support import digest, rows

MONTH = timedelta(days=30)
LINES = [("Bogføring", 100, 120_000, 25)]
YEAR = today().year + 1
BEGUN = datetime(YEAR, 6, 1, 9, tzinfo=UTC)
# A new year where the firm is: nothing that is of YEAR has to be kept any more.
OVER = datetime(YEAR + 5, 12, 31, 23, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def june():
    """It is June of a year to come, so that no test meets the end of one that it does not mean."""
    with at(BEGUN):
        yield


@pytest.fixture
def a(cast):
    return cast.a


@pytest.fixture
def b(cast):
    return cast.b


def binned(account, actor) -> Account:
    account.archive(actor)
    account.bin(actor)
    return Account.get_by_id(account.id)


def delete_at(account, instant=BEGUN + MONTH):
    with at(instant):
        delete_for_good(account)


def paper(account, **values) -> Document:
    return Document.create(account=account, name="Aftale.pdf", mime_type="application/pdf", size=1, **values)


def people(account) -> list[Contact]:
    return [link.contact for link in Link.of_account(account)]


def hanging(account) -> set[str]:
    """The tables where something still points to the account."""
    return {
        model._meta.table_name
        for field, model in Account._meta.backrefs.items()
        if model.select().where(field == account.id).exists()
    }


def texts() -> str:
    """Everything that is written anywhere."""
    return "\n".join(repr(row) for model in TABLES for row in model.select().tuples())


# At once


def test_what_the_law_wants_kept_stays_with_what_it_hangs_on(cast, a):
    rows.add(a, cast.olga, 1)
    Proposal.draft(cast.olga, a, "Udkast", [("Revision", 1)])
    folder = Folder.create(account=a, name="Aftaler")
    asked = Document.get(Document.account == a)
    Document.update(folder=folder, file="a" * 32).where(Document.id == asked.id).execute()
    paper(a)
    before = {
        model: list(model.select().dicts()) for model in (Invoice, InvoiceLine, Payment, Credit, Signer)
    }
    delete_at(binned(a, cast.olga))
    assert hanging(a) == {"invoice", "payment", "credit", "signature_request", "proposal", "document"}
    assert {model: list(model.select().dicts()) for model in before} == before
    assert [row.title for row in Proposal.select()] == ["Tilbud 1"]
    assert (ProposalService.select().count(), ProposalSigner.select().count()) == (1, 1)
    [document] = Document.select()
    assert (document.id, document.file, document.folder_id) == (asked.id, "a" * 32, None)
    assert not DocumentView.select().where(DocumentView.document == asked).exists()
    assert Signer.get().contact.name == "Kontakt 1"


def test_of_the_client_the_name_and_the_number_are_left(cast, a):
    Account.update(
        phone="+4533123456",
        street="Havnegade 1",
        postal_code="8000",
        city="Aarhus",
        website="https://byg.example",
        registration_number="13585628",
        photo="b" * 32,
        quickbooks_error="Ukendt kunde",
        last_login_at=now(),
    ).where(Account.id == a.id).execute()
    Invoice.issue(a, LINES, today(), today())
    delete_at(binned(a, cast.olga))
    left = Account.select().where(Account.id == a.id).dicts().get()
    told = {name: value for name, value in left.items() if value not in (None, "")}
    assert (told.pop("name"), told.pop("registration_number")) == ("Østergaard Byg ApS", "13585628")
    assert (told.pop("country"), told.pop("quickbooks_status")) == ("DK", "not_synced")
    assert set(told) == {"id", "sort_key", "created_at", "archived_at", "binned_at", "purged_at"}


def test_of_the_people_whom_evidence_names_the_name_is_left(cast, a):
    anna, aase = people(a)
    Contact.update(street="Havnegade 1", city="Aarhus", photo="c" * 32).where(Contact.id == anna.id).execute()
    SignatureRequest.send(paper(a, uploaded_by_contact=aase), [anna], cast.olga).sign(anna)
    delete_at(binned(a, cast.olga))
    left = Contact.select().where(Contact.id == anna.id).dicts().get()
    told = {name: value for name, value in left.items() if value not in (None, "")}
    assert (told.pop("first_name"), told.pop("last_name")) == ("Anna", "Østergaard")
    assert (told.pop("country"), told.pop("language")) == ("DK", "da")
    keys = {"sort_key", "last_name_key", "folded_name", "plain_name"}
    assert set(told) == {"id", "created_at", "purged_at"} | keys
    for model in (Phone, Address, CustomValue, Link):
        assert not model.select().where(model.contact == anna).exists()
    assert not Event.select().where(Event.contact_id == anna.id, Event.account_id.is_null()).exists()
    assert not Contact.get_or_none(id=aase.id), "who merely uploaded it is no signer"
    assert PortalUser.of("anna@a.example") is None


def test_one_line_tells_of_it(cast, a):
    Invoice.issue(a, LINES, today(), today())
    delete_at(binned(a, cast.olga))
    delete_at(a)
    assert [event.kind for event in Event.select().where(Event.account_id == a.id)] == ["account.purged"]


def test_a_signer_who_stands_on_another_client_stays_with_everything(cast, a, b):
    anna = people(a)[0]
    link_contact(b, anna, cast.olga)
    SignatureRequest.send(paper(a), [anna], cast.olga).sign(anna)
    delete_at(binned(a, cast.olga))
    assert Contact.get_by_id(anna.id).purged_at is None
    assert {each.email for each in anna.addresses} == {"anna@a.example", "anna.privat@a.example"}
    delete_at(binned(b, cast.olga))
    assert Contact.get_by_id(anna.id).purged_at is not None
    assert list(anna.addresses) == []


def test_a_signer_whom_the_papers_of_another_client_name_stays_with_everything(cast, a, b):
    anna = people(a)[0]
    link = link_contact(b, anna, cast.olga)
    for account in (a, b):
        SignatureRequest.send(paper(account), [anna], cast.olga).sign(anna)
    unlink(link, cast.olga)
    delete_at(binned(a, cast.olga))
    assert Contact.get_by_id(anna.id).purged_at is None
    assert anna.addresses.count() == 2


def test_people_who_became_one_are_left_as_far_as_evidence_names_them(cast, a):
    anna, aase = people(a)
    request = SignatureRequest.send(paper(a), [anna, aase], cast.olga)
    merge(anna, aase, cast.olga)  # Åse stays on the paper: Anna signs it already
    assert {row.contact_id for row in Signer.select().where(Signer.request == request)} == {anna.id, aase.id}
    delete_at(binned(a, cast.olga))
    left = list(Contact.select().where(Contact.id.in_([anna.id, aase.id])))
    assert [(each.purged_at is None, each.merged_into_id) for each in left] == [(False, None), (False, None)]
    assert not Merge.select().exists()


def test_a_payment_keeps_the_invoice_that_it_pays(cast, a):
    invoice = Invoice.issue(a, LINES, date(YEAR - 6, 12, 1), date(YEAR - 6, 12, 31))
    invoice.receive(100, date(YEAR - 5, 1, 2))
    alone = Invoice.issue(a, LINES, date(YEAR - 6, 12, 1), date(YEAR - 6, 12, 31))
    with at(datetime(YEAR, 7, 1, tzinfo=UTC)):
        assert invoice.keep_until < today() <= Payment.get().keep_until
    delete_at(binned(a, cast.olga))
    assert [row.id for row in Invoice.select()] == [invoice.id]
    assert InvoiceLine.select().count() == 1
    assert not Invoice.get_or_none(id=alone.id)


def test_what_has_run_out_goes_at_once(cast, a):
    Invoice.issue(a, LINES, date(YEAR - 6, 12, 31), date(YEAR - 6, 12, 31))
    delete_at(binned(a, cast.olga))
    assert not Account.get_or_none(id=a.id)


def test_what_became_a_part_of_it_leaves_its_evidence_there(cast, a, b):
    part = b
    Invoice.issue(part, LINES, today(), today())
    bent = people(part)[0]
    Proposal.draft(cast.olga, part, "Tilbud", [("Revision", 1)]).send([bent])
    merge(a, part, cast.olga)
    delete_at(binned(a, cast.olga))
    assert [row.account_id for row in (*Invoice.select(), *Proposal.select())] == [a.id, a.id]
    assert not Account.get_or_none(id=part.id)
    assert not Merge.select().exists()
    assert Contact.get_by_id(bent.id).purged_at is not None
    delete_at(a, OVER)
    assert not Account.get_or_none(id=a.id)
    assert not Contact.get_or_none(id=bent.id)


def test_an_un_merged_part_is_not_touched(cast, a, b):
    Invoice.issue(b, LINES, today(), today())
    made = merge(a, b, cast.olga)
    unmerge(made, cast.olga)
    delete_at(binned(a, cast.olga))
    assert Account.get_by_id(b.id).purged_at is None
    assert Invoice.get().account_id == b.id
    assert not Account.get_or_none(id=a.id)


def test_evidence_that_a_part_kept_stands_by_itself(cast, a, b):
    """A merge moves it; where a row was left on the part, the part is left like any other client."""
    merge(a, b, cast.olga)
    Invoice.issue(b, LINES, today(), today())
    delete_at(binned(a, cast.olga))
    part = Account.get_by_id(b.id)
    assert (part.merged_into_id, part.purged_at is None, part.binned_at is None) == (None, False, False)
    assert not Account.get_or_none(id=a.id)
    with at(OVER):
        delete_for_good(due())
    assert not Account.get_or_none(id=b.id)


# Later


def test_when_the_last_has_run_out_everything_goes(cast, a):
    rows.add(a, cast.olga, 1)
    names = [each.id for each in people(a)]
    delete_at(binned(a, cast.olga))
    before = digest.digest()
    delete_at(a, OVER - timedelta(seconds=1))
    assert digest.digest() == before, "through its last day"
    delete_at(a, OVER)
    assert not Account.get_or_none(id=a.id)
    assert not any(model.select().exists() for model in (*EVIDENCE, InvoiceLine, Signer, ProposalSigner))
    left = {each.first_name for each in Contact.select().where(Contact.id.in_(names))}
    assert left == {"Anna", "Kontakt 1"}, "they stand on a sister company"
    kinds = [event.kind for event in Event.select().where(Event.account_id == a.id).order_by(Event.id)]
    assert kinds == ["account.purged", "account.evidence_purged"]


def test_each_goes_when_its_own_time_is_over(cast, a):
    anna, aase = people(a)
    old = Proposal.draft(cast.olga, a, "Tilbud", [("Revision", 1)])
    old.send([anna])
    with at(datetime(YEAR + 1, 2, 1, tzinfo=UTC)):
        Proposal.draft(cast.olga, a, "Tilbud", [("Revision", 1)]).send([aase])
        binned(a, cast.olga)
    delete_at(a, datetime(YEAR + 1, 4, 1, tzinfo=UTC))
    assert Proposal.select().count() == 2
    with at(OVER):
        assert due() == a
        delete_for_good(a)
        assert due() is None
        assert not Proposal.get_or_none(id=old.id)
        assert [contact.id for contact in Contact.select().where(Contact.purged_at.is_null(False))] == [
            aase.id
        ]
        assert not Contact.get_or_none(id=anna.id)
        assert Account.get_by_id(a.id).name == "Østergaard Byg ApS"
    delete_at(a, OVER + timedelta(days=366))
    assert not Account.get_or_none(id=a.id)
    assert not Contact.get_or_none(id=aase.id)


def test_a_signer_on_the_papers_of_two_clients_goes_with_the_last(cast, a, b):
    anna = people(a)[0]
    link_contact(b, anna, cast.olga)
    SignatureRequest.send(paper(a), [anna], cast.olga)
    with at(datetime(YEAR + 1, 2, 1, tzinfo=UTC)):
        SignatureRequest.send(paper(b), [anna], cast.olga)
        for account in (a, b):
            binned(account, cast.olga)
    for account in (a, b):
        delete_at(account, datetime(YEAR + 1, 4, 1, tzinfo=UTC))
    delete_at(a, OVER)
    assert (Account.get_or_none(id=a.id), Contact.get_by_id(anna.id).name) == (None, "Anna Østergaard")
    delete_at(b, OVER + timedelta(days=366))
    assert not Contact.get_or_none(id=anna.id)


def test_nothing_is_due_as_long_as_everything_is_kept(cast, a, b):
    Invoice.issue(a, LINES, today(), today())
    delete_at(binned(a, cast.olga))
    with at(BEGUN + MONTH):
        assert due() is None
        assert not delete_step(a)
    binned(b, cast.olga)
    with at(BEGUN + MONTH):
        assert due() == b, "a client who is kept keeps no other waiting"


# Whatever happens meanwhile


def test_killed_after_any_step_it_ends_the_same(cast, a, monkeypatch):
    monkeypatch.setattr(bin_expiry, "STEP", 3)
    rows.add(a, cast.olga, 1)
    binned(a, cast.olga)
    real, calls = bin_expiry._delete_rows, []

    def killed(model, condition):
        calls.append(model)
        if len(calls) % 7 == 0:
            raise KeyboardInterrupt
        return real(model, condition)

    monkeypatch.setattr(bin_expiry, "_delete_rows", killed)
    with at(BEGUN + MONTH):
        for _ in range(400):
            try:
                if not delete_step(a):
                    break
            except KeyboardInterrupt:
                continue
    assert Account.get_by_id(a.id).purged_at is not None
    assert hanging(a) == {"invoice", "payment", "credit", "signature_request", "proposal", "document"}
    assert Event.select().where(Event.kind == "account.purged").count() == 1


def test_a_clock_that_stands_before_what_has_happened_deletes_nothing(cast, a):
    binned(a, cast.olga)
    with at(BEGUN + 2 * MONTH):
        Event.log("sign_in.failed")
    before = digest.digest()
    with at(BEGUN + 2 * MONTH - timedelta(minutes=1)):
        assert due() is None
        delete_for_good(a)
    assert digest.digest() == before
    delete_at(a, BEGUN + 2 * MONTH)
    assert not Account.get_or_none(id=a.id)


def test_nobody_brings_back_what_is_left_even_when_the_clock_is_set_back(cast, a):
    Invoice.issue(a, LINES, today(), today())
    binned(a, cast.olga)
    delete_at(a)
    before = digest.digest()
    for instant in (BEGUN, BEGUN + MONTH):
        with at(instant), pytest.raises(BinTimeOver):
            a.recover(cast.olga)
        with at(instant):
            assert not Account.binned_for(cast.olga).where(Account.id == a.id).exists()
    assert digest.digest() == before


def test_no_verb_brings_a_person_back_who_is_only_a_name(cast, a, b):
    anna = people(a)[0]
    SignatureRequest.send(paper(a), [anna], cast.olga)
    link = link_contact(b, anna, cast.olga)
    unlink(link, cast.olga)
    removal = Event.get(Event.kind == "link.removed")
    delete_at(binned(a, cast.olga))
    bent = people(b)[0]
    before = digest.digest()
    with pytest.raises(Overtaken):
        reverse(removal.action, cast.olga)
    for pair in ((bent, anna), (anna, bent)):
        with pytest.raises(NotMergeable):
            merge(*pair, cast.olga)
    assert digest.digest() == before


# What is said before


def test_it_is_known_before_what_will_stay(cast, a):
    assert surviving_evidence(a) == {}
    rows.add(a, cast.olga, 1)
    Invoice.issue(a, LINES, date(YEAR + 1, 1, 1), date(YEAR + 1, 1, 1))
    Credit.create(account=a, amount_minor=1, remaining_minor=1)
    Invoice.issue(a, LINES, date(YEAR - 7, 1, 1), date(YEAR - 7, 1, 1))
    Proposal.draft(cast.olga, a, "Udkast", [("Revision", 1)])
    end = date(YEAR + 5, 12, 31)
    said = surviving_evidence(a)
    assert said == {
        Invoice: (2, date(YEAR + 6, 12, 31)),
        Payment: (1, end),
        Credit: (2, end),
        SignatureRequest: (1, end),
        Proposal: (1, end),
    }
    delete_at(binned(a, cast.olga))
    assert {model: model.select().where(model.account == a).count() for model in EVIDENCE} == {
        model: count for model, (count, _) in said.items()
    }
