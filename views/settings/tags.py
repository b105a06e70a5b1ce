"""The firm's tags: all of them, and how many clients carry each."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField

from access import accounts, find
from models.clients.tag import COLOURS, AccountTag, Tag
from models.staff.unique_name import NameTaken
from web.forms import BaseForm, SeenField, at_most, choices, required, stripped
from web.responses import flash_toast, page
from web.saving import save
from words import labels

bp = Blueprint("tags", __name__)


class TagForm(BaseForm):
    """A tag's name and colour; `seen` is the newest line of its history when the form was drawn."""

    refusals = {NameTaken: ("name", lambda error: _("A tag “%(name)s” already exists.", name=error))}

    seen = SeenField()
    name = StringField(_l("Name"), [required(), at_most(60)], [stripped])
    colour = SelectField(_l("Colour"), choices=choices(labels.COLOURS), default=COLOURS[0])

    def __init__(self, *args, part="new", **kwargs):
        super().__init__(*args, **kwargs)
        for each in self:
            each.id = f"tag-{part}-{each.name}"

    def values(self) -> dict:
        return {"name": self.name.data, "colour": self.colour.data}


@bp.get("/settings/tags")
def index():
    return list_page()


@bp.post("/settings/tags")
def create():
    form = TagForm()
    saved = save(form, lambda: Tag.add_unique(current_user, **form.values()))
    if not saved.done:
        return list_page(saved.status, form)
    flash_toast(_("Tag “%(tag)s” created.", tag=saved.result.name))
    return redirect(url_for("tags.index"), 303)


@bp.get("/settings/tags/<int:tag_id>/edit")
def edit(tag_id):
    tag = find_tag(tag_id)
    return edit_page(tag, TagForm(formdata=None, obj=tag, seen=tag.last_event_id))


@bp.post("/settings/tags/<int:tag_id>")
def update(tag_id):
    tag = find_tag(tag_id)
    form = TagForm()
    saved = save(form, lambda: tag.edit_unique(current_user, form.seen.data, **form.values()), tag)
    if not saved.done:
        return edit_page(tag, form, saved.status, saved.theirs)
    flash_toast(_("The tag is saved."))
    return redirect(url_for("tags.index"), 303)


@bp.post("/settings/tags/<int:tag_id>/deletion")
def delete(tag_id):
    tag = find_tag(tag_id)
    tag.remove(current_user)
    flash_toast(_("Tag “%(tag)s” deleted.", tag=tag.name))
    return redirect(url_for("tags.index"), 303)


def find_tag(tag_id: int) -> Tag:
    return find(Tag.select(), tag_id, _("This tag no longer exists."))


def list_page(status: int = 200, form: TagForm | None = None):
    """All tags; the counts are of the clients that the reader may open, and of no others."""
    return page(
        "tags/index.html",
        status,
        tags=list(Tag.by_name()),
        counts=AccountTag.counts(accounts()),
        form=form or TagForm(formdata=None),
    )


def edit_page(tag: Tag, form: TagForm, status: int = 200, theirs=None):
    count = AccountTag.counts(accounts()).get(tag.id, 0)
    return page("tags/edit.html", status, tag=tag, form=form, count=count, theirs=theirs or {})
