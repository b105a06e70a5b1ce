"""Before and after of one event, in the reader's language."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from flask_login import current_user

from models.base.event import Event
from words import labels
from words.formats import local_day
from words.history import sentence


class Difference(NamedTuple):
    """`what` alone is a whole sentence; with `old` and `new` it is what changed from one to the other."""

    what: str
    old: str = ""
    new: str = ""


def difference(event: Event) -> Difference:
    """What an event changed, in words."""
    match event.noun:
        case "account_tag":
            return _came_or_went(event, _("Tag"))
        case "assignment" if event.effect != "changed":
            return _came_or_went(event, _("Team"), _member(event))
        case "linked_address" if event.kind.endswith(("_granted", "_withdrawn")):
            return _switched(event)
        case "account":
            return _account(event)
    return Difference(sentence(event, current_user))


def _came_or_went(event: Event, what: str, name: str = "") -> Difference:
    gone, name = event.effect == "removed", name or event.subject_name
    return Difference(what, name if gone else "–", "–" if gone else name)


def _member(event: Event) -> str:
    """Somebody on a team, and until when."""
    until_at = next((each for each in event.values.get("until_at", ()) if each), None)
    if until_at is None:
        return event.subject_name
    day = local_day(datetime.fromisoformat(until_at))
    return f"{event.subject_name} ({_('until %(day)s', day=day)})"


def _switched(event: Event) -> Difference:
    name = event.kind.partition(".")[2].rpartition("_")[0].replace("_", "-")
    on, off = _("on"), _("off")
    states = (off, on) if event.kind.endswith("granted") else (on, off)
    return Difference(f"{labels.SWITCHES[name]} {event.subject_name}", *states)


def _account(event: Event) -> Difference:
    status = labels.STATUSES["account"]
    if event.kind == "account.archived":
        return Difference(_("Status"), status["active"][0], status["archived"][0])
    if event.kind == "account.reactivated":
        return Difference(_("Status"), status["archived"][0], status["active"][0])
    if event.kind == "account.renamed":
        return Difference(_("Name"), *event.values["name"])
    if event.kind == "account.changed" and event.values.keys() == {"type"}:
        return Difference(_("Type"), *(labels.ACCOUNT_TYPES[value] for value in event.values["type"]))
    return Difference(sentence(event, current_user))
