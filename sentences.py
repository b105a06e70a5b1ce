"""The history in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

import labels
from models.event import Event

# kind → sentence; %(what)s is the subject as it was called, %(old)s and %(new)s its name before and after.
_SENTENCES = {
    "account.created": _l("The client was created."),
    "account.renamed": _l("The client was renamed from “%(old)s” to “%(new)s”."),
    "account.archived": _l("The client was archived."),
    "account.reactivated": _l("The client was reactivated."),
    "account.changed": _l("The client's information was changed."),
    "link.created": _l("%(what)s became a contact."),
    "link.changed": _l("The place of %(what)s was changed."),
    "linked_address.created": _l("%(what)s came on the client."),
    "linked_address.activated": _l("%(what)s has access to the portal."),
    "assignment.created": _l("%(what)s came on the team."),
    "assignment.changed": _l("The time of %(what)s on the team was changed."),
    "account_role.created": _l("A role was given: %(what)s."),
    "account_relation.created": _l("A relation to another client was added."),
    "account_tag.created": _l("The tag “%(what)s” was put on."),
    "custom_value.created": _l("“%(what)s” was filled in."),
    "custom_value.changed": _l("“%(what)s” was changed."),
    "custom_value.revealed": _l("“%(what)s” was looked at in the open."),
    "custom_value.removed": _l("“%(what)s” was emptied."),
    "custom_value.restored": _l("“%(what)s” was restored."),
    "muted_notification.created": _l("A type of notification was turned off for %(what)s."),
    "invitation.sent": _l("%(what)s was invited to the portal."),
    "invitation.revoked": _l("The invitation of %(what)s was revoked."),
    "invitation.accepted": _l("%(what)s accepted the invitation."),
    "invitation.removed": _l("The invitation of %(what)s was removed."),
    "linked_address.readdressed": _l("The access to the portal went over to %(what)s."),
    "portal_login.created": _l("%(what)s signed in to the portal."),
    "document.uploaded": _l("The document “%(what)s” was uploaded."),
    "contact.language_chosen": _l("%(what)s chose another language for the portal."),
    "access_request.created": _l("%(what)s asked for access."),
    "access_request.granted": _l("%(what)s was given access."),
    "access_request.declined": _l("The request of %(what)s was declined."),
}


def sentence(event: Event) -> str:
    """What happened, as one sentence in the reader's language."""
    _noun, _dot, verb = event.kind.partition(".")
    name, _underscore, ending = verb.rpartition("_")
    if event.noun == "linked_address" and ending in ("granted", "withdrawn"):
        words = {"switch": labels.SWITCHES[name.replace("_", "-")], "address": event.subject_name}
        if ending == "granted":
            return _("%(switch)s was turned on for %(address)s.", **words)
        return _("%(switch)s was turned off for %(address)s.", **words)
    old, new = event.values.get("name", ("", ""))
    known = _SENTENCES.get(event.kind)
    return str(known) % {"what": event.subject_name, "old": old, "new": new} if known else event.kind
