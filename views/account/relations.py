"""How one client stands to another: owner, parent, spouse, partner."""

import re

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from access import accounts, find, find_account
from models.base.database import transaction
from models.base.fields import LARGEST_ID
from models.base.folding import fold, parse
from models.clients.account import Account
from models.clients.account_relation import AccountRelation
from views.account._info_forms import INWARDS, OUTWARDS, RelationForm, relation_choices
from views.account._undo import undo_of
from views.account.info import area_answer, section_of
from views.clients.search import suggested
from web.account_page import profile_page
from web.responses import partial, toast
from web.saving import Saved, save_valid
from words.formats import percentage

bp = Blueprint("relations", __name__)

SUGGESTED = 10
# What the suggestions write: a name and the ID after a point in the middle.
NAMED_WITH_ID = re.compile(r"(?:.*·\s*)?(\d{1,10})", re.DOTALL)


@bp.get("/accounts/<int:account_id>/relations/new")
def new(account_id):
    account = find_account(account_id)
    typed = request.args.get("other", "").replace("\0", " ")
    others = [other for other in suggested(typed, SUGGESTED) if other.id != account.id] if typed else []
    if request.htmx.wants_fragment:
        list_id = request.htmx.target or "relation-new-others"
        return partial("relations/others.html", others=others, list_id=list_id)
    form = RelationForm(formdata=None, other=typed)
    return profile_page("relations/new.html", account, "info", form=form, others=others)


@bp.post("/accounts/<int:account_id>/relations")
def create(account_id):
    account = find_account(account_id)
    form = RelationForm()
    values = read(form, account)
    saved = Saved(status=422)
    if values:
        saved = save_valid(form, lambda: in_one_action(AccountRelation.relate, current_user, **values))
    if not saved.done:
        return area_answer(account, "relations", status=saved.status, filled=form)
    message = relation_toast(account, saved.result, _("The relation is saved."))
    return area_answer(account, "relations", message)


@bp.get("/accounts/<int:account_id>/relations/<int:relation_id>/edit")
def edit(account_id, relation_id):
    account = find_account(account_id)
    relation = find_relation(account, relation_id)
    form = RelationForm(formdata=None, part=relation_id, **fields_of(account, relation))
    return edit_page(account, relation, form)


@bp.post("/accounts/<int:account_id>/relations/<int:relation_id>")
def update(account_id, relation_id):
    account = find_account(account_id)
    relation = find_relation(account, relation_id)
    form = RelationForm(part=relation_id)
    values = read(form, account)
    saved = Saved(status=422)
    if values:
        saved = save_valid(
            form, lambda: in_one_action(relation.change, current_user, form.seen.data, **values), relation
        )
    if not saved.done:
        theirs = in_words(account, relation.hold()) if saved.theirs else None
        return edit_page(account, relation, form, saved.status, theirs)
    message = relation_toast(account, saved.result, _("The relation is saved."))
    return area_answer(account, "relations", message)


@bp.post("/accounts/<int:account_id>/relations/<int:relation_id>/deletion")
def delete(account_id, relation_id):
    account = find_account(account_id)
    relation = find_relation(account, relation_id)
    action = in_one_action(relation.remove, current_user)
    return area_answer(account, "relations", relation_toast(account, action, _("The relation is removed.")))


def in_one_action(write, *args, **values) -> str:
    """Write something, and return the name of the action that did it."""
    with transaction() as action:
        write(*args, **values)
    return action


def find_relation(account: Account, relation_id: int) -> AccountRelation:
    """A relation of the client to one that the user may see too."""
    return find(
        AccountRelation.between(account, accounts()), relation_id, _("This relation no longer exists.")
    )


def edit_page(account, relation, form, status: int = 200, theirs=None):
    """The form in place of its line for htmx, else on a page; `theirs` is what others have saved meanwhile, in words."""
    if not request.htmx.wants_fragment:
        shown = {"form": form, "relation": relation, "theirs": theirs}
        return profile_page("relations/edit.html", account, "info", status=status, **shown)
    shown = section_of(account, filled={"relation": form})
    return partial("info/relations.html", account=account, theirs=theirs, **shown), status


def read(form: RelationForm, account: Account) -> dict | None:
    """The relation that the form tells of, or None with words beside the fields."""
    valid = form.validate()
    other = other_client(form.other.data) if form.other.data and not form.other.errors else None
    if form.other.data and not form.other.errors and other is None:
        form.other.errors = [_("There is no such client. Enter its ID or its exact name.")]
    if not valid or other is None:
        return None
    direction, _dash, kind = form.kind.data.partition("-")
    ends = (account, other) if direction == OUTWARDS else (other, account)
    return {"account": ends[0], "related": ends[1], "kind": kind, "percentage_hundredths": form.hundredths}


def other_client(text: str) -> Account | None:
    """The client that an ID, an exact name or a suggestion names, among those the user may see; the only one.

    A name is exact however it is written (models/base/folding.py).
    """
    by_id = NAMED_WITH_ID.fullmatch(text.strip())
    if by_id and int(by_id[1]) <= LARGEST_ID:
        found_by_id = accounts([int(by_id[1])]).first()
        if found_by_id:
            return found_by_id
    query = parse(text)
    named = [each.id for each in suggested(text, SUGGESTED) if query and query.is_name(fold(each.name))]
    return accounts(named).first() if len(named) == 1 else None


def fields_of(account: Account, relation: AccountRelation) -> dict:
    """A relation as the form writes it, seen from `account`."""
    outwards = relation.account_id == account.id
    other = relation.related if outwards else relation.account
    part = relation.percentage_hundredths
    return {
        "seen": relation.last_event_id,
        "kind": f"{OUTWARDS if outwards else INWARDS}-{relation.kind}",
        "other": f"{other.name} · {other.id}",
        "percentage": "" if part is None else percentage(part),
    }


def in_words(account: Account, relation: AccountRelation) -> str:
    """A relation as one reads it in a list."""
    fields = fields_of(account, relation)
    kind = dict(relation_choices())[fields["kind"]]
    return " · ".join(filter(None, (str(kind), fields["other"], fields["percentage"])))


def relation_toast(account: Account, action: str, text: str) -> dict:
    return toast(text, undo=undo_of(account, action, "account-relations"))
