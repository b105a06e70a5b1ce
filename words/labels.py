"""Labels of the models' codes (types, statuses, rights, switches …), translated: gathered from words/<domain>.py."""

from flask_babel import lazy_gettext as _l

from words import billing, clients, conversation, documents, portal, staff, work
from words.billing import PAYMENT_METHODS
from words.clients import (
    ACCOUNT_TYPES,
    COLOURS,
    FIELD_SETS,
    FIELD_TYPES,
    RELATIONS,
    RELATIONS_IN,
    RELATIONS_OUT,
    SWITCHES,
    TYPE_LOCKED,
    UNFIT,
)
from words.portal import LAMPS, NOTIFICATIONS, OUTBOX
from words.staff import FACTORS, NOTICES, RIGHT_GROUPS, RIGHTS, ROLES
from words.work import PRIORITIES

DOMAINS = (clients, documents, conversation, work, billing, portal, staff)


def _of_all(table: str) -> dict:
    """A table of every domain that has it, as one."""
    return {key: word for domain in DOMAINS for key, word in getattr(domain, table, {}).items()}


# Section of a client → its name; what a card is called that shows a part of its section; what it says when it is empty, and
# what mends that, where it is one of the switches on Info.
SECTIONS = _of_all("SECTIONS")
CARDS = SECTIONS | _of_all("CARDS")
EMPTY = _of_all("EMPTY")
FIRST_ACTIONS = _of_all("FIRST_ACTIONS")

# Noun → what the history calls it; its fields, in the order of its form, with their names.
NOUNS = _of_all("NOUNS")
FIELDS = _of_all("FIELDS")

# Kind of event → the sentence of it. %(who)s did it; %(what)s is the subject as it was called, %(old)s and %(new)s its name before
# and after.
SENTENCES = _of_all("SENTENCES")

# What has states → code → (word, tone of its badge).
STATUSES = _of_all("STATUSES")

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

# Why an account is skipped by a bulk change.
BULK_REFUSALS = {
    "last_member": _l("That would leave nobody on the team."),
    "not_on_team": _l("The colleague who hands over is not on the team."),
    "own_stay": _l("You cannot extend your own time on a team."),
    "beyond_own_stay": _l("You are on this team for a limited time and cannot give anybody more than that."),
}

# models.history.account_history.groups()
HISTORY_GROUPS = {
    "client": _l("The client's information"),
    "contacts": _l("Contacts"),
    "switches": _l("Switches and notifications"),
    "portal": _l("Portal"),
    "team": _l("Team and access"),
    "tags": _l("Tags and fields"),
}

# models.history.activity.GROUPS
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
