"""Every address × every persona × every state of what it is about (ASVS 8.2.1, 8.2.2, 8.3.1)."""

import re

import pytest

import access
from tests.matrix.controls import denied_controls
from tests.matrix.expected import ADMITTED, CONFLICT, DOOR, MISSING, REFUSED, outcome
from tests.matrix.personas import PERSONAS
from tests.matrix.requests import answered, every_list, every_request, fields_of
from tests.matrix.sight import leaks
from tests.matrix.stage import writes
from tests.support import digest
from tests.test_conventions_requests import told
from tests.web.test_headers import check as check_headers

pytestmark = [
    pytest.mark.asvs("8.2.1", "8.2.2", "8.2.3", "8.3.1", "8.4.1", "3.4.4", "16.3.2"),
    pytest.mark.knows_no_engine,
]

# Where an admitted request may still come to one of these: with the reason.
ALSO = {
    "me.show": {DOOR},  # it answers whether somebody is signed in, by 204 or 401
    "sign_ins.delete": {DOOR},  # signing out leads there
    "portal.sign_ins.delete": {DOOR},
    "second_steps.create": {DOOR},
    "emergency_accesses.create": {REFUSED},  # the owner has not opened it
    "portal.sign_ins.update": {DOOR},  # no password was typed before the code
    "portal.photos.show": {MISSING},  # the person has none
    "logos.show": {MISSING},  # the firm has none
    "merges.create": {MISSING},  # nobody says which two
    "restorations.create": {MISSING},  # the line has no value to write back
    "reversals.create": {MISSING},  # the action is another's or is not of now
    "custom_fields.delete": {CONFLICT},  # it is in use
    "bins.update": {CONFLICT},  # only what is archived can be put into the bin
    "bulk_changes.update": {CONFLICT},  # the form has not the digest of what was looked at
    "bulk_changes.delete": {CONFLICT},  # it was never done
}
AT_A_TIME = 200  # requests, since a log that is full of one person's denials is slow
LEADING = range(300, 400)
LOG = 'INSERT INTO "event"'
# Sessions that lead nowhere any more go when they are used.
ENDS_SESSION = {"portal revoked", "portal archived"}


# Who ask for every address at every change. The others ask for one of each kind then, and for all at full size.
THOROUGH = ("anonymous", "owner", "employee assigned, all but view all", "employee none", "portal A")


def one_of_each_kind(requests: list) -> list:
    """The requests for one address of each kind: of the same policy, method and parameters."""
    kinds = {}
    for asked in requests:
        kinds.setdefault(kind_of(asked), asked.endpoint)
    return [asked for asked in requests if kinds[kind_of(asked)] == asked.endpoint]


def kind_of(asked) -> tuple:
    return access.POLICY.get(asked.endpoint), asked.method, frozenset(asked.values)


def name_of(persona) -> str:
    return persona.name


class Play:
    """One persona who asks for everything, or for one of each kind, and what was wrong with the answers."""

    def __init__(self, scene, persona, everything):
        self.scene, self.persona, self.everything, self.wrong = scene, persona, everything, []
        self.browser, self.bodies = scene.browser(persona), {}

    def restore(self):
        self.scene.restore()
        self.browser = self.scene.browser(self.persona)

    def run(self):
        """What must be denied comes first, so that the world stands as it was when it is over."""
        asked_for = every_request(self.scene.app, self.scene.world)
        asked_for = asked_for if self.everything else one_of_each_kind(asked_for)
        requests = [(asked, self.wanted(asked)) for asked in asked_for]
        for number, (asked, wanted) in enumerate(requests):
            if wanted != ADMITTED:
                self.ask(asked, wanted)
            if number % AT_A_TIME == 0:
                self.look_for_traces()
        self.look_for_traces()
        for asked, wanted in requests:
            if wanted == ADMITTED:
                self.ask(asked, wanted)
        for asked in every_list(self.scene.world):
            self.ask(asked, None)

    def look_for_traces(self):
        """What was denied until now has changed nothing but the log of denials."""
        if digest.digest() != self.scene.digest or self.scene.files() != self.scene.files_kept:
            self.wrong.append("What was denied has changed the database or the files.")
        self.restore()

    def wanted(self, asked):
        return outcome(self.scene.world, self.persona, asked.endpoint, asked.method, asked.values)

    def ask(self, asked, wanted):
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if asked.htmx else {}
        with writes() as written:
            response = self.browser.open(
                asked.path, method=asked.method, data=fields_of(asked, self.scene.world), headers=headers
            )
            response.get_data()  # what comes as a stream is made now
        for complaint in self.complaints(asked, wanted, response, written):
            self.wrong.append(f"{asked.endpoint}, {asked.state}, {asked.method} {asked.path}: {complaint}")
        if written and (wanted in (None, ADMITTED) or self.persona.name in ENDS_SESSION):
            self.restore()

    def complaints(self, asked, wanted, response, written):
        came = answered(response)
        fine = wanted in (None, came) or (wanted == ADMITTED and came in ALSO.get(asked.endpoint, ()))
        if not fine or (response.status_code >= 500 and asked.endpoint != "health.readyz"):
            yield f"{came} ({response.status_code}) instead of {wanted}"
        if wanted not in (None, ADMITTED):
            yield from (f"denied, and yet: {sql[:80]}" for sql in written if not self.excused(sql))
            yield from self.line_in_the_log(written)
        check_headers(response)
        if response.mimetype in ("text/html", "text/plain", "application/json", "text/csv"):
            yield from (f"shows {each}" for each in self.leaks(asked, response.text))
        yield from (f"says in a header {each}" for each in self.leaks(asked, str(response.headers)))
        if response.mimetype == "text/html" and not written and response.status_code not in LEADING:
            drawn = denied_controls(self.scene.app, self.scene.world, self.persona, response.text, asked.path)
            yield from (f"draws {each}" for each in drawn)
        if wanted == MISSING and asked.state in ("foreign", "nonexistent", "deleted"):
            yield from self.tells_apart(asked, response)

    def line_in_the_log(self, written):
        """A denial of somebody signed in leaves one line in the log, and nobody else's leaves any (ASVS 16.3.2)."""
        lines = sum(sql.startswith(LOG) for sql in written)
        if lines > 1:
            yield f"{lines} lines in the log instead of 1"

    def leaks(self, asked, text: str):
        typed = asked.path.partition("?")[2]
        return (each for each in leaks(self.scene.world, self.persona, text) if each.split()[-1] not in typed)

    def excused(self, sql: str) -> bool:
        ends = self.persona.name in ENDS_SESSION and sql.startswith('DELETE FROM "portal_session"')
        return ends or sql.startswith(LOG)  # that it is a refusal's is seen by the digest in the end

    def tells_apart(self, asked, response):
        """What is not one's own must answer as what does not exist: status, headers and body."""
        key = (asked.endpoint, asked.method, asked.htmx)
        account_id = asked.values.get("account_id", 0)
        body = told(response, account_id, asked.path)
        headers = {
            name: re.sub(r"'nonce-[^']*'", "", value).replace(asked.path, "PATH")
            for name, value in response.headers.items()
            if name not in ("Content-Length", "Set-Cookie")
        }
        answer = (response.status_code, headers, body)
        if self.bodies.setdefault(key, answer) != answer:
            yield "differs from the answer about another that is not there for this persona"


@pytest.mark.parametrize(
    "everything", [False, pytest.param(True, marks=pytest.mark.full)], ids=["each kind", "everything"]
)
@pytest.mark.parametrize("persona", [each for each in PERSONAS if each.name not in THOROUGH], ids=name_of)
def test_one_of_each_kind_is_as_the_policy_says(scene, persona, everything):
    play(scene, persona, everything)


@pytest.mark.parametrize("persona", [each for each in PERSONAS if each.name in THOROUGH], ids=name_of)
def test_everything_is_as_the_policy_says(scene, persona):
    play(scene, persona, True)


def play(scene, persona, everything):
    played = Play(scene, persona, everything)
    played.run()
    assert not played.wrong, f"{len(played.wrong)}\n" + "\n".join(played.wrong[:60])
