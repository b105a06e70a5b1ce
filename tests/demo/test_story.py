"""The told firm: who works there, which clients are worth a look, and that it is told the same way each time."""

from datetime import date, timedelta

import pytest
from stdnum.dk import cvr

from demo import NAMED, TOLD, NotEmpty, fill
from demo.office import STAFF
from models import (
    AccessRequest,
    Account,
    AccountRelation,
    Approval,
    Assignment,
    Chat,
    Contact,
    Credit,
    Document,
    EarlierName,
    Email,
    Event,
    Firm,
    Invoice,
    Link,
    LinkedAddress,
    Note,
    Organizer,
    Outbox,
    Pipeline,
    PortalUser,
    Proposal,
    SignatureRequest,
    Task,
    TimeEntry,
    User,
)
from models.base import clock, file_store
from models.base.number_series import NumberSeries
from models.documents.document import STATUSES as DOCUMENT_STATUSES
from models.portal.portal_access import places_of_mailbox
from models.portal.readiness import Readiness
from models.processes.bin_expiry import EVIDENCE
from models.staff.demo_people import CLIENT, PASSWORD
from models.work.task import STATUSES as TASK_STATUSES

pytestmark = [pytest.mark.usefixtures("firm"), pytest.mark.knows_no_engine]


def account(what: str) -> Account:
    return Account.get(Account.name == NAMED[what])


def login_states(what: str) -> dict[str, str]:
    return {row.address.email: row.login_state for row in LinkedAddress.of_account(account(what))}


def test_a_database_with_a_firm_is_not_filled_again():
    with pytest.raises(NotEmpty):
        fill(40)


def test_it_says_that_it_is_a_demo():
    assert Firm.this().demo_at is not None


@pytest.mark.parametrize("local", ["owner", "admin", "manager", "employee"])
def test_the_promised_people_sign_in(local):
    assert User.with_password(f"{local}@demo.example", PASSWORD)


def test_a_client_signs_in_to_the_portal_and_finds_documents_that_open():
    assert PortalUser.with_password(CLIENT, PASSWORD)
    accounts = [place.link.account for place in places_of_mailbox(CLIENT)]
    assert len(accounts) >= 2
    opened = [row for each in accounts for row in Document.for_client(each) if row.file]
    assert opened
    begin = {
        "application/pdf": b"%PDF-",
        "image/jpeg": b"\xff\xd8\xff",
        "image/png": b"\x89PNG",
        "text/csv": b"\xef\xbb\xbf",
    }
    assert all(file_store.path_of(row.file).read_bytes().startswith(begin[row.mime_type]) for row in opened)


def test_the_manager_holds_the_promised_rights():
    manager = User.get(email="manager@demo.example")
    assert manager.rights() == {"view_all_accounts", "manage_accounts", "manage_contacts"}


def test_the_employee_without_rights_has_some_accounts_and_own_time():
    employee = User.get(email="employee@demo.example")
    seen = Account.visible_to(employee).where(Account.id <= 250)
    assert not employee.rights()
    assert 0.15 * 250 <= seen.count() <= 0.2 * 250
    assert TimeEntry.select().where(TimeEntry.user == employee).count() > 20


def test_everybody_named_stands_among_the_first_accounts():
    assert {row.name for row in Account.select().where(Account.id <= 30)} >= set(NAMED.values())


def test_every_company_has_a_valid_cvr_number_of_its_own():
    numbers = [row.registration_number for row in Account.select().where(Account.type == "company")]
    assert len(set(numbers)) == len(numbers)
    assert all(map(cvr.is_valid, numbers))


def test_every_account_has_team_contact_and_switches():
    for model, column in ((Assignment, Assignment.account), (Link, Link.account)):
        assert model.select(column).distinct().count() == Account.select().count()
    linked = LinkedAddress.select(LinkedAddress.link).distinct().count()
    assert linked == Link.select().count()


def test_one_contact_stands_on_four_accounts():
    lars = Contact.get(first_name="Lars", last_name="Ågård")
    names = {row.account.name for row in Link.select(Link, Account).join(Account).where(Link.contact == lars)}
    assert len(names) >= 4
    assert names >= {NAMED["company"], NAMED["couple"], NAMED["holding"]}


def test_a_father_owns_two_companies():
    owned = AccountRelation.select().where(
        AccountRelation.account == account("father"), AccountRelation.kind == "owns"
    )
    assert sorted(row.percentage_hundredths for row in owned) == [4900, 10000]


def test_two_addresses_stand_differently_on_two_accounts():
    business, private = login_states("sole trader"), login_states("private person")
    assert business.keys() == private.keys()
    assert {address for address, state in business.items() if state == "active"} == {
        address for address, state in private.items() if state == "off"
    }


def test_nobody_can_sign_for_one_account():
    assert not Readiness.of(account("nobody can sign")).sign


def test_one_account_is_offline():
    assert Readiness.of(account("offline")).status == "offline"


@pytest.mark.parametrize(
    ("what", "state"), [("invitation expired", "expired"), ("invitation pending", "invited")]
)
def test_an_invitation_waits_or_has_expired(what, state):
    assert set(login_states(what).values()) == {state}


@pytest.mark.parametrize(("what", "fully"), [("credit covers fully", True), ("credit covers partly", False)])
def test_an_overdue_invoice_can_be_paid_with_credit(what, fully):
    [invoice] = Invoice.unpaid(account(what))
    credit = Credit.available(account(what))["DKK"]
    assert invoice.status == "overdue"
    assert (credit >= invoice.owed_minor) is fully
    assert credit > 0


def test_invoice_numbers_have_no_gaps():
    numbers = [row.number for row in Invoice.select(Invoice.number).order_by(Invoice.number)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert NumberSeries.get(name="invoice").last_number == len(numbers)


def test_evidence_is_kept_for_five_years_after_its_year():
    for model in EVIDENCE:
        days = [(model.day_among(row.__data__), row.keep_until) for row in model.select()]
        assert days, model
        assert all(kept == (day and date(day.year + 5, 12, 31)) for day, kept in days), model


def test_documents_stand_in_every_status_and_some_are_new():
    told = list(Document.select().where(Document.account <= 250))
    assert {row.status for row in told} >= set(DOCUMENT_STATUSES)
    assert any(row.new for row in told)


def test_tasks_stand_in_every_status():
    assert {row.status for row in Task.for_account(account("tasks"))} == set(TASK_STATUSES)


def test_two_timers_run():
    running = TimeEntry.select().where(TimeEntry.ended_at.is_null())
    assert {row.user.email for row in running} == {"owner@demo.example", "employee@demo.example"}


def test_time_is_billed_unbilled_and_not_billable():
    statuses = {row.status for row in TimeEntry.select().where(TimeEntry.account <= 250)}
    assert statuses == {"running", "billed", "unbilled", "not_billable"}


def test_some_accounts_are_archived():
    assert Account.select().where(Account.archived_at.is_null(False), Account.id <= 250).count() >= 8


def test_a_renamed_account_keeps_its_earlier_name():
    assert EarlierName.get(account=account("renamed")).name == "Strandkiosken Ærø ApS"


def test_quickbooks_failed_and_says_why():
    assert account("quickbooks failed").quickbooks_error


def test_one_pipeline_is_open_to_its_members_only():
    employee, manager = (User.get(email=f"{local}@demo.example") for local in ("employee", "manager"))
    closed = Pipeline.get(Pipeline.restricted_at.is_null(False))
    assert closed.id in [row.id for row in Pipeline.ids_visible_to(manager)]
    assert closed.id not in [row.id for row in Pipeline.ids_visible_to(employee)]


def test_chats_are_unread_answered_and_archived():
    chats = list(Chat.for_account(account("chats")))
    assert any(row.unread_at for row in chats)
    assert any(row.answered_at for row in chats)
    assert any(row.archived_at for row in chats)
    assert any(row.task_count for row in chats)


def test_emails_stand_in_every_state():
    states = {row.status for row in Email.for_account(account("emails"))}
    assert states == {"unread", "unanswered", "answered", "queued", "sent", "failed"}


def test_approvals_were_given_refused_with_a_comment_and_wait():
    rows = list(Approval.for_account(account("documents")))
    assert {row.status for row in rows} == {"pending", "approved", "disapproved"}
    assert all(row.comment for row in rows if row.status == "disapproved")


def test_signature_requests_ended_in_every_way_and_one_is_half_signed():
    rows = SignatureRequest.with_signers(SignatureRequest.for_account(account("documents")))
    assert {row.status for row in rows} == {"pending", "signed", "declined", "voided"}
    half = [
        row for row in rows if row.status == "pending" and any(signer.signed_at for signer in row.signers)
    ]
    assert half


def test_organizers_stand_in_every_status():
    statuses = {row.status for row in Organizer.for_account(account("organizers"))}
    assert statuses == {"not_started", "started", "finished", "sealed", "archived"}


def test_proposals_stand_in_every_status():
    statuses = {row.status for row in Proposal.for_account(account("proposals"))}
    assert statuses == {"draft", "pending", "partially_signed", "signed", "declined", "expired"}


def test_notes_are_pinned():
    assert any(row.pinned_at for row in Note.for_account(account("company")))


def test_two_requests_for_access_are_open():
    assert AccessRequest.open_for(Account.select()).count() == 2


def test_history_is_told_in_the_order_of_time():
    told = Event.select(Event.at).where(Event.account_id <= TOLD).order_by(Event.id)
    instants = [row.at for row in told]
    assert instants == sorted(instants)


def test_nothing_lies_in_the_future_and_the_newest_is_a_few_days_old():
    newest = max(row.at for row in Email.select(Email.at))
    assert clock.now() - timedelta(days=5) < newest < clock.now()


def test_no_mail_waits_to_be_sent():
    assert not Outbox.select().where(Outbox.state.not_in(("sent", "cancelled"))).exists()


def test_every_address_is_nobodys():
    emails = {row.address.email for row in LinkedAddress.select().join(Link)} | {row[1] for row in STAFF}
    assert all(email.endswith(".example") for email in emails if "@" in email)


@pytest.mark.usefixtures("quick_passwords")
class TestSeeds:
    """A seed is a firm."""

    def test_the_same_seed_tells_the_same_firm(self, short_story):
        with clock.at(clock.now()):
            assert short_story("one", 7) == short_story("two", 7)

    def test_another_seed_tells_another_firm(self, short_story):
        assert short_story("one", 7)["account"] != short_story("two", 8)["account"]
