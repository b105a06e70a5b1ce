"""Every form and parameter with what nobody expects (ASVS 2.2.1, 2.2.2, 15.2.2, 15.3.7, 16.5.1).

OVERBLIK_FUZZ says how many requests, 10,000 without it. A failure names the seed and the number of its request.
"""

import os
import random
import re
import time
from urllib.parse import quote_from_bytes

import pytest

from tests.fuzz import odd
from tests.fuzz.discovery import discover
from tests.matrix.personas import BY_NAME
from tests.matrix.sight import leaks
from tests.matrix.stage import writes
from tests.support import html

pytestmark = pytest.mark.knows_no_engine

REQUESTS = int(os.environ.get("OVERBLIK_FUZZ", "10000"))
BATCHES = 10
SLOWEST = 2.0  # seconds of this process, so that a busy machine is no finding
WHO = ("owner", "employee assigned, all but view all", "employee none", "portal A and B", "anonymous")
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
DIFFERS = re.compile(r'nonce="[^"]*"|toast-[0-9a-f]{8}|\d+|value="[^"]*"')

known_good = set()  # pages that were parsed already, but for numbers and values


@pytest.fixture(scope="session")
def discovered():
    return {}


@pytest.mark.asvs("2.2.1", "2.2.2", "15.2.2", "15.3.7", "16.5.1", "1.2.4", "8.4.1")
@pytest.mark.parametrize("seed", range(BATCHES))
def test_nothing_that_is_sent_breaks_anything(scene, discovered, seed):
    chance = random.Random(seed)  # noqa: S311
    persona = BY_NAME[WHO[seed % len(WHO)]]
    if persona.name not in discovered:
        discovered[persona.name] = discover(scene, persona)
    for number in range(REQUESTS // BATCHES):
        ask(scene, persona, discovered[persona.name], chance, f"seed {seed}, request {number}")


def ask(scene, persona, found, chance, told: str):
    request = composed(found, chance)
    browser = scene.browser(persona)
    cookies = request.pop("cookies", None)
    if cookies:
        browser = scene.browser(BY_NAME["anonymous"])
        request["headers"].append(("Cookie", cookies))
    began = time.process_time()
    with writes() as written:
        response = browser.open(**request)
        response.get_data()  # what comes as a stream is made now
    took = time.process_time() - began
    told = f"{told} of {persona.name}: {request['method']} {request['path'][:300]} {request.get('data', b'')[:300]!r} {request['headers']}"
    assert response.status_code < 500 or request["path"].startswith("/readyz"), (
        f"{told}\n{response.text[:500]}"
    )
    assert took < SLOWEST, f"{told}\ntook {took:.1f} s"
    complaints = complaints_of(scene, persona, request, response)
    assert not complaints, f"{told} ({response.status_code})\n" + "\n".join(complaints)
    if written:
        scene.restore()


def complaints_of(scene, persona, request, response) -> list[str]:
    if response.mimetype != "text/html" or not response.data or 300 <= response.status_code < 400:
        return []
    text = response.text
    sent = f"{request['path']} {request.get('data', b'')!r}"
    seen = leaks(scene.world, persona, text) if "zq" not in sent else []
    seen = [each for each in seen if each.split()[-1] not in sent]
    shape = hash(DIFFERS.sub("", text))
    if shape in known_good:
        return seen
    known_good.add(shape)
    return seen + html.faults(text)


def composed(found, chance) -> dict:
    """One request: a form that was drawn or an address of ours, with something odd about it."""
    if found.forms and chance.random() < 0.6:
        form = chance.choice(found.forms)
        method, path, fields = form.method, form.path, list(form.fields)
    else:
        asked = chance.choice(found.requests)
        method, path, fields = chance.choice(METHODS), asked.path, []
        if chance.random() < 0.3:
            path = re.sub(r"\d+", lambda _: str(chance.choice(odd.IDS)), path)
    for _ in range(chance.randint(0, 3)):
        spoil(fields, found.names, chance)
    headers = [chance.choice(odd.HEADERS) for _ in range(chance.choice((0, 0, 0, 1, 2)))]
    if chance.random() < 0.4:
        headers.append(("HX-Request", "true"))
    request = {"method": method, "path": path, "headers": headers}
    body = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in fields).encode()
    if method in ("GET", "HEAD"):
        request["path"] = path + ("&" if "?" in path else "?") * bool(body) + body.decode()[:8_000]
    else:
        request |= {"data": body, "content_type": "application/x-www-form-urlencoded"}
        if chance.random() < 0.15:
            request |= {"data": chance.choice(odd.BODIES), "content_type": chance.choice(odd.TYPES)}
            if chance.random() < 0.5:
                request["content_type"] = "multipart/form-data; boundary=x"
    if chance.random() < 0.05:
        request["cookies"] = chance.choice(odd.COOKIES)
    return request


def spoil(fields: list, names: list, chance):
    """Add, change, double or take away a field."""
    value = chance.choice(odd.TEXTS) if chance.random() < 0.9 else chance.choice(odd.BYTES)
    match chance.randint(0, 4):
        case 0 if fields:
            fields.pop(chance.randrange(len(fields)))
        case 1 if fields:
            name, _ = chance.choice(fields)
            fields.append((name, value))
        case 2:
            fields.append((chance.choice(names), value))
        case 3:
            fields.append(
                (chance.choice(("", "id", "_method", "account_id", "name[]", "name.x", "é")), value)
            )
        case _ if fields:
            place = chance.randrange(len(fields))
            fields[place] = (fields[place][0], value)


def encoded(value: str | bytes) -> str:
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return quote_from_bytes(raw)
