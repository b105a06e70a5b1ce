"""What turning a switch means, told before the click."""

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

import labels
from access import may
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
    return _("%(name)s will see %(things)s.", name=person, things=format_list(things, locale=get_locale()))


def _waits() -> str:
    return _("It has no effect before the changed address is confirmed.")


def _things(portal: InPortal) -> list[str]:
    """What the portal shows, with numbers where the reader may know them."""
    words = {
        "documents": (_("1 document"), _("%(count)s documents")),
        "invoices": (_("1 unpaid invoice"), _("%(count)s unpaid invoices")),
        "organizers": (_("1 organizer"), _("%(count)s organizers")),
        "proposals": (_("1 open proposal"), _("%(count)s open proposals")),
        "chats": (_("1 chat"), _("%(count)s chats")),
    }
    secret = {
        "invoices": _("any invoices"),
        "organizers": _("any organizers"),
        "proposals": _("any proposals"),
    }
    told = []
    for name, (one, many) in words.items():
        count = getattr(portal, name)
        if not may(f"{name}.index"):
            told.append(secret[name])
        elif count:
            told.append(one if count == 1 else many % {"count": count})
    return told


def notify_consequence(row: LinkedAddress, person: str) -> str:
    """What turning NOTIFY means for `person`, the contact's name."""
    if row.unconfirmed:
        return _waits()
    types = [str(labels.NOTIFICATIONS[type_]) for type_, wanted in row.types.items() if wanted]
    if not types:
        return _("No mail goes out: every type is turned off.")
    rest = len(types) - MOST_TYPES
    named = types[:MOST_TYPES] + ([_("%(count)s more", count=rest)] if rest > 0 else [])
    words = {"name": person, "types": format_list(named, locale=get_locale())}
    if row.notify_at:
        return _("If turned off: no more mail about %(types)s.", **words)
    return _("%(name)s will get mail about %(types)s.", **words)


def init_app(app):
    app.jinja_env.globals |= {
        "login_consequence": login_consequence,
        "notify_consequence": notify_consequence,
    }
