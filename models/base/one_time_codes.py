"""One-time codes of an authenticator app (TOTP, RFC 6238), for staff and clients alike."""

from hashlib import sha256

import pyotp
from peewee import IntegerField, TextField

from models.base.cipher import Unreadable, decrypted, encrypted
from models.base.clock import now
from models.base.database import transaction
from models.base.recorded import Recorded


class CodeHolder(Recorded):
    """Somebody who signs in and may have an app that makes codes. The secret is kept encrypted (ASVS 11.3.2)."""

    unrecorded = frozenset({"totp_secret", "totp_step"})

    totp_secret = TextField(null=True)
    totp_step = IntegerField(default=0)  # the newest code that was used, which is not taken twice

    def takes_code(self, code: str) -> bool:
        """Whether this is the code of now or of half a minute around it, and was not used before (ASVS 6.5.1)."""
        step = step_of_code(self.totp_key, code) if self.totp_secret else None
        if step is None:
            return False
        model = type(self)
        with transaction():
            newer = (model.id == self.id) & (model.totp_step < step)
            return model.update(totp_step=step).where(newer).execute() == 1

    @property
    def password_mark(self) -> str:
        """Another one as soon as the password is another; it tells nothing about either, for the hash is salted."""
        return sha256(self.password_hash.encode()).hexdigest()[:32]

    @property
    def totp_key(self) -> str:
        try:
            return decrypted(self.totp_secret)
        except Unreadable:  # the secret key was changed: nobody can make its codes any more
            return pyotp.random_base32()


def new_secret() -> str:
    """What an app makes codes from: 160 random bits in base 32."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether it can be one that new_secret() made."""
    return len(text) == 32 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def encrypted_secret(secret: str) -> str:
    """A secret as it is stored."""
    return encrypted(secret)


def address_of_secret(secret: str, who: str, where: str) -> str:
    """The otpauth:// address that apps scan; they list it by `who` at `where`."""
    return pyotp.TOTP(secret).provisioning_uri(name=who, issuer_name=where)


def step_of_code(secret: str, code: str) -> int | None:
    """The half minute whose code this is, if it is a present one (ASVS 6.5.5)."""
    totp, digits = pyotp.TOTP(secret), "".join(code.split())
    here = int(now().timestamp()) // totp.interval
    fitting = (
        step
        for step in (here, here - 1, here + 1)
        if pyotp.utils.strings_equal(totp.generate_otp(step), digits)
    )
    return next(fitting, None)
