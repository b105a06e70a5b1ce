"""The tags on one client."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find, find_account, may
from models.base.database import transaction
from models.clients.tag import Tag
from models.staff.unique_name import NameTaken
from views.account._info_forms import TagForm
from views.account.info import area_answer
from web.responses import toast

bp = Blueprint("account_tags", __name__)


@bp.post("/accounts/<int:account_id>/tags")
def create(account_id):
    account = find_account(account_id)
    form = TagForm()
    with transaction():  # a new tag stays only where it could be put on
        tag = named_tag(form) if form.validate() else None
        if tag:
            tag.put_on(account, current_user)
    if tag is None:
        return area_answer(account, "tags", status=422, filled=form)
    undo = url_for("account_tags.delete", account_id=account.id, tag_id=tag.id)
    message = toast_with_undo(_("Tag “%(tag)s” added.", tag=tag.name), undo, {})
    return area_answer(account, "tags", message, filled=TagForm(formdata=None))  # open for the next one


@bp.post("/accounts/<int:account_id>/tags/<int:tag_id>/deletion")
def delete(account_id, tag_id):
    account = find_account(account_id)
    tag = find(Tag.of_account(account), tag_id, _("The tag is no longer on this client."))
    tag.take_off(account, current_user)
    undo = url_for("account_tags.create", account_id=account.id)
    message = toast_with_undo(_("Tag “%(tag)s” removed.", tag=tag.name), undo, {"name": tag.name})
    return area_answer(account, "tags", message)


def named_tag(form: TagForm) -> Tag | None:
    """The tag that the form names, a new one for those who may make it; None with a word beside the field."""
    known = Tag.named(form.name.data)
    if known:
        return known
    if not may("tags.create"):
        form.name.errors = [_("There is no such tag. Choose one from the list.")]
        return None
    try:
        return Tag.add_unique(current_user, form.name.data, colour=form.colour.data)
    except NameTaken as taken:  # somebody made it this very moment
        return Tag.named(str(taken))


def toast_with_undo(text: str, action: str, fields: dict) -> dict:
    return toast(text, undo={"action": action, "target": "#account-tags", "fields": fields})
