"""Words about invoices, payments and proposals."""

from flask_babel import lazy_gettext as _l

PAYMENT_METHODS = {
    "bank": _l("Bank transfer"),
    "card": _l("Card"),
    "credit": _l("Credit"),
    "cash": _l("Cash"),
}

SECTIONS = {
    "invoices": _l("Invoices"),
    "payments": _l("Payments"),
    "proposals": _l("Proposals"),
}

CARDS = {
    "invoices": _l("Unpaid invoices"),
    "proposals": _l("Proposals and letters"),
}

EMPTY = {
    "invoices": _l("Nothing is unpaid."),
    "payments": _l("No payment has been received yet."),
    "proposals": _l("No proposals yet."),
}

STATUSES = {
    "quickbooks": {
        "synced": (_l("Synced"), "success"),
        "not_synced": (_l("Not synced"), "neutral"),
        "failed": (_l("Failed"), "danger"),
        "skipped": (_l("Skipped"), "neutral"),
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
    "proposal": {
        "draft": (_l("Draft"), "neutral"),
        "pending": (_l("Pending"), "warning"),
        "partially_signed": (_l("Partially signed"), "info"),
        "signed": (_l("Signed"), "success"),
        "declined": (_l("Declined"), "danger"),
        "expired": (_l("Expired"), "neutral"),
    },
}
