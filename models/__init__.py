"""The nouns of the firm and their rules. Knows peewee, the standard library and pure libraries of rules only."""

from models.access_request import AccessRequest
from models.account import Account, Assignment, EarlierName
from models.account_relation import AccountRelation
from models.account_role import AccountRole, AccountRoleHolder
from models.approval import Approval
from models.bulk_change import BulkChange
from models.chat import Chat, ChatMessage, ClientTask
from models.contact import Address, Contact, Phone
from models.cover import Cover
from models.custom_field import CustomField
from models.custom_value import CustomValue
from models.default_member import DefaultMember
from models.document import Document, DocumentOpening, DocumentView, Folder
from models.email import Email
from models.event import Event
from models.evidence import RetentionPeriod
from models.firm import Firm
from models.invitation import Invitation
from models.invoice import Credit, Invoice, InvoiceLine, Payment
from models.job import Job, JobAssignee, Pipeline, PipelineMember, Stage
from models.link import Link
from models.linked_address import LinkedAddress, MutedNotification
from models.merge import Merge, MovedRow
from models.note import Note, NoteVersion
from models.number_series import NumberSeries
from models.organizer import Organizer, OrganizerQuestion
from models.outbox import Outbox
from models.passkey import Passkey, UsedChallenge
from models.password_reset import PasswordReset, StaffPasswordReset
from models.portal_login import PortalLogin
from models.portal_user import PortalSession, PortalUser
from models.probe import Probe
from models.proposal import Proposal, ProposalService, ProposalSigner
from models.readdressing import readdress as readdress  # it follows events
from models.recent_account import RecentAccount
from models.recovery_code import RecoveryCode
from models.search_change import SearchChange
from models.security_notice import SecurityNotice
from models.sign_in import SignIn
from models.sign_in_failure import SignInFailure
from models.signature import SignatureRequest, Signer
from models.staff_invitation import StaffInvitation
from models.tag import AccountTag, Tag
from models.task import Subtask, Task, TaskAssignee
from models.time_entry import TimeEntry
from models.user import Right, User

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
