"""Questions to a browser that only a passkey can answer: for one purpose, for a few minutes, for one answer."""

import secrets
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from access.signed_tokens import SECONDS, sign_values, signed_values
from config import LOOPBACK
from models.sign_in.passkey import Passkey, RelyingParty, Unproven, UsedChallenge
from models.staff.user import User


def relying_party() -> RelyingParty | None:
    """Where this installation's passkeys are for, from the configured base URL alone.

    None where browsers know no passkeys: under an IP address, and without https anywhere but at localhost.
    """
    settings = current_app.config["SETTINGS"]
    host = urlsplit(settings.base_url).hostname
    if host in LOOPBACK:
        host = "localhost"
    elif not settings.https or is_ip(host):
        return None
    return RelyingParty(host, tuple(each for each in settings.own_origins if urlsplit(each).hostname == host))


def relying_party_here() -> RelyingParty | None:
    """The relying_party() if this page is one of its origins: on this machine somebody may have come by its IP address."""
    found = relying_party()
    return found if found and urlsplit(request.host_url).hostname == found.rp_id else None


def is_ip(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def ask_passkey(user: User, purpose: str, *bound) -> tuple[dict | None, str]:
    """The question to the passkeys of `user` with its signed word; None where there are none, or not under this address."""
    place = relying_party_here()
    if not (place and Passkey.of(user).exists()):
        return None, ""
    challenge, state = ask(purpose, *bound)
    return Passkey.request(place, challenge, user), state


def proves(state: str, credential: str, user: User, purpose: str, *bound) -> bool:
    """Whether a passkey of `user` has answered the question that was asked for the same; once."""
    place = relying_party()
    challenge = place and answered(state, purpose, *bound)
    try:
        return bool(challenge and Passkey.used(credential, challenge, place, user))
    except Unproven:
        return False


def ask(purpose: str, *bound) -> tuple[bytes, str]:
    """A new challenge, and the signed word that brings it back with the answer; both hold for `bound` alone."""
    challenge = secrets.token_bytes(32)
    return challenge, sign_values(f"passkey {purpose}", bytes_to_base64url(challenge), *bound)


def answered(word: str, purpose: str, *bound) -> bytes | None:
    """The challenge that ask() made for the same, if it is a recent one and this is the first answer to it."""
    told = signed_values(f"passkey {purpose}", word)
    if told is None or told[1:] != list(bound):
        return None
    challenge = base64url_to_bytes(told[0])
    return challenge if UsedChallenge.use(challenge, timedelta(seconds=SECONDS)) else None
