"""What the demo shows is true: each rule of the product that a query can check, and the query that finds who breaks it.

The rules are those of the product, sentence by sentence; :now is this moment and :today the civil day, as text.
"""

import pytest
from PIL import Image
from stdnum.dk import cvr

import search_index
from models import Account, Document, Link, LinkedAddress
from models.base import clock, file_store
from models.base.database import db
from models.portal.readiness import Readiness

pytestmark = [pytest.mark.usefixtures("firm"), pytest.mark.knows_no_engine]

# What several rules speak of. inside: who can log in on an account, since LOGIN is on at an address whose person has
# accepted. done: account and instant of what is done to an account, but for what goes on when it is archived. of_clients:
# what is done in the portal, by whom.
SPOKEN_OF = """
WITH inside AS (
    SELECT link.account_id, link.contact_id, address.email, address.accepted_at, linked_address.signing_authority_at
    FROM linked_address JOIN link ON link.id = link_id JOIN address ON address.id = address_id
    JOIN portal_user ON portal_user.id = address.portal_user_id AND portal_user.email_folded = address.email_folded
    WHERE login_at IS NOT NULL AND agreed_email = address.email_folded
), done AS (
    SELECT account_id, created_at AS at FROM document UNION ALL SELECT account_id, created_at FROM task
    UNION ALL SELECT account_id, created_at FROM job UNION ALL SELECT account_id, created_at FROM note
    UNION ALL SELECT account_id, started_at FROM time_entry UNION ALL SELECT account_id, ended_at FROM time_entry
    UNION ALL SELECT account_id, created_at FROM invoice UNION ALL SELECT account_id, sent_at FROM organizer
    UNION ALL SELECT account_id, created_at FROM proposal UNION ALL SELECT account_id, requested_at FROM approval
    UNION ALL SELECT account_id, decided_at FROM approval UNION ALL SELECT account_id, requested_at FROM signature_request
    UNION ALL SELECT account_id, at FROM email UNION ALL SELECT account_id, last_message_at FROM chat
    UNION ALL SELECT account_id, at FROM portal_login
), of_clients AS (
    SELECT 'document' AS what, account_id, uploaded_by_contact_id AS contact_id, created_at AS at FROM document
    WHERE uploaded_by_contact_id IS NOT NULL
    UNION ALL SELECT 'approval', account_id, decided_by_id, decided_at FROM approval WHERE decided_by_id IS NOT NULL
    UNION ALL SELECT 'chat', account_id, contact_id, at FROM chat_message JOIN chat ON chat.id = chat_id
    WHERE contact_id IS NOT NULL
    UNION ALL SELECT 'organizer', account_id, contact_id, started_at FROM organizer WHERE started_at IS NOT NULL
    UNION ALL SELECT 'login', account_id, contact_id, at FROM portal_login
    UNION ALL SELECT 'signature', account_id, contact_id, signer.signed_at FROM signer
    JOIN signature_request ON signature_request.id = request_id WHERE signer.signed_at IS NOT NULL
    UNION ALL SELECT 'proposal', account_id, contact_id, proposal_signer.signed_at FROM proposal_signer
    JOIN proposal ON proposal.id = proposal_id WHERE proposal_signer.signed_at IS NOT NULL
)
"""

RULES = {
    # who is there
    "At least one owner always exists.": """
        SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM user WHERE role = 'owner' AND deactivated_at IS NULL)""",
    "Owners and admins need no rights: only employees hold some.": """
        SELECT user.name FROM "right" JOIN user ON user.id = user_id WHERE role <> 'employee'""",
    "An account is an individual, a company or other.": """
        SELECT id FROM account WHERE type NOT IN ('individual', 'company', 'other')""",
    "An account has one contact at least.": """
        SELECT id FROM account WHERE NOT EXISTS (SELECT 1 FROM link WHERE account_id = account.id)""",
    "A contact stands somewhere.": """
        SELECT id FROM contact WHERE NOT EXISTS (SELECT 1 FROM link WHERE contact_id = contact.id)""",
    "An account has one team member at least.": """
        SELECT id FROM account WHERE NOT EXISTS (
            SELECT 1 FROM assignment WHERE account_id = account.id AND (until_at IS NULL OR until_at > :now))""",
    "Nobody is twice on a team, nor a person twice on an account.": """
        SELECT account_id FROM assignment GROUP BY account_id, user_id HAVING COUNT(*) > 1
        UNION ALL SELECT account_id FROM link GROUP BY account_id, contact_id HAVING COUNT(*) > 1""",
    "Roles name people who work here.": """
        SELECT holder.id FROM account_role_holder AS holder JOIN user ON user.id = user_id
        WHERE deactivated_at IS NOT NULL""",
    "Every address of a contact stands on each of the contact's links, and no other does.": """
        SELECT link.id, address.id FROM link JOIN address ON address.contact_id = link.contact_id
        WHERE NOT EXISTS (SELECT 1 FROM linked_address WHERE link_id = link.id AND address_id = address.id)
        UNION ALL SELECT link.id, address.id FROM linked_address JOIN link ON link.id = link_id
        JOIN address ON address.id = address_id WHERE address.contact_id <> link.contact_id""",
    "An address belongs to one person alone.": """
        SELECT email_folded FROM address GROUP BY email_folded HAVING COUNT(DISTINCT contact_id) > 1""",
    "No two companies have one registration number, and every company has one.": """
        SELECT registration_number FROM account WHERE type = 'company' GROUP BY 1 HAVING COUNT(*) > 1 OR registration_number = ''""",
    "An account that is named after its person by itself is called what the person is called.": """
        SELECT account.id FROM account JOIN link ON link.account_id = account.id
        JOIN contact ON contact.id = contact_id WHERE type = 'individual' AND name_typed_at IS NULL
        GROUP BY account.id HAVING SUM(name = first_name || ' ' || last_name) = 0""",
    "A relation has two different ends, and nobody owns more than all of a company.": """
        SELECT id FROM account_relation WHERE account_id = related_id
        UNION ALL SELECT related_id FROM account_relation WHERE kind = 'owns'
        GROUP BY related_id HAVING SUM(percentage_hundredths) > 10000""",
    # LOGIN, invitations, acceptance
    "Invitations go only where LOGIN is on.": """
        SELECT invitation.id FROM invitation JOIN linked_address ON linked_address.id = linked_address_id
        WHERE login_at IS NULL AND accepted_at IS NULL AND revoked_at IS NULL""",
    "An invitation lasts fourteen days.": """
        SELECT id FROM invitation WHERE ABS(JULIANDAY(expires_at) - JULIANDAY(created_at) - 14) > 0.05""",
    "An address has one open invitation at most.": """
        SELECT linked_address_id FROM invitation WHERE accepted_at IS NULL AND revoked_at IS NULL
        GROUP BY linked_address_id HAVING COUNT(*) > 1""",
    "What is told of an open invitation is when it expires, and nothing where there is none.": """
        SELECT linked_address.id FROM linked_address LEFT JOIN invitation ON linked_address_id = linked_address.id
        AND accepted_at IS NULL AND revoked_at IS NULL
        WHERE COALESCE(invited_until_at, '') <> COALESCE(expires_at, '')""",
    "Who has accepted an invitation has a sign-in, and who has one has accepted.": """
        SELECT address.id FROM address WHERE (portal_user_id IS NULL) <> (accepted_at IS NULL)
        UNION ALL SELECT invitation.id FROM invitation JOIN linked_address ON linked_address.id = linked_address_id
        JOIN address ON address.id = address_id WHERE invitation.accepted_at IS NOT NULL AND portal_user_id IS NULL""",
    "Each sign-in is somebody's, at the same address.": """
        SELECT id FROM portal_user WHERE NOT EXISTS (
            SELECT 1 FROM address WHERE portal_user_id = portal_user.id AND address.email_folded = portal_user.email_folded)""",
    "An invitation that was opened or accepted had been mailed before.": """
        SELECT invitation.id FROM invitation LEFT JOIN outbox ON kind = 'invitation' AND subject_id = invitation.id
        WHERE (opened_at IS NOT NULL OR accepted_at IS NOT NULL)
        AND (outbox.id IS NULL OR state <> 'sent' OR sent_at > opened_at)""",
    "A mail waits a minute before it leaves, and what left was not cancelled.": """
        SELECT id FROM outbox WHERE (state = 'sent') <> (sent_at IS NOT NULL) OR sent_at < due_at
        OR (state = 'cancelled') <> (cancelled_at IS NOT NULL)""",
    "An archived client has no open invitation.": """
        SELECT account.id FROM invitation JOIN linked_address ON linked_address.id = linked_address_id
        JOIN link ON link.id = link_id JOIN account ON account.id = account_id
        WHERE archived_at IS NOT NULL AND accepted_at IS NULL AND revoked_at IS NULL""",
    "Muted types of notification are those that there are, once each.": """
        SELECT id FROM muted_notification WHERE type NOT IN ('new_document', 'approval_requested',
        'signature_requested', 'proposal_sent', 'organizer_sent', 'organizer_reopened', 'new_chat_message',
        'client_task', 'invoice_issued', 'invoice_overdue', 'reminders')""",
    "What is done in the portal is done by somebody who can log in there, and not before they accepted.": """
        SELECT what, account_id, contact_id FROM of_clients AS done WHERE NOT EXISTS (
            SELECT 1 FROM inside WHERE inside.account_id = done.account_id
            AND inside.contact_id = done.contact_id AND inside.accepted_at <= done.at)""",
    "A sign-in to the portal is told with the address of the person who was let in.": """
        SELECT id FROM portal_login WHERE NOT EXISTS (SELECT 1 FROM inside
            WHERE inside.account_id = portal_login.account_id AND inside.contact_id = portal_login.contact_id
            AND inside.email = portal_login.email)""",
    "The last login of an account is the last of any of its people.": """
        SELECT account.id FROM account LEFT JOIN portal_login ON account_id = account.id GROUP BY account.id
        HAVING COALESCE(MAX(at), '') <> COALESCE(last_login_at, '')""",
    # documents
    "A document lies in a folder of its own client.": """
        SELECT document.id FROM document JOIN folder ON folder.id = folder_id
        WHERE document.account_id <> folder.account_id""",
    "What is shared, or uploaded by the client, lies where the client sees it.": """
        SELECT document.id FROM document JOIN folder ON folder.id = folder_id
        WHERE access = 'private' AND (shared_at IS NOT NULL OR uploaded_by_contact_id IS NOT NULL)""",
    "The client uploads only where the client may edit.": """
        SELECT document.id FROM document JOIN folder ON folder.id = folder_id
        WHERE access <> 'edit' AND uploaded_by_contact_id IS NOT NULL""",
    "A document is uploaded by one side.": """
        SELECT id FROM document WHERE (uploaded_by_user_id IS NULL) = (uploaded_by_contact_id IS NULL)""",
    "A document is new until the first of the firm has seen it.": """
        SELECT document.id FROM document LEFT JOIN document_view ON document_id = document.id GROUP BY document.id
        HAVING COALESCE(MIN(viewed_at), '') <> COALESCE(first_viewed_at, '')
        OR first_viewed_at < created_at""",
    "A document stands in a status of the policy.": """
        SELECT id FROM document WHERE status NOT IN ('', 'pending_approval', 'approved', 'disapproved',
        'pending_signature', 'signed', 'declined', 'locked_to_invoice')""",
    "What is asked about a document is what its status says.": """
        SELECT document.id, document.status FROM document
        LEFT JOIN approval ON approval.document_id = document.id
        LEFT JOIN signature_request AS asked ON asked.document_id = document.id
        WHERE document.status NOT IN ('locked_to_invoice', COALESCE(
            CASE approval.status WHEN 'pending' THEN 'pending_approval' ELSE approval.status END,
            CASE WHEN asked.id IS NULL OR voided_at IS NOT NULL THEN '' WHEN declined_at IS NOT NULL THEN 'declined'
            WHEN signed_at IS NOT NULL THEN 'signed' ELSE 'pending_signature' END))""",
    "Only what the client has been given is to be approved or signed.": """
        SELECT document.id FROM document JOIN approval ON approval.document_id = document.id WHERE shared_at IS NULL
        UNION ALL SELECT document.id FROM document JOIN signature_request AS asked ON asked.document_id = document.id
        WHERE shared_at IS NULL""",
    "An approval waits, or somebody of the client has decided; a no has a comment.": """
        SELECT id FROM approval WHERE status NOT IN ('pending', 'approved', 'disapproved')
        OR (status = 'pending') <> (decided_at IS NULL) OR (decided_at IS NULL) <> (decided_by_id IS NULL)
        OR (status = 'disapproved' AND comment = '') OR decided_at < requested_at""",
    # signatures and proposals
    "Only who can log in and may sign is asked for a signature.": """
        SELECT signer.id FROM signer JOIN signature_request AS asked ON asked.id = request_id WHERE NOT EXISTS (
            SELECT 1 FROM inside WHERE inside.account_id = asked.account_id
            AND inside.contact_id = signer.contact_id AND inside.signing_authority_at IS NOT NULL
            AND inside.accepted_at <= requested_at)""",
    "A request for signatures has signers, one signature a person.": """
        SELECT id FROM signature_request WHERE NOT EXISTS (SELECT 1 FROM signer WHERE request_id = signature_request.id)
        UNION ALL SELECT request_id FROM signer GROUP BY request_id, contact_id HAVING COUNT(*) > 1""",
    "A request is signed when all have signed, declined when one has said no, and ends once.": """
        SELECT asked.id FROM signature_request AS asked JOIN signer ON request_id = asked.id GROUP BY asked.id
        HAVING (asked.signed_at IS NOT NULL) <> (COUNT(signer.signed_at) = COUNT(*))
        OR (asked.declined_at IS NOT NULL) <> (COUNT(signer.declined_at) > 0)
        OR (asked.signed_at IS NOT NULL) + (asked.declined_at IS NOT NULL) + (asked.voided_at IS NOT NULL) > 1
        OR asked.signed_at <> MAX(signer.signed_at)""",
    "In order of priority nobody signs before those who come first.": """
        SELECT later.id FROM signer AS later JOIN signer AS first ON first.request_id = later.request_id
        AND first.position < later.position JOIN signature_request AS asked ON asked.id = later.request_id
        WHERE asked."order" = 'priority' AND (later.signed_at IS NOT NULL OR later.declined_at IS NOT NULL)
        AND (first.signed_at IS NULL OR first.signed_at > COALESCE(later.signed_at, later.declined_at))""",
    "A proposal is sent to everybody who can log in and may sign, and to nobody else.": """
        SELECT proposal_signer.id FROM proposal_signer JOIN proposal ON proposal.id = proposal_id WHERE NOT EXISTS (
            SELECT 1 FROM inside WHERE inside.account_id = proposal.account_id
            AND inside.contact_id = proposal_signer.contact_id AND inside.signing_authority_at IS NOT NULL)
        UNION ALL SELECT proposal.id FROM proposal JOIN inside ON inside.account_id = proposal.account_id
        WHERE sent_at IS NOT NULL AND inside.accepted_at < proposal.created_at
        AND inside.signing_authority_at IS NOT NULL AND inside.contact_id NOT IN (
            SELECT contact_id FROM proposal_signer WHERE proposal_id = proposal.id)""",
    "A draft is signed by nobody; what is sent has signers; all signatures make it signed.": """
        SELECT proposal.id FROM proposal LEFT JOIN proposal_signer AS signer ON proposal_id = proposal.id
        GROUP BY proposal.id HAVING (sent_at IS NULL) <> (COUNT(signer.id) = 0)
        OR (proposal.signed_at IS NOT NULL) <> (COUNT(signer.id) > 0 AND COUNT(signer.signed_at) = COUNT(signer.id))
        OR (declined_at IS NOT NULL AND proposal.signed_at IS NOT NULL)
        OR DATE(proposal.signed_at) > expires_on OR sent_at < created_at OR DATE(created_at) > expires_on""",
    "A proposal costs what its services cost.": """
        SELECT proposal.id FROM proposal LEFT JOIN proposal_service ON proposal_id = proposal.id GROUP BY proposal.id
        HAVING COALESCE(SUM(price_minor), 0) <> total_minor""",
    # money
    "Numbers of invoices have no gap.": """
        SELECT number FROM invoice AS one WHERE number > 1
        AND NOT EXISTS (SELECT 1 FROM invoice AS other WHERE other.number = one.number - 1)""",
    "An invoice has lines, which add up, and is due on the day it is issued or later.": """
        SELECT invoice.id FROM invoice LEFT JOIN invoice_line AS line ON invoice_id = invoice.id GROUP BY invoice.id
        HAVING COUNT(line.id) = 0 OR due_on < issued_on
        OR ABS(SUM(quantity_hundredths * price_minor * (100 + vat_percent) / 10000.0) - total_minor) > COUNT(line.id)""",
    "What is paid of an invoice is what was received for it, and makes its status.": """
        SELECT invoice.id FROM invoice LEFT JOIN payment ON invoice_id = invoice.id GROUP BY invoice.id
        HAVING COALESCE(SUM(amount_minor), 0) <> paid_minor OR paid_minor > total_minor
        OR (status = 'paid') <> (paid_minor = total_minor)
        OR (status = 'partially_paid') <> (paid_minor > 0 AND paid_minor < total_minor)
        OR MIN(received_on) < issued_on
        OR status NOT IN ('unpaid', 'partially_paid', 'in_progress', 'scheduled', 'paid', 'void')""",
    "Payments and billed time are on invoices of the same client.": """
        SELECT payment.id FROM payment JOIN invoice ON invoice.id = invoice_id
        WHERE payment.account_id <> invoice.account_id
        UNION ALL SELECT time_entry.id FROM time_entry JOIN invoice ON invoice.id = invoice_id
        WHERE time_entry.account_id <> invoice.account_id""",
    "Credit is left of what there was.": """
        SELECT id FROM credit WHERE amount_minor <= 0 OR remaining_minor NOT BETWEEN 0 AND amount_minor""",
    "QuickBooks has only accounts with invoices or payments; only those without are skipped.": """
        SELECT id, quickbooks_status FROM account WHERE (quickbooks_status = 'skipped') = (
            EXISTS (SELECT 1 FROM invoice WHERE account_id = account.id)
            OR EXISTS (SELECT 1 FROM payment WHERE account_id = account.id))""",
    "What failed in QuickBooks says why, what is synced says when, and nothing else does.": """
        SELECT id FROM account WHERE (quickbooks_status = 'failed') <> (quickbooks_error <> '')
        OR (quickbooks_status = 'synced') <> (quickbooks_synced_at IS NOT NULL)
        OR quickbooks_status NOT IN ('synced', 'not_synced', 'failed', 'skipped')""",
    # mail, chats, organizers
    "Mail is kept only for addresses with EMAIL SYNC, and from then on.": """
        SELECT email.id FROM email WHERE NOT EXISTS (
            SELECT 1 FROM linked_address JOIN link ON link.id = link_id JOIN address ON address.id = address_id
            WHERE link.account_id = email.account_id AND link.contact_id = email.contact_id
            AND address.email = email.address AND email_sync_at <= email.at)""",
    "What comes in is read before it is answered; what goes out is somebody's and on its way, sent or failed.": """
        SELECT id FROM email WHERE direction NOT IN ('in', 'out')
        OR (direction = 'in' AND (sending <> '' OR user_id IS NOT NULL OR read_at < at OR answered_at < read_at
            OR (answered_at IS NOT NULL AND read_at IS NULL)))
        OR (direction = 'out' AND (sending NOT IN ('queued', 'sent', 'failed') OR user_id IS NULL
            OR read_at IS NOT NULL OR answered_at IS NOT NULL OR (sending = 'failed') <> (error <> '')))""",
    "A thread is with one client.": """
        SELECT thread_key FROM email GROUP BY thread_key HAVING COUNT(DISTINCT account_id) > 1""",
    "A message of a chat is written by one side; what is internal is written by the firm.": """
        SELECT id FROM chat_message WHERE (user_id IS NULL) = (contact_id IS NULL)
        OR (internal_at IS NOT NULL AND user_id IS NULL)""",
    "A chat has messages, and was last spoken in when the last of them came.": """
        SELECT chat.id FROM chat LEFT JOIN chat_message ON chat_id = chat.id GROUP BY chat.id
        HAVING COUNT(at) = 0 OR MAX(at) <> last_message_at""",
    "An organizer's states follow one another, and it is finished when all is answered.": """
        SELECT organizer.id FROM organizer LEFT JOIN organizer_question AS question ON organizer_id = organizer.id
        GROUP BY organizer.id HAVING (started_at IS NULL) <> (COUNT(answered_at) = 0)
        OR (finished_at IS NULL) = (COUNT(question.id) = COUNT(answered_at)) OR finished_at < started_at
        OR started_at < sent_at OR sealed_at < finished_at OR archived_at < sent_at
        OR (sealed_at IS NOT NULL AND finished_at IS NULL)""",
    # work
    "A task stands in a status of the policy, and is closed from a moment on.": """
        SELECT id FROM task WHERE status NOT IN ('no_status', 'planned', 'in_progress', 'in_review', 'on_hold',
        'extended', 'waiting_for_client', 'waiting_for_signatures', 'waiting_for_agency', 'completed', 'cancelled')
        OR (status IN ('completed', 'cancelled')) <> (completed_at IS NOT NULL) OR completed_at < created_at
        OR due_on < DATE(created_at)""",
    "Tasks, notes and time belong to jobs of the same client.": """
        SELECT task.id FROM task JOIN job ON job.id = job_id WHERE task.account_id <> job.account_id
        UNION ALL SELECT note.id FROM note JOIN job ON job.id = job_id WHERE note.account_id <> job.account_id
        UNION ALL SELECT entry.id FROM time_entry AS entry JOIN job ON job.id = job_id
        WHERE entry.account_id <> job.account_id""",
    "A job stands in a stage of its pipeline, and is done in the last.": """
        SELECT job.id FROM job JOIN stage ON stage.id = stage_id WHERE stage.pipeline_id <> job.pipeline_id
        UNION ALL SELECT id FROM job WHERE completed_at < created_at OR due_on < DATE(created_at)
        UNION ALL SELECT job.id FROM job JOIN stage ON stage.id = stage_id WHERE completed_at IS NOT NULL
        AND stage.position < (SELECT MAX(position) FROM stage AS other WHERE other.pipeline_id = job.pipeline_id)""",
    "Only members are on the jobs of a restricted pipeline.": """
        SELECT job.id FROM job_assignee JOIN job ON job.id = job_id JOIN pipeline ON pipeline.id = pipeline_id
        WHERE restricted_at IS NOT NULL AND user_id NOT IN (
            SELECT user_id FROM pipeline_member WHERE pipeline_member.pipeline_id = pipeline.id)""",
    "Whose time is running has one timer, and time that has ended took as long as it says.": """
        SELECT user_id FROM time_entry WHERE ended_at IS NULL GROUP BY user_id HAVING COUNT(*) > 1
        UNION ALL SELECT id FROM time_entry
        WHERE ABS((JULIANDAY(ended_at) - JULIANDAY(started_at)) * 1440 - minutes) > 0.01""",
    "Only time that is billable and has ended is billed.": """
        SELECT id FROM time_entry WHERE invoice_id IS NOT NULL AND (billable_at IS NULL OR ended_at IS NULL)""",
    "What staff do for a client is done by somebody on the team, or by one who sees all.": """
        SELECT time_entry.id FROM time_entry JOIN user ON user.id = user_id WHERE role = 'employee' AND NOT EXISTS (
            SELECT 1 FROM assignment WHERE assignment.account_id = time_entry.account_id
            AND assignment.user_id = time_entry.user_id)
        UNION ALL SELECT note.id FROM note JOIN user ON user.id = author_id WHERE role = 'employee' AND NOT EXISTS (
            SELECT 1 FROM assignment WHERE assignment.account_id = note.account_id
            AND assignment.user_id = author_id)""",
    # time
    "Nobody came before the firm was there.": """
        SELECT id FROM account WHERE created_at < (SELECT created_at FROM firm)
        UNION ALL SELECT id FROM user WHERE created_at < (SELECT created_at FROM firm)""",
    "Nothing happened to a client before it came.": """
        SELECT account.id FROM done JOIN account ON account.id = done.account_id
        WHERE done.at < account.created_at""",
    "History tells nothing of a client before it came, and nothing of who did it before they worked here.": """
        SELECT event.id FROM event JOIN account ON account.id = account_id WHERE event.at < account.created_at
        UNION ALL SELECT event.id FROM event JOIN user ON user.id = actor_id
        WHERE actor_kind = 'user' AND event.at < user.created_at""",
    "Nothing is done to an archived client.": """
        SELECT account.id FROM done JOIN account ON account.id = done.account_id
        WHERE done.at > account.archived_at""",
    "Who is archived came before, and history says when.": """
        SELECT account.id FROM account LEFT JOIN event ON account_id = account.id AND kind = 'account.archived'
        WHERE (archived_at IS NOT NULL) <> (event.id IS NOT NULL) OR archived_at < created_at OR at <> archived_at""",
    "History tells how each client, person, address and place on a team came.": """
        SELECT noun.name, noun.id FROM (
            SELECT 'account' AS name, id FROM account UNION ALL SELECT 'contact', id FROM contact
            UNION ALL SELECT 'link', id FROM link UNION ALL SELECT 'linked_address', id FROM linked_address
            UNION ALL SELECT 'assignment', id FROM assignment UNION ALL SELECT 'address', id FROM address) AS noun
        LEFT JOIN event ON event.noun = noun.name AND subject_id = noun.id AND effect = 'created'
        WHERE event.id IS NULL""",
}


def told(sql: str) -> list:
    moment = clock.now().replace(tzinfo=None).isoformat(" ", "microseconds")
    return db.obj.execute_sql(SPOKEN_OF + sql, {"now": moment, "today": clock.today().isoformat()}).fetchall()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_kept(rule):
    assert told(RULES[rule])[:10] == []


def test_nothing_lies_in_the_future_but_what_is_to_come():
    """Every instant of every table; what is due, ends or expires may come."""
    to_come = {"expires_at", "until_at", "due_at", "invited_until_at"}
    now = clock.now().replace(tzinfo=None).isoformat(" ", "microseconds")
    for table in db.obj.get_tables():
        for column in db.obj.get_columns(table):
            if column.name == "at" or (column.name.endswith("_at") and column.name not in to_come):
                late = told(f'SELECT id FROM "{table}" WHERE "{column.name}" > \'{now}\'')  # noqa: S608
                assert late == [], (table, column.name)


def test_every_document_opens():
    """The content is there, is of the size and kind that the row says, and a page of a PDF bears the title."""
    seen = set()
    for row in Document.select():
        content = file_store.path_of(row.file).read_bytes()
        assert len(content) == row.size > 0, row.name
        seen.add(row.mime_type)
        assert file_store.type_of(content[:4096], row.name) == row.mime_type, row.name
        if row.mime_type == "application/pdf":
            assert row.name.removesuffix(".pdf").encode("cp1252") in content
            start = int(content.split(b"startxref\n")[1].split()[0])
            assert content[start:].startswith(b"xref\n")
    assert seen == {"application/pdf", "image/jpeg", "image/png", "text/csv"}


def test_pictures_are_pictures():
    for kind in ("image/jpeg", "image/png"):
        with Image.open(file_store.path_of(Document.get(Document.mime_type == kind).file)) as image:
            image.load()


def test_a_copy_has_files_of_its_own():
    files = [row.file for row in Document.select(Document.file)]
    assert len(set(files)) == len(files)


def test_registration_numbers_are_valid():
    rows = Account.select(Account.registration_number).where(Account.registration_number != "")
    assert all(cvr.is_valid(row.registration_number) for row in rows)


def test_lamps_are_not_all_green_and_not_all_red():
    lamps = [Readiness.of(account) for account in Account.select().where(Account.id <= 60)]
    for lamp in ("login", "notify", "sign"):
        assert {getattr(each, lamp) for each in lamps} == {True, False}


def test_switches_stand_in_every_state():
    rows = [row for account in Account.select().where(Account.id <= 60) for row in LinkedAddress.on(account)]
    assert {row.login_state for row in rows} == {"off", "not_invited", "invited", "expired", "active"}


def test_quickbooks_stands_in_every_status():
    assert {row.quickbooks_status for row in Account.select()} == {
        "synced",
        "not_synced",
        "failed",
        "skipped",
    }


def test_every_client_is_found_by_name_and_by_its_first_person(tmp_path):
    search_index.configure(tmp_path / "search")
    search_index.rebuild()
    accounts = list(Account.select().where(Account.id <= 90))
    for account in accounts:
        person = Link.of_account(account).get().contact
        for typed in (account.name, f"{account.id}", person.name):
            assert search_index.search(typed).hits, typed
