"""The nouns of the firm and their rules. Knows peewee, the standard library and pure libraries of rules only."""

from models.base.event import Event
from models.base.number_series import NumberSeries
from models.base.search_change import SearchChange
from models.base.sign_in_failure import SignInFailure
from models.base.write_probe import Probe
from models.billing.invoice import Credit, Invoice, InvoiceLine, Payment
from models.billing.proposal import Proposal, ProposalService, ProposalSigner
from models.clients.account import Account, Assignment, EarlierName
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.contact import Address, Contact, Phone
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.default_member import DefaultMember
from models.clients.evidence import RetentionPeriod
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress, MutedNotification
from models.clients.merge import Merge, MovedRow
from models.clients.portal_user import PortalSession, PortalUser
from models.clients.recent_account import RecentAccount
from models.clients.tag import AccountTag, Tag
from models.conversation.chat import Chat, ChatMessage, ClientTask
from models.conversation.email import Email
from models.documents.approval import Approval
from models.documents.document import Document, DocumentOpening, DocumentView, Folder
from models.documents.signature import SignatureRequest, Signer
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.portal.portal_login import PortalLogin
from models.processes.address_change import readdress as readdress  # it follows events
from models.processes.bulk_change import BulkChange
from models.sign_in.passkey import Passkey, UsedChallenge
from models.sign_in.password_reset import PasswordReset, StaffPasswordReset
from models.sign_in.recovery_code import RecoveryCode
from models.sign_in.security_notice import SecurityNotice
from models.staff.firm import Firm
from models.staff.sign_in import SignIn
from models.staff.user import Right, User
from models.teams.access_request import AccessRequest
from models.teams.cover import Cover
from models.teams.staff_invitation import StaffInvitation
from models.work.job import Job, JobAssignee, Pipeline, PipelineMember, Stage
from models.work.note import Note, NoteVersion
from models.work.organizer import Organizer, OrganizerQuestion
from models.work.task import Subtask, Task, TaskAssignee
from models.work.time_entry import TimeEntry

TABLES = (
    Firm,
    User,
    Right,
    SignIn,
    SignInFailure,
    Passkey,
    UsedChallenge,
    RecoveryCode,
    Account,
    EarlierName,
    Assignment,
    DefaultMember,
    StaffInvitation,
    Cover,
    AccountRole,
    AccountRoleHolder,
    AccountRelation,
    AccessRequest,
    Contact,
    Phone,
    Address,
    Link,
    LinkedAddress,
    MutedNotification,
    Invitation,
    PortalUser,
    PortalSession,
    PasswordReset,
    StaffPasswordReset,
    SecurityNotice,
    PortalLogin,
    Tag,
    AccountTag,
    CustomField,
    CustomValue,
    Event,
    Outbox,
    SearchChange,
    RecentAccount,
    Folder,
    Document,
    DocumentView,
    DocumentOpening,
    Pipeline,
    PipelineMember,
    Stage,
    Job,
    JobAssignee,
    Task,
    TaskAssignee,
    Subtask,
    Email,
    Chat,
    ChatMessage,
    ClientTask,
    RetentionPeriod,
    NumberSeries,
    Invoice,
    InvoiceLine,
    Payment,
    Credit,
    Approval,
    SignatureRequest,
    Signer,
    Organizer,
    OrganizerQuestion,
    Note,
    NoteVersion,
    TimeEntry,
    Proposal,
    ProposalService,
    ProposalSigner,
    Merge,
    MovedRow,
    BulkChange,
    Probe,
)
