"""I01, Twenty CVE-2026-46624 (timeZone), EspoCRM CVE-2026-53574, Frappe CVE-2026-31877 and many: SQL in a parameter.

ASVS 1.2.4. Sort keys and filters are names of a closed list; what is typed is always a bound value.
"""

import pytest

from tests.support import digest, rows

pytestmark = pytest.mark.asvs("1.2.4")

PAYLOADS = (
    "'",
    '"',
    "--",
    "' OR '1'='1",
    "1; DROP TABLE account; --",
    "1 UNION SELECT password_hash FROM user",
    "name DESC, (SELECT 1)",
    "(CASE WHEN 1=1 THEN name ELSE id END)",
    "\\",
    "%' AND 1=randomblob(900000000) --",
    "pg_sleep(5)",
)
PARAMETERS = {
    "/accounts": ("sort", "type", "tag", "team", "login", "archived", "after"),
    "/contacts": ("q", "sort", "clients", "after"),
    "/search": ("q", "after"),
    "/accounts/1/history": ("kind", "person", "from_on", "to_on", "after"),
    "/accounts/1/info": ("as_of",),
    "/accounts/1/links/new": ("q",),
    "/accounts/1/relations/new": ("other",),
    "/outbox": ("state", "after"),
    "/access-requests": ("after",),
    "/bulk-changes": ("after",),
    "/duplicates": ("kind", "after"),
    "/merges/new": ("kind", "keep", "gone"),
    "/contacts/likenesses": (
        "first_name",
        "last_name",
        "email",
        "phone",
        "name",
        "account",
        "except",
        "seen",
    ),
    "/accounts/1/documents": ("after",),
}


@pytest.mark.parametrize("path", PARAMETERS)
def test_sql_in_a_parameter_is_text(browse, cast, path):
    rows.add(cast.a, cast.olga, 1)
    browser, before = browse(cast.alice if path == "/accounts" else cast.olga), digest.digest()
    for name in (*PARAMETERS[path], "lang", "timezone", "order", "where"):
        for payload in PAYLOADS:
            for asked in (
                browser.get(path, query_string={name: payload}),
                browser.htmx("GET", path, query_string={name: payload}),
            ):
                assert asked.status_code in (200, 303, 404, 422), (name, payload)
                assert "argon2" not in asked.text
                assert "sqlite" not in asked.text.lower()
                assert "syntax error" not in asked.text.lower()
    assert digest.digest() == before


def test_what_is_always_true_finds_no_more_than_what_is_not(browse, cast):
    browser = browse(cast.alice)
    for path in ("/accounts?tag={}", "/accounts?sort={}", "/search?q={}", "/contacts?q={}"):
        counts = {
            browser.get(path.format(payload)).text.count('href="/accounts/')
            for payload in ("zzzz' OR '1'='1", "zzzz' OR '1'='2")
        }
        assert len(counts) == 1, path


def test_words_for_the_database_can_be_names(browse, cast):
    fields = {
        "type": "company",
        "first_name": "Robert'); DROP TABLE account;--",
        "name": "'; -- \" \\ %_ ApS",
    }
    place = browse(cast.olga).post("/accounts", data=fields).location
    assert "DROP TABLE account" in browse(cast.olga).get(f"{place}/info").text
    assert (
        browse(cast.olga).htmx("GET", "/search?q=Robert'); DROP TABLE account;--").text.count('role="option"')
        == 1
    )
