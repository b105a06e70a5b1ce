"""Labels of the models' codes (types, statuses, rights, switches …), translated."""

from flask_babel import lazy_gettext as _l

from models.clients import linked_address

SECTIONS = {
    "documents": _l("Documents"),
    "tasks": _l("Tasks"),
    "emails": _l("E-mail"),
    "jobs": _l("Jobs"),
    "chats": _l("Chats"),
    "invoices": _l("Invoices"),
    "payments": _l("Payments"),
    "approvals": _l("Approvals"),
    "signatures": _l("Signatures"),
    "organizers": _l("Organizers"),
    "logins": _l("Login activity"),
    "notes": _l("Notes"),
    "time-entries": _l("Time entries"),
    "proposals": _l("Proposals"),
    "history": _l("History"),
}

# What a card is called where it shows a part of its section.
CARDS = SECTIONS | {"invoices": _l("Unpaid invoices"), "proposals": _l("Proposals and letters")}

# Tab of a client (web.sections) → what it is called, in their order.
TABS = {
    "documents": _l("Documents"),
    "communication": _l("Communication"),
    "organizers": _l("Organizers"),
    "billing": _l("Billing"),
    "notes": _l("Notes"),
    "work": _l("Work"),
    "proposals": _l("Proposals"),
    "history": _l("History"),
}

EMPTY = {
    "documents": _l("No documents have been exchanged with the client yet."),
    "tasks": _l("Nothing to do here at the moment."),
    "emails": _l("No e-mail is kept yet."),
    "jobs": _l("No job is under way."),
    "chats": _l("No conversation with the client yet."),
    "invoices": _l("Nothing is unpaid."),
    "payments": _l("No payment has been received yet."),
    "approvals": _l("No documents are waiting for approval."),
    "signatures": _l("Nothing has been sent for signing."),
    "organizers": _l("No organizer has been sent."),
    "logins": _l("Nobody has signed in yet."),
    "notes": _l("No notes yet."),
    "time-entries": _l("No time has been entered."),
    "proposals": _l("No proposals yet."),
    "history": _l("Nothing has happened yet."),
}

# What mends an empty card, where it is one of the switches on Info.
FIRST_ACTIONS = {"emails": _l("Turn EMAIL SYNC on"), "logins": _l("Turn LOGIN on")}

ACCOUNT_TYPES = {"individual": _l("Individual"), "company": _l("Company"), "other": _l("Other")}

# Right of models.user.RIGHTS → what it is called, and what it allows, in one sentence.
RIGHTS = {
    "view_all_accounts": (
        _l("View all clients"),
        _l("Opens and finds every client, also without being on its team."),
    ),
    "manage_accounts": (
        _l("Manage clients"),
        _l(
            "Creates, edits, archives and deletes clients they can open, with tags, team, contacts and switches."
        ),
    ),
    "view_all_contacts": (
        _l("View all contacts"),
        _l("Finds every contact, also those of clients they cannot open."),
    ),
    "manage_contacts": (_l("Manage contacts"), _l("Edits names, addresses, phones and fields of contacts.")),
    "manage_tags": (_l("Manage tags"), _l("Creates, renames and deletes the firm's tags.")),
    "manage_custom_fields": (
        _l("Manage custom fields"),
        _l("Decides which fields clients and contacts have, and changes or archives them."),
    ),
    "manage_documents": (
        _l("Manage documents"),
        _l("Uploads, moves, renames and deletes documents of their clients."),
    ),
    "manage_pipelines": (_l("Manage pipelines"), _l("Sets up pipelines, their stages and who may see them.")),
    "manage_organizers": (
        _l("Manage organizers"),
        _l("Sends organizers to clients, and reads and reopens them."),
    ),
    "manage_proposals": (
        _l("Manage proposals"),
        _l("Writes, sends and reads proposals and engagement letters with their prices."),
    ),
    "manage_invoices": (_l("Manage invoices"), _l("Sees, writes and sends invoices and credit notes.")),
    "manage_payments": (
        _l("Manage payments"),
        _l("Sees and registers payments, and uses a client's credit."),
    ),
    "manage_time_entries": (
        _l("Manage time entries"),
        _l("Sees and corrects the time of colleagues, not only their own."),
    ),
    "manage_rates": (_l("Manage rates"), _l("Sees and changes hourly rates.")),
    "assign_teammates": (
        _l("Assign teammates"),
        _l("Adds colleagues to the team of clients they can open, and answers access requests for these."),
    ),
    "manage_templates": (_l("Manage templates"), _l("Writes the templates that colleagues begin with.")),
    "export_data": (_l("Export data"), _l("Takes lists and whole client files out of Overblik.")),
}

RIGHT_GROUPS = (
    (
        _l("Clients and contacts"),
        ("view_all_accounts", "manage_accounts", "assign_teammates", "view_all_contacts", "manage_contacts"),
    ),
    (_l("Work"), ("manage_documents", "manage_pipelines", "manage_organizers")),
    (
        _l("Money and time"),
        ("manage_proposals", "manage_invoices", "manage_payments", "manage_time_entries", "manage_rates"),
    ),
    (_l("The firm"), ("manage_tags", "manage_custom_fields", "manage_templates", "export_data")),
)

ROLES = {"owner": _l("Owner"), "admin": _l("Administrator"), "employee": _l("Employee")}

SWITCHES = {
    "login": _l("LOGIN"),
    "notify": _l("NOTIFY"),
    "email-sync": _l("EMAIL SYNC"),
    "signing-authority": _l("SIGNING AUTHORITY"),
}

PLACE = {
    "street": _l("Street"),
    "postal_code": _l("Postal code"),
    "city": _l("City"),
    "country": _l("Country"),
}

# Noun → field → what it is called, in the order of its form.
FIELDS = {
    "account": {
        "name": _l("Name"),
        "type": _l("Type"),
        **PLACE,
        "phone": _l("Phone"),
        "website": _l("Website"),
        "registration_number": _l("Registration number (CVR)"),
        "quickbooks_status": _l("QuickBooks"),
        "quickbooks_error": _l("Reason"),
    },
    "account_relation": {
        "account": _l("From client"),
        "related": _l("To client"),
        "kind": _l("Relation"),
        "percentage_hundredths": _l("Owner's share"),
    },
    "contact": {
        "first_name": _l("First name"),
        "last_name": _l("Last name"),
        "language": _l("Language"),
        **PLACE,
        "merged_into": _l("Merged into"),
    },
    "phone": {
        "number": _l("Phone"),
        "label": _l("Label"),
        "position": _l("Position in the order"),
        "contact": _l("Contact"),
    },
    "address": {
        "email": _l("E-mail"),
        "position": _l("Position in the order"),
        "contact": _l("Contact"),
    },
    "link": {
        "description": _l("Description"),
        "signer_priority": _l("Signer number"),
        "from_on": _l("From"),
        "until_on": _l("Until"),
        "contact": _l("Contact"),
        "account": _l("Client"),
    },
    "linked_address": {column: SWITCHES[name] for name, column in linked_address.SWITCHES.items()},
    "invitation": {
        "message": _l("Message"),
        "expires_at": _l("Expires"),
    },
    "assignment": {"until_at": _l("Until")},
    "account_role": {"user": _l("Member of staff")},
    "custom_value": {"value": _l("Value")},
    "access_request": {"reason": _l("Reason")},
    "user": {
        "name": _l("Name"),
        "email": _l("E-mail"),
        "role": _l("Role"),
        "deactivated_at": _l("Deactivated"),
    },
    "firm": {"name": _l("Name"), "language": _l("Language")},
    "sign_in": {"address": _l("From address")},
    "refusal": {"address": _l("From address"), "method": _l("Method"), "status": _l("Answer")},
    "export": {"address": _l("From address")},
    "access": {"address": _l("From address")},
}

NOTIFICATIONS = {
    "new_document": _l("new document"),
    "approval_requested": _l("approval requested"),
    "signature_requested": _l("signature requested"),
    "proposal_sent": _l("proposal sent"),
    "organizer_sent": _l("organizer sent"),
    "organizer_reopened": _l("organizer reopened"),
    "new_chat_message": _l("new chat message"),
    "client_task": _l("client task"),
    "invoice_issued": _l("invoice issued"),
    "invoice_overdue": _l("invoice overdue"),
    "reminders": _l("reminders"),
}

# What a line of the outbox is.
OUTBOX = {
    "invitation": _l("Invitation"),
    "password_reset": _l("New password"),
    "staff_invitation": _l("Invitation of staff"),
    "access_granted": _l("Access granted"),
    "address_confirmation": _l("Request to confirm an address"),
    "broken_glass": _l("Break-glass"),
    "staff_password_reset": _l("New password"),
    "security_notice": _l("Notice about a sign-in"),
}

# SecurityNotice.about
NOTICES = {
    "password_changed": _l("Your password was changed, and you were signed out wherever you were signed in."),
    "password_link_made": _l(
        "A link for a new password was created, for somebody to pass on to you. If you did not ask for it, tell an owner."
    ),
    "email_changed": _l(
        "You now sign in with another e-mail address; this one can no longer be used to sign in."
    ),
    "app_added": _l("An app with codes was added to your sign-in."),
    "app_removed": _l("The app with codes was removed from your sign-in."),
    "passkey_added": _l("A passkey was added to your sign-in."),
    "passkey_removed": _l("A passkey was removed from your sign-in."),
    "factors_reset": _l("Your second factors were reset, and you were signed out everywhere."),
    "recovery_code_used": _l("One of your recovery codes was used."),
}

LAMPS = {"login": _l("Can log in"), "notify": _l("Is notified"), "sign": _l("Can sign")}

RELATIONS = {
    "owns": _l("owns"),
    "parent_of": _l("is parent of"),
    "spouse_of": _l("is married to"),
    "partner_of": _l("is partner of"),
    "other": _l("is related to"),
}

# The same, told from the client that is looked at: of what it is to the other, and of what the other is to it.
RELATIONS_OUT = {
    "owns": _l("This client owns …"),
    "parent_of": _l("This client is parent of …"),
    "spouse_of": _l("This client is married to …"),
    "partner_of": _l("This client is partner of …"),
    "other": _l("This client is related to …"),
}
RELATIONS_IN = {"owns": _l("This client is owned by …"), "parent_of": _l("This client is child of …")}

COLOURS = {
    "blue": _l("Blue"),
    "green": _l("Green"),
    "orange": _l("Orange"),
    "red": _l("Red"),
    "purple": _l("Purple"),
    "teal": _l("Teal"),
    "grey": _l("Grey"),
}

FIELD_SETS = {"account": _l("Fields of clients"), "contact": _l("Fields of contacts")}

FIELD_TYPES = {
    "text": _l("Text"),
    "long_text": _l("Long text"),
    "number": _l("Number"),
    "date": _l("Date"),
    "single_choice": _l("Single choice"),
    "multiple_choice": _l("Multiple choice"),
    "checkbox": _l("Checkbox"),
    "email": _l("E-mail"),
    "url": _l("Web address"),
    "phone": _l("Phone"),
    "sensitive": _l("Sensitive"),
}

TYPE_LOCKED = _l("The field has values, so it can only be changed to a type that fits all of them.")

# Why a text is no value of a custom field (models.field_type.Unfit).
UNFIT = {
    "required": _l("Please fill this in: the field is required."),
    "long": _l("At most %(most)s characters, please."),
    "number": _l("This is not a number."),
    "grouping": _l("Write it like 1,234.5: a comma between thousands, a point before decimals."),
    "date": _l("Enter day, month and year, such as 5-3-2026."),
    "no_such_day": _l("There is no such day."),
    "choice": _l("Choose one of the options."),
    "email": _l("This is not an e-mail address."),
    "url": _l("This is not a web address."),
    "phone": _l("There is no such phone number."),
    "several_phones": _l("There are several numbers here. Enter one in each field."),
    "letters_in_phone": _l("Enter only the phone number, without other words."),
}

# By what somebody signed in, or tried to: the detail `factor` of sign_in events.
FACTORS = {
    "password": _l("password"),
    "totp": _l("code from an app"),
    "passkey": _l("passkey"),
    "recovery_code": _l("recovery code"),
    "reset": _l("link for a new password"),
    "invitation": _l("invitation"),
}

# The detail `what` of export events.
EXPORTS = {"accounts": _l("Clients"), "activity": _l("Activity")}

# Event.source
SOURCES = {
    "web": _l("On the page"),
    "automatic": _l("automatically"),
    "import": _l("by an import"),
    "system": _l("Overblik"),
}

BULK_KINDS = {
    "tag_on": _l("Add a tag"),
    "tag_off": _l("Remove a tag"),
    "join": _l("Add a team member"),
    "leave": _l("Remove a team member"),
    "hand_over": _l("Hand over to a colleague"),
    "type": _l("Set the type"),
    "switch": _l("Turn address switches on or off"),
    "archive": _l("Archive"),
    "reactivate": _l("Reactivate"),
}

# Why an account is left out of a bulk change.
BULK_REFUSALS = {
    "last_member": _l("That would leave nobody on the team."),
    "not_on_team": _l("The colleague who hands over is not on the team."),
    "own_stay": _l("You cannot extend your own time on a team."),
    "beyond_own_stay": _l("You are on this team for a limited time and cannot give anybody more than that."),
}

# models.account_history.GROUPS
HISTORY_GROUPS = {
    "client": _l("The client's information"),
    "contacts": _l("Contacts"),
    "switches": _l("Switches and notifications"),
    "portal": _l("Portal"),
    "team": _l("Team and access"),
    "tags": _l("Tags and fields"),
}

# models.activity.GROUPS
ACTIVITY_GROUPS = {
    "sign_ins": _l("Sign-ins"),
    "failures": _l("Failed sign-ins"),
    "denials": _l("Denials"),
    "factors": _l("Passwords and second factors"),
    "staff": _l("Staff, roles and rights"),
    "access": _l("Access requests"),
    "exports": _l("Exports"),
    "reveals": _l("Reveals of sensitive values"),
    "portal": _l("Clients in the portal"),
    "firm": _l("The firm's settings"),
}

PRIORITIES = {"low": _l("Low"), "normal": _l("Normal"), "high": _l("High"), "urgent": _l("Urgent")}

PAYMENT_METHODS = {
    "bank": _l("Bank transfer"),
    "card": _l("Card"),
    "credit": _l("Credit"),
    "cash": _l("Cash"),
}

# code → (word, tone of its badge)
STATUSES = {
    "account": {
        "active": (_l("Active"), "success"),
        "offline": (_l("Offline"), "neutral"),
        "archived": (_l("Archived"), "warning"),
    },
    "login": {
        "off": (_l("Off"), "neutral"),
        "unconfirmed": (_l("To be confirmed"), "warning"),
        "not_invited": (_l("On, not invited"), "warning"),
        "invited": (_l("Invited"), "info"),
        "expired": (_l("Invitation expired"), "danger"),
        "active": (_l("Active"), "success"),
    },
    "member": {
        "active": (_l("Active"), "success"),
        "deactivated": (_l("Deactivated"), "neutral"),
    },
    "outbox": {
        "waiting": (_l("Waiting"), "info"),
        "sending": (_l("Being sent"), "info"),
        "sent": (_l("Sent"), "success"),
        "failed": (_l("Failed"), "danger"),
        "cancelled": (_l("Cancelled"), "neutral"),
    },
    "quickbooks": {
        "synced": (_l("Synced"), "success"),
        "not_synced": (_l("Not synced"), "neutral"),
        "failed": (_l("Failed"), "danger"),
        "skipped": (_l("Skipped"), "neutral"),
    },
    "document": {
        "pending_approval": (_l("Pending approval"), "warning"),
        "approved": (_l("Approved"), "success"),
        "disapproved": (_l("Disapproved"), "danger"),
        "pending_signature": (_l("Pending signature"), "warning"),
        "signed": (_l("Signed"), "success"),
        "declined": (_l("Declined"), "danger"),
        "locked_to_invoice": (_l("Locked to invoice"), "info"),
    },
    "task": {
        "no_status": (_l("No status"), "neutral"),
        "planned": (_l("Planned"), "info"),
        "in_progress": (_l("In progress"), "info"),
        "in_review": (_l("In review"), "info"),
        "on_hold": (_l("On hold"), "neutral"),
        "extended": (_l("Extended"), "neutral"),
        "waiting_for_client": (_l("Waiting for client"), "warning"),
        "waiting_for_signatures": (_l("Waiting for signatures"), "warning"),
        "waiting_for_agency": (_l("Waiting for agency"), "warning"),
        "completed": (_l("Completed"), "success"),
        "cancelled": (_l("Cancelled"), "neutral"),
    },
    "email": {
        "unread": (_l("Unread"), "warning"),
        "unanswered": (_l("Unanswered"), "info"),
        "answered": (_l("Answered"), "success"),
        "queued": (_l("Queued"), "info"),
        "sent": (_l("Sent"), "neutral"),
        "failed": (_l("Failed"), "danger"),
    },
    "chat": {
        "unread": (_l("Unread"), "warning"),
        "active": (_l("Active"), "neutral"),
        "archived": (_l("Archived"), "neutral"),
    },
    "invoice": {
        "unpaid": (_l("Unpaid"), "warning"),
        "partially_paid": (_l("Partially paid"), "warning"),
        "in_progress": (_l("In progress"), "info"),
        "scheduled": (_l("Scheduled"), "info"),
        "overdue": (_l("Overdue"), "danger"),
        "paid": (_l("Paid"), "success"),
        "void": (_l("Void"), "neutral"),
    },
    "approval": {
        "pending": (_l("Pending"), "warning"),
        "approved": (_l("Approved"), "success"),
        "disapproved": (_l("Disapproved"), "danger"),
        "withdrawn": (_l("Withdrawn"), "neutral"),
    },
    "signature": {
        "pending": (_l("Pending"), "warning"),
        "signed": (_l("Signed"), "success"),
        "declined": (_l("Declined"), "danger"),
        "voided": (_l("Voided"), "neutral"),
    },
    "organizer": {
        "not_started": (_l("Pending, not started"), "warning"),
        "started": (_l("Pending, started"), "info"),
        "finished": (_l("Finished"), "success"),
        "archived": (_l("Archived"), "neutral"),
        "sealed": (_l("Sealed"), "info"),
    },
    "time_entry": {
        "running": (_l("Running"), "info"),
        "unbilled": (_l("Unbilled"), "warning"),
        "billed": (_l("Billed"), "success"),
        "not_billable": (_l("Not billable"), "neutral"),
    },
    "proposal": {
        "draft": (_l("Draft"), "neutral"),
        "pending": (_l("Pending"), "warning"),
        "partially_signed": (_l("Partially signed"), "info"),
        "signed": (_l("Signed"), "success"),
        "declined": (_l("Declined"), "danger"),
        "expired": (_l("Expired"), "neutral"),
    },
}
