"""The sentence beside a switch: what turning it would mean."""

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import ngettext

from models.clients.linked_address import LinkedAddress
from models.outgoing.outbox import notified_types
from models.portal.consequences import InPortal
from words import labels
from words.language import locale

MOST_TYPES = 3  # of notification that are named


def login_consequence(row: LinkedAddress, portal: InPortal, going=frozenset()) -> str:
    """What turning LOGIN means; `going` are the ids of rows where it is turned off along with this one."""
    if not row.agreed:
        return _waits()
    match row.login_state:
        case "active":
            return _closed(row, portal.places_left(row, going))
        case "invited":
            return _("If turned off: the invitation ends.")
        case "expired":
            return _("If turned off: no new invitation can be sent.")
        case "not_invited":
            return _("Nothing can be seen until an invitation is sent and accepted.")
    return _opened(row, portal.documents(row))


def _waits() -> str:
    return _("It has no effect before the changed address is confirmed.")


def _closed(row: LinkedAddress, left) -> str:
    """What ends with a LOGIN by which somebody is in the portal; `left` are the places that the sign-in keeps."""
    here = [place.link.contact.name for place in left if place.link.account_id == row.link.account_id]
    words = {
        "email": row.address.email,
        "name": row.link.contact.first_name,
        "others": format_list(here, locale=locale()),
    }
    if not left:
        return _("If turned off: %(email)s can no longer sign in, and open sessions end.", **words)
    if here:
        return _("If turned off: %(name)s loses access here; %(others)s keeps it.", **words)
    return _("If turned off: %(name)s loses access here; the sign-in still works for other clients.", **words)


def _opened(row: LinkedAddress, documents: int) -> str:
    """What opens with a LOGIN that is off: at once to who has accepted before, on whatever client."""
    words = {"name": row.link.contact.first_name, "count": documents}
    if row.accepted and not documents:
        return _("%(name)s will see an empty portal: nothing is shared yet.", **words)
    if not documents:
        return _("%(name)s will see an empty portal once an invitation is accepted.", **words)
    words["things"] = ngettext("%(num)s document", "%(num)s documents", documents)
    if row.accepted:
        return _("%(name)s will see %(things)s at once.", **words)
    return _("%(name)s will see %(things)s once an invitation is accepted.", **words)


def notify_consequence(row: LinkedAddress, _portal=None, _going=frozenset()) -> str:
    """What turning NOTIFY means, which decides about mails of notified_types() alone."""
    if not row.agreed:
        return _waits()
    wanted, sent = [type_ for type_, wanted in row.types.items() if wanted], notified_types()
    types = [type_ for type_ in wanted if type_ in sent] if sent else wanted
    if not types:
        return _("No mail goes out: every type is turned off.")
    words = {"name": row.link.contact.first_name, "types": _types(types)}
    if not sent:
        return _("No such mail is sent yet. Selected: %(types)s.", **words)
    if row.notify_at:
        return _("If turned off: no more mail about %(types)s.", **words)
    return _("%(name)s will get mail about %(types)s.", **words)


def _types(types: list[str]) -> str:
    named = [str(labels.NOTIFICATIONS[type_]) for type_ in types[:MOST_TYPES]]
    rest = len(types) - MOST_TYPES
    return format_list(named + ([_("%(count)s more", count=rest)] if rest > 0 else []), locale=locale())


def email_sync_consequence(row: LinkedAddress, _portal=None, _going=frozenset()) -> str:
    """What turning EMAIL SYNC means: nothing fetches mail yet."""
    if not row.agreed:
        return _waits()
    if row.is_on("email-sync"):
        return _("No mail is fetched yet. If turned off, none will be kept here later either.")
    return _("No mail is fetched yet, so nothing of %(email)s is kept for now.", email=row.address.email)


def signing_authority_consequence(row: LinkedAddress, portal: InPortal, going=frozenset()) -> str:
    """What turning the signing authority means; it takes effect for who can log in with the address."""
    other = portal.signs_besides(row, going)
    words = {"name": row.link.contact.first_name, "email": other.address.email if other else ""}
    if row.is_on("signing-authority"):
        if other:
            return _("If turned off: %(name)s can still sign, with %(email)s.", **words)
        if row.login_state == "active":
            return _("If turned off: %(name)s can no longer sign.", **words)
        return _("%(name)s can sign once they can log in.", **words)
    if other:
        return _("%(name)s can already sign, with %(email)s.", **words)
    if row.login_state == "active":
        return _("%(name)s will be able to sign.", **words)
    return _("%(name)s will be able to sign once they can log in.", **words)


def consequence(switch: str, row: LinkedAddress, portal: InPortal | None, going=frozenset()) -> str:
    """What turning one of models.clients.linked_address.SWITCHES means; of mail nothing of the `portal` is asked."""
    return CONSEQUENCES[switch](row, portal, going)


CONSEQUENCES = {
    "login": login_consequence,
    "notify": notify_consequence,
    "email-sync": email_sync_consequence,
    "signing-authority": signing_authority_consequence,
}


def init_app(app):
    app.jinja_env.globals |= {"consequence": consequence}
