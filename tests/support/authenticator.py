"""A device that makes and uses passkeys, in Python: what a browser would send (WebAuthn, attestation "none")."""

import json
import secrets
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


class Authenticator:
    """One passkey at one origin. `counter` is what it tells next; `flags` may leave out that the person was verified."""

    def __init__(self, origin="http://localhost", flags=PRESENT | VERIFIED):
        self.origin, self.flags, self.counter = origin, flags, 0
        self.credential_id = secrets.token_bytes(32)
        self.user_handle = None
        self._key = generate_private_key(SECP256R1())

    def create(self, question: dict) -> str:
        """Answer PublicKeyCredentialCreationOptions."""
        self.user_handle = question["user"]["id"]
        key = self.credential_id
        data = (
            self._data(question["rp"]["id"], WITH_KEY) + bytes(16) + len(key).to_bytes(2) + key + self._cose()
        )
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = self._client_data("webauthn.create", question["challenge"])
        return self._answer(clientDataJSON=client_data, attestationObject=attestation)

    def get(self, question: dict, **changed) -> str:
        """Answer PublicKeyCredentialRequestOptions; `changed` replaces parts of the response."""
        data = self._data(question["rpId"])
        client_data = self._client_data("webauthn.get", question["challenge"])
        signature = self._key.sign(data + sha256(client_data).digest(), ECDSA(SHA256()))
        handle = base64url_to_bytes(self.user_handle)
        parts = {"clientDataJSON": client_data, "authenticatorData": data, "signature": signature}
        return self._answer(**parts | {"userHandle": handle} | changed)

    def _data(self, rp_id: str, more_flags=0) -> bytes:
        flags = (self.flags | more_flags).to_bytes(1)
        return sha256(rp_id.encode()).digest() + flags + self.counter.to_bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _cose(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        return cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )  # EC2, ES256, P-256

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        told = {part: bytes_to_base64url(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})
