# Generated from a schema diff on 2026-11-23 20:54.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class Account(Model):
        id = IdField()
        name = CharField()
        name_typed_at = InstantField(null=True)
        sort_key = TextField(index=True)
        type = CharField(max_length=20)
        photo = CharField(null=True)
        street = CharField(default='')
        postal_code = CharField(default='')
        city = CharField(default='')
        country = CharField(max_length=2, default='DK')
        phone = CharField(default='')
        website = CharField(default='')
        registration_number = CharField(default='')
        quickbooks_status = CharField(max_length=20, default='not_synced')
        quickbooks_error = CharField(default='')
        quickbooks_synced_at = InstantField(null=True)
        last_login_at = InstantField(null=True)
        created_at = InstantField()
        archived_at = InstantField(null=True)
        binned_at = InstantField(null=True)
        idempotency_key = CharField(unique=True, null=True, max_length=64)
        class Meta:
            database = db
            table_name = 'account'
    db.create_tables([Account])

    class User(Model):
        id = IdField()
        name = CharField()
        email = CharField(unique=True)
        role = CharField()
        password_hash = CharField()
        language = CharField(null=True, max_length=5)
        theme = CharField(max_length=5, default='auto')
        rights_version = IntegerField(default=0)
        created_at = InstantField()
        deactivated_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'user'
    db.create_tables([User])

    class AccessRequest(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE')
        user = ForeignKeyField(User, on_delete='CASCADE')
        reason = TextField(default='')
        created_at = InstantField()
        answered_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'access_request'
    db.create_tables([AccessRequest])

    class AccountRelation(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        related = ForeignKeyField(Account, on_delete='CASCADE')
        kind = CharField(max_length=20)
        percentage_hundredths = IntegerField(null=True)
        class Meta:
            database = db
            table_name = 'account_relation'
            indexes = ((('account', 'related', 'kind'), True),)
    db.create_tables([AccountRelation])

    class AccountRole(Model):
        id = IdField()
        name = CharField(unique=True)
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'account_role'
    db.create_tables([AccountRole])

    class AccountRoleHolder(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        role = ForeignKeyField(AccountRole, on_delete='CASCADE')
        user = ForeignKeyField(User, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'account_role_holder'
            indexes = ((('account', 'role'), True),)
    db.create_tables([AccountRoleHolder])

    class Tag(Model):
        id = IdField()
        name = CharField(unique=True, max_length=60)
        colour = CharField(max_length=10, default='blue')
        class Meta:
            database = db
            table_name = 'tag'
    db.create_tables([Tag])

    class AccountTag(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        tag = ForeignKeyField(Tag, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'account_tag'
            indexes = ((('account', 'tag'), True),)
    db.create_tables([AccountTag])

    class Contact(Model):
        id = IdField()
        first_name = CharField()
        last_name = CharField(default='')
        sort_key = TextField(index=True)
        language = CharField(max_length=5, default='da')
        street = CharField(default='')
        postal_code = CharField(default='')
        city = CharField(default='')
        country = CharField(max_length=2, default='DK')
        photo = CharField(null=True)
        created_at = InstantField()
        class Meta:
            database = db
            table_name = 'contact'
    db.create_tables([Contact])

    class Address(Model):
        id = IdField()
        contact = ForeignKeyField(Contact, on_delete='CASCADE', index=False)
        email = CharField(max_length=254)
        email_folded = CharField(index=True, max_length=254)
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'address'
            indexes = ((('contact', 'email_folded'), True),)
    db.create_tables([Address])

    class Folder(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE')
        parent = ForeignKeyField('self', null=True, on_delete='CASCADE')
        name = CharField()
        access = CharField(max_length=10, default='view')
        class Meta:
            database = db
            table_name = 'folder'
    db.create_tables([Folder])

    class Document(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        folder = ForeignKeyField(Folder, null=True, on_delete='SET NULL')
        name = CharField()
        mime_type = CharField(max_length=100)
        size = BigIntegerField()
        status = CharField(max_length=20, default='')
        uploaded_by_user = ForeignKeyField(User, null=True, on_delete='SET NULL')
        uploaded_by_contact = ForeignKeyField(Contact, null=True, on_delete='SET NULL')
        created_at = InstantField()
        shared_at = InstantField(null=True)
        first_viewed_at = InstantField(null=True)
        first_viewed_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        binned_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'document'
            indexes = ((('account', 'created_at'), False),)
    db.create_tables([Document])

    class Approval(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        document = ForeignKeyField(Document, on_delete='CASCADE')
        requested_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        requested_at = InstantField()
        status = CharField(max_length=20, default='pending')
        comment = TextField(default='')
        decided_by = ForeignKeyField(Contact, null=True, on_delete='SET NULL')
        decided_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'approval'
            indexes = ((('account', 'requested_at'), False),)
    db.create_tables([Approval])

    class Assignment(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        user = ForeignKeyField(User, on_delete='CASCADE')
        until_at = InstantField(null=True)
        created_at = InstantField()
        class Meta:
            database = db
            table_name = 'assignment'
            indexes = ((('account', 'user'), True),)
    db.create_tables([Assignment])

    class Chat(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        subject = CharField()
        created_at = InstantField()
        last_message_at = InstantField()
        answered_at = InstantField(null=True)
        answered_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        unread_at = InstantField(null=True)
        archived_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'chat'
            indexes = ((('account', 'last_message_at'), False),)
    db.create_tables([Chat])

    class ChatMessage(Model):
        id = IdField()
        chat = ForeignKeyField(Chat, on_delete='CASCADE')
        user = ForeignKeyField(User, null=True, on_delete='SET NULL')
        contact = ForeignKeyField(Contact, null=True, on_delete='SET NULL')
        body = TextField()
        at = InstantField()
        internal_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'chat_message'
    db.create_tables([ChatMessage])

    class ClientTask(Model):
        id = IdField()
        chat = ForeignKeyField(Chat, on_delete='CASCADE')
        title = CharField()
        created_at = InstantField()
        completed_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'client_task'
    db.create_tables([ClientTask])

    class Credit(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE')
        amount_minor = BigIntegerField()
        remaining_minor = BigIntegerField()
        currency = CharField(max_length=3, default='DKK')
        reason = CharField(default='')
        created_at = InstantField()
        class Meta:
            database = db
            table_name = 'credit'
    db.create_tables([Credit])

    class CustomField(Model):
        id = IdField()
        set = CharField(max_length=10)
        label = CharField(max_length=100)
        type = CharField(max_length=20)
        choices = TextField(default='')
        position = IntegerField(default=0)
        required_at = InstantField(null=True)
        archived_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'custom_field'
    db.create_tables([CustomField])

    class CustomValue(Model):
        id = IdField()
        field = ForeignKeyField(CustomField, on_delete='CASCADE', index=False)
        account = ForeignKeyField(Account, null=True, on_delete='CASCADE')
        contact = ForeignKeyField(Contact, null=True, on_delete='CASCADE')
        value = TextField()
        class Meta:
            database = db
            table_name = 'custom_value'
            indexes = ((('field', 'account'), True), (('field', 'contact'), True))
    db.create_tables([CustomValue])

    class DocumentView(Model):
        id = IdField()
        document = ForeignKeyField(Document, on_delete='CASCADE', index=False)
        user = ForeignKeyField(User, on_delete='CASCADE')
        viewed_at = InstantField()
        class Meta:
            database = db
            table_name = 'document_view'
            indexes = ((('document', 'user'), True),)
    db.create_tables([DocumentView])

    class EarlierName(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE')
        name = CharField()
        until_at = InstantField()
        class Meta:
            database = db
            table_name = 'earlier_name'
    db.create_tables([EarlierName])

    class Email(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        contact = ForeignKeyField(Contact, null=True, on_delete='SET NULL')
        user = ForeignKeyField(User, null=True, on_delete='SET NULL')
        thread_key = CharField(index=True)
        direction = CharField(max_length=3)
        address = CharField(max_length=254)
        subject = CharField(max_length=998)
        body_text = TextField(default='')
        body_html = TextField(default='')
        at = InstantField()
        read_at = InstantField(null=True)
        answered_at = InstantField(null=True)
        sending = CharField(max_length=10, default='')
        error = TextField(default='')
        class Meta:
            database = db
            table_name = 'email'
            indexes = ((('account', 'at'), False),)
    db.create_tables([Email])

    class Event(Model):
        id = IdField()
        at = InstantField()
        action = CharField(index=True, null=True, max_length=16)
        noun = CharField(max_length=30)
        kind = CharField()
        effect = CharField(max_length=7)
        subject_id = IntegerField()
        account_id = IntegerField(null=True)
        contact_id = IntegerField(index=True, null=True)
        user_id = IntegerField(index=True, null=True)
        subject_name = CharField(default='')
        actor_kind = CharField()
        actor_id = IntegerField(null=True)
        actor_name = CharField(default='')
        source = CharField(default='web')
        changes = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'event'
            indexes = ((('account_id', 'id'), False), (('noun', 'subject_id', 'id'), False))
    db.create_tables([Event])

    class Firm(Model):
        id = IdField()
        name = CharField()
        language = CharField(max_length=5, default='da')
        currency = CharField(max_length=3, default='DKK')
        demo_at = InstantField(null=True)
        created_at = InstantField()
        class Meta:
            database = db
            table_name = 'firm'
    db.create_tables([Firm])

    class Link(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        contact = ForeignKeyField(Contact, on_delete='CASCADE')
        description = CharField(default='')
        signer_priority = IntegerField()
        from_on = DateField(null=True)
        until_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'link'
            indexes = ((('account', 'contact'), True),)
    db.create_tables([Link])

    class LinkedAddress(Model):
        id = IdField()
        link = ForeignKeyField(Link, on_delete='CASCADE', index=False)
        address = ForeignKeyField(Address, on_delete='CASCADE')
        login_at = InstantField(null=True)
        notify_at = InstantField(null=True)
        email_sync_at = InstantField(null=True)
        signing_authority_at = InstantField(null=True)
        invited_until_at = InstantField(null=True)
        activated_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'linked_address'
            indexes = ((('link', 'address'), True),)
    db.create_tables([LinkedAddress])

    class Invitation(Model):
        id = IdField()
        linked_address = ForeignKeyField(LinkedAddress, on_delete='CASCADE')
        email = CharField(max_length=254)
        message = TextField(default='')
        invited_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        created_at = InstantField()
        expires_at = InstantField()
        opened_at = InstantField(null=True)
        accepted_at = InstantField(null=True)
        revoked_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'invitation'
    db.create_tables([Invitation])

    class Invoice(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        number = IntegerField(unique=True)
        issued_on = DateField()
        due_on = DateField()
        currency = CharField(max_length=3, default='DKK')
        total_minor = BigIntegerField()
        paid_minor = BigIntegerField(default=0)
        stored_status = CharField(max_length=20, default='unpaid', column_name='status')
        created_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        created_at = InstantField()
        class Meta:
            database = db
            table_name = 'invoice'
            indexes = ((('account', 'issued_on'), False),)
    db.create_tables([Invoice])

    class InvoiceLine(Model):
        id = IdField()
        invoice = ForeignKeyField(Invoice, on_delete='CASCADE')
        position = IntegerField()
        text = TextField()
        quantity_hundredths = IntegerField()
        price_minor = BigIntegerField()
        vat_percent = IntegerField()
        class Meta:
            database = db
            table_name = 'invoice_line'
    db.create_tables([InvoiceLine])

    class Pipeline(Model):
        id = IdField()
        name = CharField(unique=True)
        restricted_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'pipeline'
    db.create_tables([Pipeline])

    class Stage(Model):
        id = IdField()
        pipeline = ForeignKeyField(Pipeline, on_delete='CASCADE')
        name = CharField()
        position = IntegerField()
        class Meta:
            database = db
            table_name = 'stage'
    db.create_tables([Stage])

    class Job(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        pipeline = ForeignKeyField(Pipeline, on_delete='RESTRICT')
        stage = ForeignKeyField(Stage, on_delete='RESTRICT')
        title = CharField()
        description = TextField(default='')
        due_on = DateField(null=True)
        created_at = InstantField()
        completed_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'job'
            indexes = ((('account', 'created_at'), False),)
    db.create_tables([Job])

    class JobAssignee(Model):
        id = IdField()
        job = ForeignKeyField(Job, on_delete='CASCADE', index=False)
        user = ForeignKeyField(User, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'job_assignee'
            indexes = ((('job', 'user'), True),)
    db.create_tables([JobAssignee])

    class MutedNotification(Model):
        id = IdField()
        linked_address = ForeignKeyField(LinkedAddress, on_delete='CASCADE', index=False)
        type = CharField(max_length=30)
        class Meta:
            database = db
            table_name = 'muted_notification'
            indexes = ((('linked_address', 'type'), True),)
    db.create_tables([MutedNotification])

    class Task(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        job = ForeignKeyField(Job, null=True, on_delete='SET NULL')
        title = CharField()
        description = TextField(default='')
        status = CharField(max_length=30, default='no_status')
        priority = CharField(max_length=10, default='normal')
        due_on = DateField(null=True)
        created_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        created_at = InstantField()
        completed_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'task'
            indexes = ((('account', 'created_at'), False),)
    db.create_tables([Task])

    class Note(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        author = ForeignKeyField(User, null=True, on_delete='SET NULL')
        job = ForeignKeyField(Job, null=True, on_delete='SET NULL')
        task = ForeignKeyField(Task, null=True, on_delete='SET NULL')
        body = TextField()
        created_at = InstantField()
        edited_at = InstantField(null=True)
        pinned_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'note'
            indexes = ((('account', 'created_at'), False),)
    db.create_tables([Note])

    class NoteVersion(Model):
        id = IdField()
        note = ForeignKeyField(Note, on_delete='CASCADE')
        body = TextField()
        author = ForeignKeyField(User, null=True, on_delete='SET NULL')
        at = InstantField()
        class Meta:
            database = db
            table_name = 'note_version'
    db.create_tables([NoteVersion])

    class Organizer(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        contact = ForeignKeyField(Contact, null=True, on_delete='SET NULL')
        title = CharField()
        sent_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        sent_at = InstantField()
        due_on = DateField(null=True)
        started_at = InstantField(null=True)
        finished_at = InstantField(null=True)
        sealed_at = InstantField(null=True)
        archived_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'organizer'
            indexes = ((('account', 'sent_at'), False),)
    db.create_tables([Organizer])

    class OrganizerQuestion(Model):
        id = IdField()
        organizer = ForeignKeyField(Organizer, on_delete='CASCADE')
        position = IntegerField()
        type = CharField(max_length=10)
        text = TextField()
        choices = TextField(default='')
        answer = TextField(default='')
        answered_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'organizer_question'
    db.create_tables([OrganizerQuestion])

    class Outbox(Model):
        id = IdField()
        kind = CharField(max_length=30)
        subject_id = IntegerField()
        account_id = IntegerField(index=True, null=True)
        created_at = InstantField()
        due_at = InstantField(index=True)
        attempts = IntegerField(default=0)
        error = TextField(default='')
        sent_at = InstantField(null=True)
        cancelled_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'outbox'
    db.create_tables([Outbox])

    class Payment(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        invoice = ForeignKeyField(Invoice, null=True, on_delete='SET NULL')
        amount_minor = BigIntegerField()
        currency = CharField(max_length=3, default='DKK')
        received_on = DateField()
        method = CharField(max_length=20)
        created_at = InstantField()
        class Meta:
            database = db
            table_name = 'payment'
            indexes = ((('account', 'received_on'), False),)
    db.create_tables([Payment])

    class Phone(Model):
        id = IdField()
        contact = ForeignKeyField(Contact, on_delete='CASCADE')
        label = CharField(default='')
        number = CharField(max_length=20)
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'phone'
    db.create_tables([Phone])

    class PipelineMember(Model):
        id = IdField()
        pipeline = ForeignKeyField(Pipeline, on_delete='CASCADE', index=False)
        user = ForeignKeyField(User, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'pipeline_member'
            indexes = ((('pipeline', 'user'), True),)
    db.create_tables([PipelineMember])

    class PortalLogin(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        contact = ForeignKeyField(Contact, on_delete='CASCADE')
        email = CharField(max_length=254)
        at = InstantField()
        class Meta:
            database = db
            table_name = 'portal_login'
            indexes = ((('account', 'at'), False),)
    db.create_tables([PortalLogin])

    class Proposal(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        title = CharField()
        terms = TextField(default='')
        currency = CharField(max_length=3, default='DKK')
        total_minor = BigIntegerField(default=0)
        created_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        created_at = InstantField()
        sent_at = InstantField(null=True)
        expires_on = DateField(null=True)
        signed_at = InstantField(null=True)
        declined_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'proposal'
            indexes = ((('account', 'created_at'), False),)
    db.create_tables([Proposal])

    class ProposalService(Model):
        id = IdField()
        proposal = ForeignKeyField(Proposal, on_delete='CASCADE')
        position = IntegerField()
        name = CharField()
        price_minor = BigIntegerField()
        class Meta:
            database = db
            table_name = 'proposal_service'
    db.create_tables([ProposalService])

    class ProposalSigner(Model):
        id = IdField()
        proposal = ForeignKeyField(Proposal, on_delete='CASCADE', index=False)
        contact = ForeignKeyField(Contact, on_delete='CASCADE')
        signed_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'proposal_signer'
            indexes = ((('proposal', 'contact'), True),)
    db.create_tables([ProposalSigner])

    class Right(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE', index=False)
        name = CharField()
        class Meta:
            database = db
            table_name = 'right'
            indexes = ((('user', 'name'), True),)
    db.create_tables([Right])

    class SearchChange(Model):
        id = IdField()
        account_id = IntegerField()
        at = InstantField()
        class Meta:
            database = db
            table_name = 'search_change'
    db.create_tables([SearchChange])

    class SignatureRequest(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        document = ForeignKeyField(Document, on_delete='CASCADE')
        requested_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        requested_at = InstantField()
        order = CharField(max_length=20, default='all_at_once')
        signed_at = InstantField(null=True)
        declined_at = InstantField(null=True)
        voided_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'signature_request'
            indexes = ((('account', 'requested_at'), False),)
    db.create_tables([SignatureRequest])

    class Signer(Model):
        id = IdField()
        request = ForeignKeyField(SignatureRequest, on_delete='CASCADE', index=False)
        contact = ForeignKeyField(Contact, on_delete='CASCADE')
        position = IntegerField()
        signed_at = InstantField(null=True)
        declined_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'signer'
            indexes = ((('request', 'contact'), True),)
    db.create_tables([Signer])

    class SignIn(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE')
        token_hash = CharField(unique=True, max_length=64)
        created_at = InstantField()
        expires_at = InstantField()
        seen_at = InstantField()
        user_agent = CharField(default='')
        address = CharField(default='')
        class Meta:
            database = db
            table_name = 'sign_in'
    db.create_tables([SignIn])

    class Subtask(Model):
        id = IdField()
        task = ForeignKeyField(Task, on_delete='CASCADE')
        title = CharField()
        position = IntegerField(default=0)
        completed_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'subtask'
    db.create_tables([Subtask])

    class TaskAssignee(Model):
        id = IdField()
        task = ForeignKeyField(Task, on_delete='CASCADE', index=False)
        user = ForeignKeyField(User, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'task_assignee'
            indexes = ((('task', 'user'), True),)
    db.create_tables([TaskAssignee])

    class TimeEntry(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete='CASCADE', index=False)
        user = ForeignKeyField(User, on_delete='CASCADE')
        job = ForeignKeyField(Job, null=True, on_delete='SET NULL')
        description = CharField(max_length=500, default='')
        started_at = InstantField()
        ended_at = InstantField(null=True)
        minutes = IntegerField(null=True)
        rate_minor = BigIntegerField(default=0)
        billable_at = InstantField(null=True)
        invoice = ForeignKeyField(Invoice, null=True, on_delete='SET NULL')
        class Meta:
            database = db
            table_name = 'time_entry'
            indexes = ((('account', 'started_at'), False),)
    db.create_tables([TimeEntry])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('time_entry'))
    migrator.migrate(migrator.drop_table('task_assignee'))
    migrator.migrate(migrator.drop_table('subtask'))
    migrator.migrate(migrator.drop_table('sign_in'))
    migrator.migrate(migrator.drop_table('signer'))
    migrator.migrate(migrator.drop_table('signature_request'))
    migrator.migrate(migrator.drop_table('search_change'))
    migrator.migrate(migrator.drop_table('right'))
    migrator.migrate(migrator.drop_table('proposal_signer'))
    migrator.migrate(migrator.drop_table('proposal_service'))
    migrator.migrate(migrator.drop_table('proposal'))
    migrator.migrate(migrator.drop_table('portal_login'))
    migrator.migrate(migrator.drop_table('pipeline_member'))
    migrator.migrate(migrator.drop_table('phone'))
    migrator.migrate(migrator.drop_table('payment'))
    migrator.migrate(migrator.drop_table('outbox'))
    migrator.migrate(migrator.drop_table('organizer_question'))
    migrator.migrate(migrator.drop_table('organizer'))
    migrator.migrate(migrator.drop_table('note_version'))
    migrator.migrate(migrator.drop_table('note'))
    migrator.migrate(migrator.drop_table('task'))
    migrator.migrate(migrator.drop_table('muted_notification'))
    migrator.migrate(migrator.drop_table('job_assignee'))
    migrator.migrate(migrator.drop_table('job'))
    migrator.migrate(migrator.drop_table('stage'))
    migrator.migrate(migrator.drop_table('pipeline'))
    migrator.migrate(migrator.drop_table('invoice_line'))
    migrator.migrate(migrator.drop_table('invoice'))
    migrator.migrate(migrator.drop_table('invitation'))
    migrator.migrate(migrator.drop_table('linked_address'))
    migrator.migrate(migrator.drop_table('link'))
    migrator.migrate(migrator.drop_table('firm'))
    migrator.migrate(migrator.drop_table('event'))
    migrator.migrate(migrator.drop_table('email'))
    migrator.migrate(migrator.drop_table('earlier_name'))
    migrator.migrate(migrator.drop_table('document_view'))
    migrator.migrate(migrator.drop_table('custom_value'))
    migrator.migrate(migrator.drop_table('custom_field'))
    migrator.migrate(migrator.drop_table('credit'))
    migrator.migrate(migrator.drop_table('client_task'))
    migrator.migrate(migrator.drop_table('chat_message'))
    migrator.migrate(migrator.drop_table('chat'))
    migrator.migrate(migrator.drop_table('assignment'))
    migrator.migrate(migrator.drop_table('approval'))
    migrator.migrate(migrator.drop_table('document'))
    migrator.migrate(migrator.drop_table('folder'))
    migrator.migrate(migrator.drop_table('address'))
    migrator.migrate(migrator.drop_table('contact'))
    migrator.migrate(migrator.drop_table('account_tag'))
    migrator.migrate(migrator.drop_table('tag'))
    migrator.migrate(migrator.drop_table('account_role_holder'))
    migrator.migrate(migrator.drop_table('account_role'))
    migrator.migrate(migrator.drop_table('account_relation'))
    migrator.migrate(migrator.drop_table('access_request'))
    migrator.migrate(migrator.drop_table('user'))
    migrator.migrate(migrator.drop_table('account'))
