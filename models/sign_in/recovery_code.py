"""Recovery codes: what staff sign in with when phone and passkey are lost. Each is good for once."""

import secrets

from peewee import CharField, ForeignKeyField

from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.base.password import hash_password, is_password
from models.sign_in.security_notice import SecurityNotice
from models.staff.user import User

COUNT = 10
LENGTH = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper: 49 bits in ten


class RecoveryCode(BaseModel):
    """One code, of which only the hash is kept: as slow as a password's, since ten letters are few (ASVS 6.5.2)."""

    user = ForeignKeyField(User, on_delete="CASCADE")
    code_hash = CharField()
    used_at = InstantField(null=True)

    @classmethod
    def first(cls, user: User, actor) -> list[str] | None:
        """Ten codes for somebody who has never had any, else None."""
        return None if cls.select().where(cls.user == user).exists() else cls.renew(user, actor)

    @classmethod
    def renew(cls, user: User, actor) -> list[str]:
        """Ten new codes in place of all before, to be shown this once."""
        codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(COUNT)]
        hashes = [hash_password(code) for code in codes]
        with transaction():
            user.hold()
            cls.forget(user)
            cls.insert_many([{"user": user.id, "code_hash": each} for each in hashes]).execute()
            user.record("recovery_codes_made", "changed", actor, {})
        return [f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" for code in codes]

    @classmethod
    def forget(cls, user: User):
        """Let no code of this person work any more."""
        cls.delete().where(cls.user == user).execute()

    @classmethod
    def left(cls, user: User) -> int:
        """How many of a person's codes are unused."""
        return cls._unused(user).count()

    @classmethod
    def use(cls, user: User, typed: str) -> bool:
        """Take one code of this person away, and record it; False when it is none or was used before (ASVS 6.5.1)."""
        code = "".join(each for each in typed.casefold() if each.isalnum())
        if len(code) != LENGTH:
            return False
        found = next((each for each in cls._unused(user) if is_password(code, each.code_hash)), None)
        return found is not None and found._take(user)

    def _take(self, user: User) -> bool:
        with transaction():
            unused = (RecoveryCode.id == self.id) & RecoveryCode.used_at.is_null()
            if RecoveryCode.update(used_at=now()).where(unused).execute() != 1:
                return False
            user.record("recovery_code_used", "changed", user, {})
            SecurityNotice.send(user, "recovery_code_used")
        return True

    @classmethod
    def _unused(cls, user: User):
        return cls.select().where(cls.user == user, cls.used_at.is_null()).order_by(cls.id)
