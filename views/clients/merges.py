"""Merges: two clients, or two contacts, that turned out to be one."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import (
    Archived,
    ArchivedEverywhere,
    Missing,
    accounts,
    archived_words,
    contacts,
    find,
    holds,
    is_resting,
    rights,
    visible_account_ids,
)
from access.policy.entries import needs
from models.base.clock import now
from models.base.fields import LARGEST_ID
from models.base.folding import parse
from models.clients.account import Account, BeyondOwnStay
from models.clients.contact import Contact
from models.clients.contact_list import found_by
from models.clients.link import Link
from models.clients.merge import Merge
from models.history.undo import events_of
from models.merging.merging import UNDOABLE, NotMergeable, merge, preview, unmerge
from views.clients.search import suggested as suggested_accounts
from web.responses import error_response, flash_toast, page, toast
from words.comparison import compared
from words.formats import local_day
from words.merge_preview import WHATS, counts, sections

bp = Blueprint("merges", __name__)

SUGGESTED = 10
MOST_SHOWN = 200


@bp.get("/merges")
def index():
    return page("merges/index.html", rows=recent(), may_accounts=may_accounts())


@bp.get("/merges/new")
def new():
    kind = requested_kind(request.args)
    typed = {side: request.args.get(side, "").replace("\0", " ").strip() for side in ("keep", "gone")}
    if not all(text.isdecimal() for text in typed.values()):
        offered = {side: suggested(kind, text) for side, text in typed.items()}
        return page("merges/new.html", kind=kind, typed=typed, offered=offered, plan=None)
    return preview_page(kind, *pair(kind, typed))


@bp.post("/merges")
def create():
    kind = requested_kind(request.form)
    done = repeated(kind)
    if done:
        return redirect(page_of_survivor(done), 303)
    kept, gone = pair(kind, request.form)
    try:
        made = merge(kept, gone, current_user)
    except NotMergeable:
        return merge_error(_("These two cannot be merged. Nothing was changed."))
    except BeyondOwnStay:
        return preview_page(kind, kept, gone)
    text = _("%(gone)s is now merged into %(kept)s.", gone=gone.name, kept=kept.name)
    undo = {"action": url_for("merges.delete", merge_id=made.id), "target": None, "fields": {}}
    flash(toast(text, undo=undo), "success")
    return redirect(page_of_survivor(made), 303)


@bp.post("/merges/<int:merge_id>/deletion")
def delete(merge_id):
    made = find(Merge.select(), merge_id, not_yours())
    kind = made.kind
    require_kind(kind)
    kept = find(mergeable(kind), made.kept_id, not_yours())
    if not is_open_to_user(made):
        raise Missing(not_yours())
    if is_put_away(kind, kept):
        raise put_away(kind, kept)
    try:
        unmerge(made, current_user)
    except NotMergeable:
        return merge_error(
            _("This can no longer be undone, or the result has itself been merged into another.")
        )
    flash_toast(_("The merge was undone."))
    return redirect(url_for("merges.index"), 303)


def may_accounts() -> bool:
    return holds(needs("manage_accounts"))


def require_kind(kind: str):
    if kind == "account" and not may_accounts():
        abort(403)


def requested_kind(source) -> str:
    kind = "contact" if source.get("kind") == "contact" or not may_accounts() else "account"
    if source.get("kind") == "account":
        require_kind("account")
    return kind


def not_yours() -> str:
    return _("There is no such pair that you can open.")


def mergeable(kind: str):
    """The accounts or contacts that the user may make one of: a contact only where all of its accounts are the user's,
    since what becomes of a person shows on every one of them.
    """
    if kind == "account":
        return accounts()
    if visible_account_ids() is None:
        return contacts()
    foreign = Account.select(Account.id).where(
        Account.merged_into.is_null(), Account.purged_at.is_null(), Account.id.not_in(own_account_ids())
    )
    return contacts().where(Contact.id.not_in(Link.select(Link.contact).where(Link.account.in_(foreign))))


def own_account_ids():
    """A query of the ids of the accounts that the user may open, or bring back from the bin."""
    binned = Account.binned_for(current_user, rights())
    return accounts().select(Account.id) | binned.select(Account.id)


def is_open_to_user(made: Merge) -> bool:
    """Whether all accounts are the user's that a merge had to do with: undoing it has to do with them again."""
    if visible_account_ids() is None:
        return True
    touched = {event.account_id for event in events_of(made.action)} - {None}
    standing = Account.select().where(Account.id.in_(list(touched)), Account.merged_into.is_null())
    return not standing.where(Account.id.not_in(own_account_ids())).exists()


def pair(kind: str, source):
    """(what is kept, what goes); one and the same 404 for those that do not exist and those that are not the user's.

    An archived client is 409, and so is a contact on archived clients only.
    """
    ids = [source.get(side, "") for side in ("keep", "gone")]
    kept, gone = (
        find(mergeable(kind), int(each) if each.isdecimal() and len(each) < 11 else LARGEST_ID, not_yours())
        for each in ids
    )
    for each in (kept, gone):
        if is_put_away(kind, each):
            raise put_away(kind, each)
    return kept, gone


def is_put_away(kind: str, record) -> bool:
    return record.archived if kind == "account" else is_resting(record)


def put_away(kind: str, record) -> Archived:
    """Why one that is archived is not changed."""
    if kind == "contact":
        return ArchivedEverywhere()
    return Archived(archived_words(record.name))


def merge_error(text: str):
    return error_response(409, text, "errors/error.html", title=_("Not saved"))


def preview_page(kind: str, kept, gone):
    """Both side by side, and what would become of them."""
    try:
        plan = preview(kept, gone, current_user)
    except NotMergeable:
        return choice_page(kind, {"keep": [kept], "gone": []}, _("Choose two different ones."))
    except BeyondOwnStay as beyond:
        return choice_page(kind, {"keep": [kept], "gone": [gone]}, for_a_time(beyond))
    concerned = {event.account_id for event in plan.events if event.account_id}
    names = dict(accounts(list(concerned)).select(Account.id, Account.name).tuples()) if concerned else {}
    return page(
        "merges/new.html",
        kind=kind,
        kept=kept,
        gone=gone,
        plan=plan,
        pairs=compared(kept, gone),
        sections=sections(plan, kept, names),
        counts=counts(plan),
        whats=WHATS,
    )


def choice_page(kind: str, selected: dict, problem: str):
    """The form again, with those that were chosen and what keeps them from becoming one."""
    typed = {side: "".join(str(each.id) for each in records) for side, records in selected.items()}
    return page("merges/new.html", 422, kind=kind, typed=typed, offered=selected, plan=None, problem=problem)


def for_a_time(beyond: BeyondOwnStay) -> str:
    """Why somebody who is on one of two teams for a time does not make the clients one."""
    if beyond.until_at is None:
        return _(
            "You are no longer on the team of “%(name)s”. Nothing was changed.", name=beyond.account.name
        )
    words = {"name": beyond.account.name, "day": local_day(beyond.until_at)}
    return _(
        "You are on the team of “%(name)s” only until and including %(day)s, and merged the two would be open to both teams for longer. Ask a colleague who is on both without an end date to merge them.",
        **words,
    )


def suggested(kind: str, text: str) -> list:
    """Those whose name is like what was typed."""
    if not text or text.isdecimal():
        return [each for each in [find_or_none(kind, text)] if each]
    if kind == "account":
        return [account for account in suggested_accounts(text, SUGGESTED) if not account.archived]
    if parse(text) is None:
        return []
    return list(mergeable(kind).where(found_by(text)).order_by(Contact.sort_key, Contact.id).limit(SUGGESTED))


def find_or_none(kind: str, text: str):
    try:
        return find(mergeable(kind), int(text) if text and len(text) < 11 else LARGEST_ID)
    except Missing:
        return None


def repeated(kind: str) -> Merge | None:
    """The merge that this request asks for, when it has been made already."""
    kept, gone = (request.form.get(side, 0, int) for side in ("keep", "gone"))
    if not 0 < kept <= LARGEST_ID or not 0 < gone <= LARGEST_ID:
        return None
    made = Merge.standing(kind, now() - UNDOABLE).where(Merge.kept_id == kept, Merge.gone_id == gone).first()
    return made if made and mergeable(kind).where(model_of(kind).id == kept).exists() else None


def model_of(kind: str):
    return Account if kind == "account" else Contact


def page_of_survivor(made: Merge) -> str:
    if made.kind == "account":
        return url_for("accounts.show", account_id=made.kept_id)
    return url_for("contacts.show", contact_id=made.kept_id)


def recent() -> list[dict]:
    """The merges that can still be undone by the user, newest first, with what was kept and what has gone."""
    rows = []
    for kind in ("account", "contact") if may_accounts() else ("contact",):
        model = model_of(kind)
        made = list(Merge.standing(kind, now() - UNDOABLE).limit(MOST_SHOWN))
        kept = {
            each.id: each for each in mergeable(kind).where(model.id.in_([each.kept_id for each in made]))
        }
        gone = {each.id: each for each in model.select().where(model.id.in_([each.gone_id for each in made]))}
        rows += [
            {
                "made": each,
                "kept": kept[each.kept_id],
                "gone": gone[each.gone_id],
                "url": page_of_survivor(each),
            }
            for each in made
            if each.kept_id in kept and each.gone_id in gone and is_open_to_user(each)
        ]
    return sorted(rows, key=lambda row: row["made"].id, reverse=True)
