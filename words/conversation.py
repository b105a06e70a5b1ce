"""Words about e-mail and chats."""

from flask_babel import lazy_gettext as _l

SECTIONS = {
    "emails": _l("E-mail"),
    "chats": _l("Chats"),
}

EMPTY = {
    "emails": _l("No e-mail is kept yet."),
    "chats": _l("No conversation with the client yet."),
}

FIRST_ACTIONS = {
    "emails": _l("Turn EMAIL SYNC on"),
}

STATUSES = {
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
}
