"""A row that the health check writes to find out whether the database takes writes."""

from models.base.clock import now
from models.base.database import note
from models.base.fields import InstantField
from models.base.model import BaseModel


class Probe(BaseModel):
    """The one row, and when it was last written."""

    at = InstantField(default=now)

    THE_ONLY = 1

    @classmethod
    def write(cls, seconds: float) -> bool:
        """Whether the row could be written and committed without waiting longer than so many `seconds` for others."""
        row = cls.insert(id=cls.THE_ONLY)
        return note(row.on_conflict(conflict_target=(cls.id,), update={cls.at: now()}).execute, seconds)
