"""Merges: two accounts or two contacts that turned out to be one."""

from peewee import CharField, ForeignKeyField, IntegerField

from models.base.clock import now
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.staff.user import User

KINDS = ("account", "contact")


class Merge(BaseModel):
    """One merge: `gone_id` is a part of `kept_id` until the merge is undone; its events share `action`."""

    kind = CharField(max_length=10)
    kept_id = IntegerField(index=True)
    gone_id = IntegerField(index=True)
    action = CharField(max_length=16)
    merged_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    merged_at = InstantField(default=now)
    undone_at = InstantField(null=True)

    @classmethod
    def standing(cls, kind: str, since):
        """The merges of one kind since an instant that have not been undone, newest first."""
        return (
            cls.select()
            .where(cls.kind == kind, cls.undone_at.is_null(), cls.merged_at > since)
            .order_by(cls.id.desc())
        )

    @staticmethod
    def whole_of(model, record_id: int) -> int | None:
        """The id of what an account or a contact, of `model`, is a part of in the end; None where it is whole itself."""
        whole, merged = None, model.merged_into
        while record_id := model.select(merged).where(model.id == record_id, merged.is_null(False)).scalar():
            whole = record_id
        return whole

    @classmethod
    def family(cls, kind: str, ids) -> set[int]:
        """These accounts or contacts and all that they were ever a part of, or that were ever a part of them."""
        known, wave = set(), set(ids)
        while wave:
            known |= wave
            wave = list(wave)
            touching = cls.kept_id.in_(wave) | cls.gone_id.in_(wave)
            pairs = cls.select(cls.kept_id, cls.gone_id).where(cls.kind == kind, touching).tuples()
            wave = {each for pair in pairs for each in pair} - known
        return known


class MovedRow(BaseModel):
    """A row without a history of its own that a merge took along: its `column` pointed to what is gone."""

    merge = ForeignKeyField(Merge, on_delete="CASCADE", backref="moved_rows")
    table = CharField(max_length=40)
    column = CharField(max_length=40)
    row_id = IntegerField()
