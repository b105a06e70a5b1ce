"""What turning a switch means, told before the click."""

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import ngettext

import labels
from access import may
from language import locale
from models.consequences import InPortal
from models.linked_address import LinkedAddress

MOST_TYPES = 3  # of notification that are named


def login_consequence(row: LinkedAddress, person: str, portal: InPortal) -> str:
    """What turning LOGIN means for `person`, the contact's name."""
    if row.unconfirmed:
        return _waits()
    off = {
        "active": _(
            "If turned off: %(email)s can no longer sign in, and open sessions end.", email=row.address.email
        ),
        "invited": _("If turned off: the invitation ends."),
        "expired": _("If turned off: no new invitation can be sent."),
        "not_invited": _("Nothing is seen before an invitation is sent."),
    }
    if row.login_state in off:
        return off[row.login_state]
    things = _things(portal)
    if not things:
        return _("%(name)s will see an empty portal: nothing is shared yet.", name=person)
    return _("%(name)s will see %(things)s.", name=person, things=format_list(things, locale=locale()))


def _waits() -> str:
    return _("It has no effect before the changed address is confirmed.")


def _things(portal: InPortal) -> list[str]:
    """What the portal shows, with numbers where the reader may know them."""
    words = {
        "documents": ngettext("%(num)s document", "%(num)s documents", portal.documents),
        "invoices": ngettext("%(num)s unpaid invoice", "%(num)s unpaid invoices", portal.invoices),
        "organizers": ngettext("%(num)s organizer", "%(num)s organizers", portal.organizers),
        "proposals": ngettext("%(num)s open proposal", "%(num)s open proposals", portal.proposals),
        "chats": ngettext("%(num)s chat", "%(num)s chats", portal.chats),
    }
    known = {name: may(f"{name}.index") for name in words}
    told = [words[name] for name in words if known[name] and getattr(portal, name)]
    return told if all(known.values()) else [*told, _("what you may not see yourself")]


def notify_consequence(row: LinkedAddress, person: str) -> str:
    """What turning NOTIFY means for `person`, the contact's name."""
    if row.unconfirmed:
        return _waits()
    types = [str(labels.NOTIFICATIONS[type_]) for type_, wanted in row.types.items() if wanted]
    if not types:
        return _("No mail goes out: every type is turned off.")
    rest = len(types) - MOST_TYPES
    named = types[:MOST_TYPES] + ([_("%(count)s more", count=rest)] if rest > 0 else [])
    words = {"name": person, "types": format_list(named, locale=locale())}
    if row.notify_at:
        return _("If turned off: no more mail about %(types)s.", **words)
    return _("%(name)s will get mail about %(types)s.", **words)


def init_app(app):
    app.jinja_env.globals |= {
        "login_consequence": login_consequence,
        "notify_consequence": notify_consequence,
    }
