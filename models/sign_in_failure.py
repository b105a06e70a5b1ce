"""Failed sign-ins, counted so that nobody can try passwords for long."""

from datetime import timedelta
from hashlib import sha256

from peewee import CharField

from models.base import BaseModel
from models.clock import now
from models.database import transaction
from models.fields import InstantField

WINDOW = timedelta(minutes=15)
MOST = 10


class SignInFailure(BaseModel):
    """One wrong password at one door. It keeps a hash of what was typed as the name, which may be anything."""

    name_hash = CharField(max_length=64)
    at = InstantField(default=now, index=True)

    class Meta:
        indexes = ((("name_hash", "at"), False),)

    @classmethod
    def note(cls, door: str, name: str):
        """Count one more, and forget the old ones."""
        with transaction():
            cls.delete().where(cls.at < now() - WINDOW).execute()
            cls.create(name_hash=_hash(door, name))

    @classmethod
    def too_many(cls, door: str, name: str) -> bool:
        """Whether this name has to wait, known or not."""
        recent = cls.select().where(cls.name_hash == _hash(door, name), cls.at > now() - WINDOW)
        return recent.count() >= MOST

    @classmethod
    def forgive(cls, door: str, name: str):
        with transaction():
            cls.delete().where(cls.name_hash == _hash(door, name)).execute()


def _hash(door: str, name: str) -> str:
    return sha256(f"{door}\0{name.strip().casefold()}".encode()).hexdigest()
