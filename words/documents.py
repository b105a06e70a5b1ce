"""Words about documents, approvals and signatures."""

from flask_babel import lazy_gettext as _l

SECTIONS = {
    "documents": _l("Documents"),
    "approvals": _l("Approvals"),
    "signatures": _l("Signatures"),
}

EMPTY = {
    "documents": _l("No documents have been exchanged with the client yet."),
    "approvals": _l("No documents are waiting for approval."),
    "signatures": _l("Nothing has been sent for signing."),
}

NOUNS = {
    "document": _l("the document"),
}

STATUSES = {
    "document": {
        "pending_approval": (_l("Pending approval"), "warning"),
        "approved": (_l("Approved"), "success"),
        "disapproved": (_l("Disapproved"), "danger"),
        "pending_signature": (_l("Pending signature"), "warning"),
        "signed": (_l("Signed"), "success"),
        "declined": (_l("Declined"), "danger"),
        "locked_to_invoice": (_l("Locked to invoice"), "info"),
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
}

SENTENCES = {
    "document.uploaded": _l("%(who)s uploaded the document “%(what)s”."),
    "document.shared": _l("%(who)s shared the document “%(what)s”, which the client can see a minute later."),
    "document.sharing_undone": _l(
        "%(who)s undid the sharing of the document “%(what)s” before the client could see it."
    ),
    "document.taken_back": _l("%(who)s stopped sharing the document “%(what)s”, which nobody had opened."),
}
