"""Bulk changes: many clients at once, seen before it is done and undone for a day."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from access import Archived, Foreign, Missing, accounts, find, visible_account_ids
from models.base.model import grouped
from models.base.paging import page_of
from models.clients.account import BeyondOwnStay, OwnStay
from models.clients.linked_address import LinkedAddress
from models.clients.tag import Tag
from models.history.undo import Overtaken
from models.portal.consequences import InPortal
from models.processes.bulk import KINDS, MOST, STATES, ArchivedAmong, BulkRequest, Outdated
from models.processes.bulk_change import BulkChange, TooLate
from models.staff.user import User
from views.clients._bulk_form import MOST_LISTED, BulkForm, Choice, form_for
from web.responses import page, toast
from words import labels
from words.consequences import consequence
from words.one_change import difference

bp = Blueprint("bulk_changes", __name__)

PAGE = 100  # accounts of a preview


@bp.get("/bulk-changes")
def index():
    found = page_of(BulkChange.done_by(current_user), request.args.get("after"))
    next_url = url_for("bulk_changes.index", after=found.next_key) if found.next_key else None
    return page(
        "bulk_changes/index.html", rows=found.rows, titles=titles(found.rows), page={"next_url": next_url}
    )


@bp.get("/bulk-changes/new")
def new():
    kind, choice = request.args.get("kind"), find_selected(request.args)
    if kind not in KINDS or not choice.found:
        return page("bulk_changes/new.html", kind=None, choice=choice, form=None)
    return choice_error(choice, kind) or form_page(kind, choice, form_for(kind, choice, formdata=None))


@bp.post("/bulk-changes")
def create():
    if "again" in request.form:
        return prepared(found_open(max(request.form.get("again", 0, int), 0)).wish)
    kind, choice = request.form.get("kind"), find_selected(request.form)
    if kind not in KINDS or not choice.found:
        return page("bulk_changes/new.html", 422, kind=None, choice=choice, form=None)
    form = form_for(kind, choice)
    return choice_error(choice, kind) or (
        prepared(form.bulk_request(kind, choice)) if form.validate() else form_page(kind, choice, form, 422)
    )


@bp.get("/bulk-changes/<int:bulk_change_id>")
def show(bulk_change_id):
    return change_page(found_open(bulk_change_id))


@bp.post("/bulk-changes/<int:bulk_change_id>")
def update(bulk_change_id):
    change = found_open(bulk_change_id)
    try:
        change.apply(request.form.get("digest", ""))
    except Outdated:
        problem = _("Something has changed since this preview, so nothing was done. Review it again.")
        return change_page(change, 409, problem)
    except ArchivedAmong as among:
        raise archived_among(among.names) from among
    flash_done(change)
    return redirect(url_for("accounts.index"), 303)


@bp.post("/bulk-changes/<int:bulk_change_id>/deletion")
def delete(bulk_change_id):
    change = found_open(bulk_change_id)
    try:
        change.undo()
    except Overtaken as overtaken:
        return change_page(change, 409, standing_in_the_way(overtaken))
    except (OwnStay, BeyondOwnStay):
        problem = _("Nothing was undone: somebody would be on a team for longer than you can give.")
        return change_page(change, 409, problem)
    except ArchivedAmong as among:
        raise archived_among(among.names) from among
    except TooLate:
        return change_page(change, 409, _("This can no longer be undone: it is more than a day ago."))
    flash(toast(_("The whole change is undone.")), "success")
    return redirect(url_for("bulk_changes.index"), 303)


def find_selected(asked) -> Choice:
    """What was chosen in the clients list; 404 for all of it when one is not the user's, whether it exists or not."""
    choice = Choice(asked)
    if not choice.complete:
        raise Foreign(_("One of the selected clients is not on your list. Nothing was changed."))
    return choice


def choice_error(choice: Choice, kind: str):
    """The answer to a choice that nothing can be done with, or None."""
    if choice.too_many:
        return page("bulk_changes/new.html", 422, kind=None, choice=choice, form=None, most=MOST)
    names = choice.archived(kind)
    if names:
        raise archived_among(names)
    return None


def archived_among(names: list[str]) -> Archived:
    """Why archived clients are not changed along with the others."""
    shown_names = ", ".join(names[:10]) + (" …" if len(names) > 10 else "")
    return Archived(_("These clients are archived, so nothing was changed: %(names)s.", names=shown_names))


def form_page(kind: str, choice: Choice, form: BulkForm, status: int = 200):
    """What to do with the chosen clients; for switches with their addresses, as far as they can be listed."""
    listed = kind == "switch" and len(choice.found) <= MOST_LISTED
    rows = LinkedAddress.on_accounts([each.id for each in choice.found]) if listed else []
    addresses = grouped(rows, "account_id")
    return page(
        "bulk_changes/new.html",
        status,
        kind=kind,
        choice=choice,
        form=form,
        addresses=addresses,
        listed=listed,
    )


def prepared(asked: BulkRequest):
    """The preview of a wish, at an address of its own."""
    try:
        change = BulkChange.prepare(asked, current_user)
    except ArchivedAmong as among:
        raise archived_among(among.names) from among
    except Outdated as error:
        raise Missing(_("Some of this no longer exists. Nothing was changed.")) from error
    return redirect(url_for("bulk_changes.show", bulk_change_id=change.id), 303)


def found_open(bulk_change_id: int) -> BulkChange:
    """One's own bulk change, while all of its clients are open to one still; else 404."""
    change = find(BulkChange.of(current_user), bulk_change_id)
    if accounts(change.wish.accounts).count() != len(change.wish.accounts):
        raise Foreign(_("You can no longer open one of the clients in this change. Nothing was changed."))
    return change


def change_page(change: BulkChange, status: int = 200, problem: str | None = None):
    """The preview, or what was done; `only` in the address asks for the accounts of one state."""
    every = sorted(change.outcomes, key=lambda each: STATES.index(each.state))
    only = request.args.get("only") if request.args.get("only") in STATES else None
    outcomes = [each for each in every if only in (None, each.state)]
    start = max(request.args.get("after", 0, int), 0)
    further = start + PAGE < len(outcomes)
    here = {"bulk_change_id": change.id, "only": only}
    return page(
        "bulk_changes/show.html",
        status,
        change=change,
        title=titles([change])[change.id],
        leaves=leaves(change.wish),
        problem=problem,
        only=only,
        counts={state: sum(each.state == state for each in every) for state in STATES},
        rows=[
            (each, [difference(event) for event in each.events]) for each in outcomes[start : start + PAGE]
        ],
        consequences=consequences_of(change, outcomes[start : start + PAGE]),
        page={
            "next_url": url_for("bulk_changes.show", **here, after=start + PAGE) if further else None,
            "first_url": url_for("bulk_changes.show", **here) if start else None,
        },
    )


def consequences_of(change: BulkChange, outcomes) -> dict[int, list[str]]:
    """Account id → what turning the switches there would mean, all of them at once; nothing of what is done."""
    wish = change.wish
    if wish.kind != "switch" or change.applied_at:
        return {}
    rows = LinkedAddress.of_accounts([each.account_id for each in outcomes])
    turned = set(wish.addresses)
    turning = [row for row in rows if row.id in turned and row.is_on(wish.switch) != wish.on]
    portals, going = InPortal(rows), frozenset() if wish.on else frozenset(turned)
    told = {outcome.account_id: [] for outcome in outcomes}
    for row in turning:
        told[row.account_id].append(consequence(wish.switch, row, portals, going))
    return told


def titles(changes) -> dict[int, str]:
    """What each of the bulk changes does, in a few words."""
    tags = dict(Tag.select(Tag.id, Tag.name).tuples())
    people = dict(User.select(*User.named()).tuples())
    return {change.id: title(change.wish, tags, people) for change in changes}


def title(wish: BulkRequest, tags: dict, people: dict) -> str:
    match wish.kind:
        case "tag_on" | "tag_off":
            about = tags.get(wish.tag, "–")
        case "join" | "leave":
            about = people[wish.user]
        case "hand_over":
            about = f"{people[wish.user]} → {people[wish.successor]}"
        case "type":
            about = labels.ACCOUNT_TYPES[wish.type]
        case "switch":
            about = f"{labels.SWITCHES[wish.switch]} {_('on') if wish.on else _('off')}"
        case _:
            return str(labels.BULK_KINDS[wish.kind])
    return f"{labels.BULK_KINDS[wish.kind]}: {about}"


def leaves(wish: BulkRequest) -> bool:
    """Whether the signed-in user goes off the team and then cannot open the clients any more."""
    return (
        wish.kind in ("leave", "hand_over")
        and wish.user == current_user.id
        and visible_account_ids() is not None
    )


def standing_in_the_way(overtaken: Overtaken) -> str:
    """What keeps a change from being undone, and on which client."""
    event = overtaken.event
    account = accounts([event.account_id]).first() if event.account_id else None
    words = {"what": event.subject_name, "client": account.name if account else ""}
    return _(
        "Nothing was undone: %(what)s of %(client)s has been changed since, and that change would be lost.",
        **words,
    )


def flash_done(change: BulkChange):
    undo = {"action": url_for("bulk_changes.delete", bulk_change_id=change.id), "fields": {}}
    text = ngettext("%(num)s client changed.", "%(num)s clients changed.", change.changed)
    flash(toast(text, undo=undo | {"target": None}), "success")
