"""Sentences for the lines of the history, one a kind of event."""

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.base.event import Event
from models.base.phone_number import format_phone
from models.staff.user import User
from words import labels
from words.language import filled, locale

# kind → sentence. %(who)s did it; %(what)s is the subject as it was called, %(old)s and %(new)s its name before and after.
SENTENCES = {
    "account.created": _l("%(who)s created the client."),
    "account.renamed": _l("%(who)s renamed the client from “%(old)s” to “%(new)s”."),
    "account.changed": _l("%(who)s changed the client's information."),
    "account.archived": _l("%(who)s archived the client."),
    "account.reactivated": _l("%(who)s reactivated the client."),
    "account.binned": _l("%(who)s moved the client to the bin."),
    "account.recovered": _l("%(who)s restored the client from the bin."),
    "account.purged": _l("%(who)s permanently deleted “%(what)s”."),
    "account.evidence_purged": _l(
        "%(who)s deleted the records kept of “%(what)s”, since the legal retention period had ended."
    ),
    "account.merged": _l("%(who)s merged “%(what)s” into this client."),
    "account.photo_changed": _l("%(who)s changed the client's photo."),
    "account.photo_removed": _l("%(who)s removed the client's photo."),
    "account.restored": _l("%(who)s restored an earlier value of the client."),
    "account_relation.created": _l("%(who)s added a relation to another client: “%(what)s”."),
    "account_relation.changed": _l("%(who)s changed a relation to another client: “%(what)s”."),
    "account_relation.removed": _l("%(who)s removed a relation to another client: “%(what)s”."),
    "contact.created": _l("%(who)s created the contact %(what)s."),
    "contact.changed": _l("%(who)s changed the details of %(what)s."),
    "contact.renamed": _l("%(who)s renamed %(old)s to %(new)s."),
    "contact.photo_changed": _l("%(who)s changed the photo of %(what)s."),
    "contact.photo_removed": _l("%(who)s removed the photo of %(what)s."),
    "contact.merged": _l("%(who)s merged %(what)s with another contact."),
    "contact.restored": _l("%(who)s restored an earlier value of %(what)s."),
    "phone.created": _l("%(who)s added the phone number %(what)s."),
    "phone.changed": _l("%(who)s changed the phone number %(what)s."),
    "phone.removed": _l("%(who)s removed the phone number %(what)s."),
    "phone.moved": _l("%(who)s moved the phone number %(what)s."),
    "address.created": _l("%(who)s added the address %(what)s."),
    "address.accepted": _l("%(what)s got access to the portal."),
    "address.access_ended": _l("Portal access of %(what)s ended, since no client is left."),
    "address.corrected": _l("%(who)s corrected the address %(what)s."),
    "address.moved": _l("%(who)s moved the address %(what)s."),
    "address.removed": _l("%(who)s removed the address %(what)s."),
    "link.created": _l("%(who)s linked %(what)s to the client."),
    "link.changed": _l("%(who)s changed how %(what)s is linked to the client."),
    "link.described": _l("%(who)s wrote a description of %(what)s for the client."),
    "link.moved": _l("%(who)s moved the link of %(what)s."),
    "link.removed": _l("%(who)s unlinked %(what)s from the client."),
    "link.restored": _l("%(who)s restored the link of %(what)s to the client."),
    "linked_address.created": _l("%(who)s added the address %(what)s to the client."),
    "linked_address.moved": _l("%(who)s moved the address %(what)s with its switches."),
    "linked_address.removed": _l("%(who)s removed the address %(what)s from the client."),
    "linked_address.restored": _l("%(who)s brought back the address %(what)s with its switches."),
    "linked_address.activated": _l("%(what)s got access to the portal."),
    "linked_address.readdressed": _l(
        "%(who)s changed the address to %(what)s; the old address no longer has portal access."
    ),
    "linked_address.followed": _l("%(who)s changed the address to %(what)s."),
    "linked_address.held": _l(
        "%(who)s, who has no access to this client, changed the address to %(what)s; it has to be confirmed here."
    ),
    "linked_address.confirmed": _l("%(who)s confirmed the changed address %(what)s."),
    "linked_address.declined": _l(
        "%(who)s declined the changed address %(what)s and turned its switches off."
    ),
    "muted_notification.created": _l("%(who)s turned “%(type)s” off for %(what)s."),
    "muted_notification.removed": _l("%(who)s turned “%(type)s” on again for %(what)s."),
    "muted_notification.restored": _l("%(who)s turned “%(type)s” off again for %(what)s."),
    "invitation.sent": _l("%(who)s invited %(what)s to the portal."),
    "invitation.revoked": _l("%(who)s revoked the invitation of %(what)s."),
    "invitation.accepted": _l("%(who)s accepted the invitation to %(what)s."),
    "invitation.removed": _l("%(who)s removed the invitation of %(what)s."),
    "assignment.created": _l("%(who)s added %(what)s to the team."),
    "assignment.changed": _l("%(who)s changed how long %(what)s is on the team."),
    "assignment.removed": _l("%(who)s removed %(what)s from the team."),
    "assignment.restored": _l("%(who)s put %(what)s back on the team."),
    "portal_login.created": _l("%(who)s signed in to the portal."),
    "document.uploaded": _l("%(who)s uploaded the document “%(what)s”."),
    "document.shared": _l("%(who)s shared the document “%(what)s”, which the client can see a minute later."),
    "document.sharing_undone": _l(
        "%(who)s undid the sharing of the document “%(what)s” before the client could see it."
    ),
    "document.taken_back": _l("%(who)s stopped sharing the document “%(what)s”, which nobody had opened."),
    "contact.language_chosen": _l("%(who)s chose another language for the portal."),
    "portal_user.ended": _l("The former sign-in of %(what)s ended, since somebody created a new one."),
    "portal_user.password_changed": _l("%(who)s changed the portal password of %(what)s."),
    "portal_user.second_factor_added": _l("%(who)s turned on codes at sign-in for %(what)s."),
    "portal_user.second_factor_removed": _l("%(who)s turned off codes at sign-in for %(what)s."),
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
    "account_role.created": _l("%(who)s assigned a role: %(what)s."),
    "account_role.changed": _l("%(who)s reassigned a role: %(what)s."),
    "account_role.removed": _l("%(who)s removed a role: %(what)s."),
    "account_tag.created": _l("%(who)s added the tag “%(what)s”."),
    "account_tag.removed": _l("%(who)s removed the tag “%(what)s”."),
    "account_tag.restored": _l("%(who)s added the tag “%(what)s” again."),
    "custom_value.created": _l("%(who)s filled in “%(what)s”."),
    "custom_value.changed": _l("%(who)s changed “%(what)s”."),
    "custom_value.removed": _l("%(who)s cleared “%(what)s”."),
    "custom_value.restored": _l("%(who)s restored an earlier value of “%(what)s”."),
    "custom_value.revealed": _l("%(who)s revealed “%(what)s”."),
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
    "default_member.created": _l("%(who)s added %(what)s to the team of new clients."),
    "default_member.removed": _l("%(who)s removed %(what)s from the team of new clients."),
    "user.renamed": _l("%(who)s renamed %(old)s to %(new)s."),
    "user.password_link_made": _l("%(who)s created a link for a new password of %(what)s."),
    "staff_mail.cancelled": _l("%(who)s cancelled a mail to %(what)s."),
    "user.password_changed": _l("%(who)s changed the password of %(what)s."),
    "user.email_changed": _l("%(who)s changed the e-mail that %(what)s signs in with."),
    "right.granted": _l("%(who)s granted the right “%(what)s”."),
    "right.withdrawn": _l("%(who)s removed the right “%(what)s”."),
}

# Verb → the sentence for any noun without one of its own; “restored” by what it did.
GENERIC = {
    "created": _l("%(who)s added %(noun)s “%(what)s”."),
    "changed": _l("%(who)s changed %(noun)s “%(what)s”."),
    "logged": _l("%(who)s did something that is logged: %(noun)s “%(what)s”."),
    "removed": _l("%(who)s removed %(noun)s “%(what)s”."),
    "moved": _l("%(who)s moved %(noun)s “%(what)s”."),
    "renamed": _l("%(who)s renamed %(noun)s “%(what)s”."),
    "merged": _l("%(who)s merged %(noun)s “%(what)s”."),
    "archived": _l("%(who)s archived %(noun)s “%(what)s”."),
    "brought_back": _l("%(who)s brought back %(noun)s “%(what)s”."),
    "restored": _l("%(who)s restored %(noun)s “%(what)s”."),
}

NOUNS = {
    "access": _l("the access to"),
    "account": _l("the client"),
    "account_relation": _l("the relation"),
    "account_role": _l("the role"),
    "account_tag": _l("the tag"),
    "access_request": _l("the access request of"),
    "address": _l("the address"),
    "assignment": _l("the place on the team of"),
    "contact": _l("the contact"),
    "cover": _l("the holiday cover"),
    "custom_field": _l("the field"),
    "custom_value": _l("the value of"),
    "export": _l("the export"),
    "firm": _l("the firm"),
    "invitation": _l("the invitation of"),
    "link": _l("the link of"),
    "linked_address": _l("the address"),
    "muted_notification": _l("the notifications of"),
    "passkey": _l("the passkey"),
    "phone": _l("the phone number"),
    "right": _l("the right"),
    "portal_login": _l("the sign-in of"),
    "portal_user": _l("the portal access of"),
    "default_member": _l("the place on new clients of"),
    "document": _l("the document"),
    "refusal": _l("the refusal of"),
    "role": _l("the role"),
    "sign_in": _l("the sign-in of"),
    "staff_invitation": _l("the invitation of"),
    "staff_mail": _l("the mail to"),
    "tag": _l("the tag"),
    "user": _l("the member of staff"),
}


def actor(kind: str, actor_id: int | None, name: str, reader: User) -> str:
    """Who did something, as `reader` calls them."""
    if kind == "user" and actor_id == reader.id:
        return _("You")
    return name or _("Overblik")


def sentence(event: Event, reader: User) -> str:
    """What happened, as one sentence in the reader's language and from the reader's point of view."""
    verb = event.kind.partition(".")[2]
    words = {
        "who": actor(event.actor_kind, event.actor_id, event.actor_name, reader),
        "what": _subject(event),
        **_names(event),
    }
    name, _underscore, turned = verb.rpartition("_")
    switch = labels.SWITCHES.get(name.replace("_", "-"))
    if event.noun == "linked_address" and switch:
        return _turned(turned == "granted", switch=switch, **words)
    if words["old"] == words["new"] and verb == "renamed":
        verb = "changed"
    known = (
        _one_of_several(event)
        or SENTENCES.get(f"{event.noun}.{verb}")
        or GENERIC.get(verb)
        or GENERIC[event.effect]
    )
    words |= {"noun": NOUNS.get(event.noun, ""), "type": _type(event), **_details(event)}
    return filled(str(known), words)


def _turned(on: bool, **words) -> str:
    if on:
        return _("%(who)s turned on %(switch)s for %(what)s.", **words)
    return _("%(who)s turned off %(switch)s for %(what)s.", **words)


def _subject(event: Event) -> str:
    if event.noun == "account_relation":
        return str(labels.RELATIONS.get(event.subject_name, event.subject_name))
    if event.noun == "sign_in" and not event.subject_name:
        return _("somebody unknown")
    if event.noun == "right" and event.subject_name in labels.RIGHTS:
        return str(labels.RIGHTS[event.subject_name][0])
    return format_phone(event.subject_name) if event.noun == "phone" else event.subject_name


def _one_of_several(event: Event):
    """The sentence of an event whose kind has several sentences."""
    if event.kind == "sign_in.ended" and event.details.get("by") == "sign_out":
        return _l("%(who)s signed out.")
    if event.kind == "document.taken_back" and _opened_by(event):
        return _l("%(who)s stopped sharing the document “%(what)s”, which was opened by %(opened)s.")
    return None


def _opened_by(event: Event) -> str:
    """Who had opened a document when it was taken back."""
    return format_list(event.values.get("opened_by", [None, []])[1], locale=locale())


def _details(event: Event) -> dict[str, str]:
    """What the sentences about logged events say besides."""
    told = event.details if event.effect == "logged" else {}
    return {
        "factor": labels.FACTORS.get(told.get("factor"), ""),
        "list": labels.EXPORTS.get(told.get("what"), ""),
        "rows": told.get("rows", ""),
        "opened": _opened_by(event),
    }


def _names(event: Event) -> dict[str, str]:
    """The name before and after; a person's consists of two fields, of which one may have stayed."""
    if event.noun != "contact":
        old, new = event.values.get("name", ("", ""))
        return {"old": old or "", "new": new or ""}
    first, last = event.values.get("first_name"), event.values.get("last_name")
    kept = _unchanged_part(event.subject_name, first and first[1], last and last[1])
    names = ((first or (kept, kept))[which] + " " + (last or (kept, kept))[which] for which in (0, 1))
    return dict(zip(("old", "new"), (name.strip() for name in names), strict=True))


def _unchanged_part(name: str, first: str | None, last: str | None) -> str:
    """The part of a name that did not change."""
    if first is None and last is None:
        return ""
    return name.removeprefix(first or "").strip() if last is None else name.removesuffix(last or "").strip()


def _type(event: Event) -> str:
    old, new = event.values.get("type", ("", ""))
    return str(labels.NOTIFICATIONS.get(new or old, new or old))
