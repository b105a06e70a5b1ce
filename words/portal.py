"""Words about the portal: who may enter it and what is sent."""

from flask_babel import lazy_gettext as _l

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

LAMPS = {"login": _l("Can log in"), "notify": _l("Is notified"), "sign": _l("Can sign")}

SECTIONS = {
    "logins": _l("Login activity"),
}

EMPTY = {
    "logins": _l("Nobody has signed in yet."),
}

FIRST_ACTIONS = {
    "logins": _l("Turn LOGIN on"),
}

NOUNS = {
    "invitation": _l("the invitation of"),
    "portal_login": _l("the sign-in of"),
    "portal_user": _l("the portal access of"),
}

FIELDS = {
    "invitation": {
        "message": _l("Message"),
        "expires_at": _l("Expires"),
    },
}

STATUSES = {
    "login": {
        "off": (_l("Off"), "neutral"),
        "unconfirmed": (_l("To be confirmed"), "warning"),
        "not_invited": (_l("On, not invited"), "warning"),
        "invited": (_l("Invited"), "info"),
        "expired": (_l("Invitation expired"), "danger"),
        "active": (_l("Active"), "success"),
    },
    "outbox": {
        "waiting": (_l("Waiting"), "info"),
        "sending": (_l("Being sent"), "info"),
        "sent": (_l("Sent"), "success"),
        "failed": (_l("Failed"), "danger"),
        "cancelled": (_l("Cancelled"), "neutral"),
    },
}

SENTENCES = {
    "invitation.sent": _l("%(who)s invited %(what)s to the portal."),
    "invitation.revoked": _l("%(who)s revoked the invitation of %(what)s."),
    "invitation.accepted": _l("%(who)s accepted the invitation to %(what)s."),
    "invitation.removed": _l("%(who)s removed the invitation of %(what)s."),
    "portal_login.created": _l("%(who)s signed in to the portal."),
    "portal_user.ended": _l("The former sign-in of %(what)s ended, since somebody created a new one."),
    "portal_user.password_changed": _l("%(who)s changed the portal password of %(what)s."),
    "portal_user.second_factor_added": _l("%(who)s turned on codes at sign-in for %(what)s."),
    "portal_user.second_factor_removed": _l("%(who)s turned off codes at sign-in for %(what)s."),
}
