"""Sentences for the lines of the history, one a kind of event."""

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.base.event import Event
from models.base.phone_number import format_phone
from models.staff.user import User
from words import labels
from words.language import filled, locale

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
        or labels.SENTENCES.get(f"{event.noun}.{verb}")
        or GENERIC.get(verb)
        or GENERIC[event.effect]
    )
    words |= {"noun": labels.NOUNS.get(event.noun, ""), "type": _type(event), **_details(event)}
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
