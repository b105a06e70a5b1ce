"""Words about the firm, its staff, how they sign in and what they may do."""

from flask_babel import lazy_gettext as _l

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

# By what somebody signed in, or tried to: the detail `factor` of sign_in events.
FACTORS = {
    "password": _l("password"),
    "totp": _l("code from an app"),
    "passkey": _l("passkey"),
    "recovery_code": _l("recovery code"),
    "reset": _l("link for a new password"),
    "invitation": _l("invitation"),
}

NOUNS = {
    "access": _l("the access to"),
    "access_request": _l("the access request of"),
    "cover": _l("the holiday cover"),
    "export": _l("the export"),
    "firm": _l("the firm"),
    "passkey": _l("the passkey"),
    "right": _l("the right"),
    "refusal": _l("the refusal of"),
    "sign_in": _l("the sign-in of"),
    "staff_invitation": _l("the invitation of"),
    "staff_mail": _l("the mail to"),
    "user": _l("the member of staff"),
}

FIELDS = {
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

STATUSES = {
    "member": {
        "active": (_l("Active"), "success"),
        "deactivated": (_l("Deactivated"), "neutral"),
    },
}

SENTENCES = {
    "user.second_factor_added": _l("%(who)s turned on codes at sign-in for %(what)s."),
    "user.second_factor_removed": _l("%(who)s turned off codes at sign-in for %(what)s."),
    "user.second_factor_reset": _l(
        "%(who)s reset the lost second factors of %(what)s, who was signed out everywhere."
    ),
    "user.recovery_codes_made": _l("%(who)s created new recovery codes for %(what)s."),
    "user.recovery_code_used": _l("%(who)s signed in with a recovery code."),
    "passkey.created": _l("%(who)s added the passkey “%(what)s”."),
    "passkey.removed": _l("%(who)s removed the passkey “%(what)s”."),
    "firm.second_factor_demanded": _l("%(who)s made a second factor required for all staff."),
    "firm.second_factor_left_open": _l("%(who)s made a second factor optional for staff."),
    "access_request.created": _l("%(who)s requested access to the client."),
    "access_request.granted": _l("%(who)s granted the access that %(what)s requested."),
    "access_request.declined": _l("%(who)s declined the access request of %(what)s."),
    "firm.created": _l("%(who)s set up the firm."),
    "firm.changed": _l("%(who)s changed the firm's settings."),
    "firm.logo_changed": _l("%(who)s changed the firm's logo."),
    "firm.logo_removed": _l("%(who)s removed the firm's logo."),
    "sign_in.succeeded": _l("%(who)s signed in (%(factor)s)."),
    "sign_in.failed": _l("Somebody tried to sign in as %(what)s and failed (%(factor)s)."),
    "sign_in.throttled": _l(
        "There were too many failed attempts to sign in as %(what)s; the next have to wait."
    ),
    "sign_in.ended": _l("%(who)s ended a sign-in of %(what)s."),
    "refusal.made": _l("%(who)s was denied access to %(what)s."),
    "export.made": _l("%(who)s exported “%(list)s”: %(rows)s rows."),
    "access_request.withdrawn": _l("%(who)s closed the access request of %(what)s."),
    "access.tried": _l("%(who)s tried to use break-glass for a client that does not exist."),
    "access.broke_glass": _l("%(who)s used break-glass to open “%(what)s” for 24 hours."),
    "firm.glass_allowed": _l("%(who)s turned break-glass on."),
    "firm.glass_forbidden": _l("%(who)s turned break-glass off."),
    "user.created": _l("%(who)s made %(what)s a member of staff."),
    "user.role_changed": _l("%(who)s changed the role of %(what)s."),
    "user.deactivated": _l("%(who)s deactivated %(what)s."),
    "user.reactivated": _l("%(who)s reactivated %(what)s."),
    "staff_invitation.sent": _l("%(who)s invited %(what)s as a member of staff."),
    "staff_invitation.handed_out": _l("%(who)s created a link that invites %(what)s as a member of staff."),
    "staff_invitation.revoked": _l("%(who)s revoked the staff invitation of %(what)s."),
    "staff_invitation.accepted": _l("%(who)s accepted the invitation to become a member of staff."),
    "cover.created": _l("%(who)s arranged holiday cover: %(what)s."),
    "cover.ended": _l("%(who)s ended holiday cover: %(what)s."),
    "user.renamed": _l("%(who)s renamed %(old)s to %(new)s."),
    "user.password_link_made": _l("%(who)s created a link for a new password of %(what)s."),
    "staff_mail.cancelled": _l("%(who)s cancelled a mail to %(what)s."),
    "user.password_changed": _l("%(who)s changed the password of %(what)s."),
    "user.email_changed": _l("%(who)s changed the e-mail that %(what)s signs in with."),
    "right.granted": _l("%(who)s granted the right “%(what)s”."),
    "right.withdrawn": _l("%(who)s removed the right “%(what)s”."),
}
