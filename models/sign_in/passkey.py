"""Passkeys of staff (WebAuthn): a key pair whose private half never leaves the person's device."""

import json
import re
from hashlib import sha256
from typing import NamedTuple

from peewee import CharField, ForeignKeyField, IntegerField, IntegrityError, TextField
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.base.recorded import Recorded
from models.staff.user import User

MOST = 20  # of one person
LONGEST_NAME = 60
LONGEST_CREDENTIAL = 20_000  # characters of what a browser says
LONGEST_ID = 1400  # characters: 1023 bytes (WebAuthn §4) in base 64
# A passkey stands for both factors only because the device asked for its finger, face or PIN (ASVS 6.3.3).
VERIFIED = UserVerificationRequirement.REQUIRED


class Unproven(Exception):
    """What the browser said does not prove what it should."""


class RelyingParty(NamedTuple):
    """Where passkeys are for: the name that browsers bind them to, and the origins of our own pages under it."""

    rp_id: str
    origins: tuple[str, ...]


class Passkey(Recorded):
    """One passkey of one member of staff."""

    noun = "passkey"
    revivable = False
    unrecorded = frozenset({"credential_id", "public_key", "sign_count", "last_used_at"})

    user = ForeignKeyField(User, on_delete="CASCADE")
    name = CharField(max_length=LONGEST_NAME)
    credential_id = CharField(max_length=LONGEST_ID, unique=True)
    public_key = TextField()
    sign_count = IntegerField(default=0)
    created_at = InstantField(default=now)
    last_used_at = InstantField(null=True)

    def concerns(self):
        return {"user_id": self.user_id}

    @classmethod
    def of(cls, user: User):
        """A person's passkeys, oldest first."""
        return cls.select().where(cls.user == user).order_by(cls.id)

    @classmethod
    def creation(cls, user: User, party: RelyingParty, firm_name: str, challenge: bytes) -> dict:
        """What a browser is asked in order to make one: PublicKeyCredentialCreationOptions as JSON can hold them."""
        return json.loads(
            options_to_json(
                generate_registration_options(
                    rp_id=party.rp_id,
                    rp_name=firm_name,
                    user_id=handle_of(user),
                    user_name=user.email,
                    user_display_name=user.name,
                    challenge=challenge,
                    authenticator_selection=AuthenticatorSelectionCriteria(
                        resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
                    ),
                    exclude_credentials=cls._described(user),
                )
            )
        )

    @classmethod
    def request(cls, party: RelyingParty, challenge: bytes, user: User | None = None) -> dict:
        """What a browser is asked in order to use one, of `user` where that is known already."""
        allowed = cls._described(user) if user else None
        return json.loads(
            options_to_json(
                generate_authentication_options(
                    rp_id=party.rp_id,
                    challenge=challenge,
                    allow_credentials=allowed,
                    user_verification=VERIFIED,
                )
            )
        )

    @classmethod
    def _described(cls, user: User) -> list[PublicKeyCredentialDescriptor]:
        return [
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id)) for each in cls.of(user)
        ]

    @classmethod
    def keep(
        cls, user: User, actor, name: str, credential: str, challenge: bytes, party: RelyingParty
    ) -> "Passkey":
        """Keep the passkey that a browser has made for `user`. Raises Unproven."""
        try:
            proof = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=party.rp_id,
                expected_origin=list(party.origins),
                require_user_verification=True,
            )
        except Exception as error:  # parsing what strangers send fails in more ways than the library names
            raise Unproven from error
        try:
            with transaction():
                return cls.add(
                    actor,
                    user=user,
                    name=name,
                    credential_id=bytes_to_base64url(proof.credential_id),
                    public_key=bytes_to_base64url(proof.credential_public_key),
                    sign_count=proof.sign_count,
                )
        except IntegrityError as error:
            raise Unproven from error  # it is somebody's already

    @classmethod
    def used(
        cls, credential: str, challenge: bytes, party: RelyingParty, user: User | None = None
    ) -> "Passkey":
        """The passkey, of `user` where that is known, that a browser has just used; it remembers when. Raises Unproven."""
        found = cls._named_by(credential)
        if found is None or (user and found.user_id != user.id):
            raise Unproven
        try:
            proof = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=party.rp_id,
                expected_origin=list(party.origins),
                credential_public_key=base64url_to_bytes(found.public_key),
                credential_current_sign_count=found.sign_count,
                require_user_verification=True,
            )
        except Exception as error:  # parsing what strangers send fails in more ways than the library names
            raise Unproven from error
        found._count(proof.new_sign_count)
        return found

    @classmethod
    def is_known(cls, credential: str) -> bool:
        """Whether an answer says that it is of a passkey which is kept here; whether it is so, used() finds out."""
        return cls._named_by(credential) is not None

    @classmethod
    def _named_by(cls, credential: str):
        """Whose passkey an answer says it is, while that person is active staff."""
        try:
            told = json.loads(credential)
            name, handle = told["id"], told["response"].get("userHandle")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        if not (isinstance(name, str) and re.fullmatch(f"[A-Za-z0-9_-]{{1,{LONGEST_ID}}}", name)):
            return None
        active = User.deactivated_at.is_null()
        found = cls.select(cls, User).join(User).where(cls.credential_id == name, active).first()
        same = found and handle in (None, bytes_to_base64url(handle_of(found.user)))
        return found if same else None

    def _count(self, sign_count: int):
        """Remember a use. A counter that did not go up is that of a copy; some devices do not count and always say 0."""
        with transaction():
            unused = (Passkey.id == self.id) & (Passkey.sign_count <= max(sign_count - 1, 0))
            if Passkey.update(sign_count=sign_count, last_used_at=now()).where(unused).execute() != 1:
                raise Unproven


def handle_of(user: User) -> bytes:
    """What a device knows a person by; it says nothing about them (WebAuthn §14.6.1)."""
    return sha256(f"overblik user {user.id}".encode()).digest()


class UsedChallenge(BaseModel):
    """A question to a browser that was answered, kept until it would be too old anyway: no answer counts twice."""

    challenge_hash = CharField(max_length=64, unique=True)
    at = InstantField(default=now, index=True)

    @classmethod
    def use(cls, challenge: bytes, lifetime) -> bool:
        """Whether a challenge, valid for `lifetime`, is answered for the first time."""
        try:
            with transaction():
                cls.delete().where(cls.at < now() - 2 * lifetime).execute()
                cls.create(challenge_hash=sha256(challenge).hexdigest())
        except IntegrityError:
            return False
        return True
