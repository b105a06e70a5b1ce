"""Rate limiting of sign-ins: failures are counted, so that nobody guesses for long (rule Signing in 1; ASVS 6.3.1, 6.6.3)."""

from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from peewee import CharField

from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.mailbox import mailbox
from models.base.model import BaseModel

WINDOW = timedelta(minutes=15)
MOST = 10  # in a window for one name in one scope, such as sign-in pages of the staff
ADDRESS_WINDOW = timedelta(hours=1)
MOST_AT_ADDRESS = 100  # in that window from one place of the net, in all scopes together


class SignInFailure(BaseModel):
    """One try that was not right. It keeps hashes of the name that was typed, which may be anything, and of the place."""

    name_hash = CharField(max_length=64)
    address_hash = CharField(default="", max_length=64)
    at = InstantField(default=now, index=True)

    class Meta:
        indexes = ((("name_hash", "at"), False), (("address_hash", "at"), False))

    @classmethod
    def attempt(cls, scope: str, name: str, address: str | None, at_place: bool = True):
        """Begin a try under a name from a client's address: it counts as failed until withdraw() or forgive().

        None when there have been too many, whether the name is known or not; that one is not counted. Since a try is
        written before it is judged, many at the same moment are not more than the number allowed. Without `at_place`
        those of one name count, wherever they come from, and nothing else that was wrong there.
        """
        if cls.too_many(scope, name, address, at_place):
            return None
        place_hash = _hash("address", _place(address)) if at_place else ""
        with transaction():
            cls._forget_old()
            tried = cls.create(name_hash=_hash(scope, name), address_hash=place_hash)
        if tried._over():
            tried.withdraw()
            return None
        return tried

    @classmethod
    def too_many(cls, scope: str, name: str, address: str | None, at_place: bool = True) -> bool:
        """Whether whoever is at this address has to wait before they try this name."""
        return cls._of_name(_hash(scope, name)) >= MOST or (
            at_place and cls._of_address(_hash("address", _place(address))) >= MOST_AT_ADDRESS
        )

    def _over(self) -> bool:
        return self._of_name(self.name_hash) > MOST or (
            self.address_hash != "" and self._of_address(self.address_hash) > MOST_AT_ADDRESS
        )

    @classmethod
    def _of_name(cls, name_hash: str) -> int:
        return cls.select().where(cls.name_hash == name_hash, cls.at > now() - WINDOW).count()

    @classmethod
    def _of_address(cls, address_hash: str) -> int:
        return cls._in_an_hour(cls.address_hash == address_hash)

    @classmethod
    def spend(cls, purpose: str, name: str, address: str | None) -> bool:
        """Take one of the turns an hour of the asker's place, whatever the name, known or not."""
        place_hash = _hash(purpose, f"at {_place(address)}")
        with transaction():
            left = cls._in_an_hour(cls.address_hash == place_hash) < MOST_AT_ADDRESS
            if left:
                cls._forget_old()
                cls.create(name_hash=_hash(purpose, name), address_hash=place_hash)
        return left

    @classmethod
    def _in_an_hour(cls, which) -> int:
        return cls.select().where(which, cls.at > now() - ADDRESS_WINDOW).count()

    @classmethod
    def _forget_old(cls):
        cls.delete().where(cls.at < now() - ADDRESS_WINDOW).execute()

    def withdraw(self):
        """It was right: do not count this try."""
        with transaction():
            self.delete_instance()

    @classmethod
    def forgive(cls, scope: str, name: str):
        """Somebody has proved to own the name: count none of its tries any more."""
        with transaction():
            cls.delete().where(cls.name_hash == _hash(scope, name)).execute()


def _place(address: str | None) -> str:
    """Where a client is: its address, of IPv6 the network that a household or a server has to itself."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return ""
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


def _hash(scope: str, name: str) -> str:
    return sha256(f"{scope}\0{mailbox(name)}".encode()).hexdigest()
