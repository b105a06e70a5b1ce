"""I02, Krayin CVE-2024-45932, Akaunting CVE-2026-5568, Zulip CVE-2026-24050: names and notes that are markup.

And I08, Frappe CVE-2026-119144 and Kimai CVE-2026-23626: texts that are templates. ASVS 1.2.1, 1.2.3, 1.3.7, 1.3.10.
Every text column of every row holds the payload, and every page is read again as a browser reads it.
"""

import pytest

from models import TABLES
from tests.matrix.canaries import let_the_history_be_rewritten, texts
from tests.support import html
from tests.test_conventions_requests import furnish, paths

pytestmark = [pytest.mark.asvs("1.2.1", "1.2.3", "1.3.7", "1.3.10"), pytest.mark.knows_no_engine]

PAYLOADS = {
    "markup": "\"'><img src=x id=xss onerror=alert(1)><script id=xss>alert(1)</script>",
    "attribute": "\" id=xss onmouseover=alert(1) x='",
    "single": "' id=xss autofocus onfocus=alert(1) '",
    "htmx": '"><b id=xss hx-get="/evil" hx-trigger="load"></b></textarea></title>',
    "template": "{{1234*5678}}{{config}}{% if 1 %}${1234*5678}#{1234*5678}<%=1234*5678%>{0.__class__}%(name)s%n",
}
ELSEWHERE = (
    *("/accounts", "/accounts?archived=all", "/contacts", "/contacts/1", "/contacts/1/edit", "/search?q=x"),
    *("/settings/tags", "/settings/custom-fields", "/settings/account-roles", "/access-requests", "/outbox"),
    *(
        "/duplicates",
        "/duplicates?kind=account",
        "/merges/new?kind=account&keep=1&gone=2",
        "/bulk-changes",
        "/bin",
    ),
    *("/settings/firm", "/accounts/1?cards=inline", "/bulk-changes/new?kind=switch&account=1"),
)


def spoil(payload: str):
    """Write the payload into every text that somebody could have typed."""
    let_the_history_be_rewritten()
    for model in TABLES:
        for field in texts(model):
            if field.name in ("changes", "website"):
                continue
            longest = min(getattr(field, "max_length", None) or 2_000, 2_000)
            text = payload[: longest - 12]
            for row in model.select(model.id, field):
                if getattr(row, field.name) is not None:
                    unique = f"{text}{row.id}" if field.unique or field.name == "name" else text
                    model.update({field: unique}).where(model.id == row.id).execute()


@pytest.mark.parametrize("kind", PAYLOADS)
def test_no_text_is_ever_more_than_text(app, browse, cast, kind):
    furnish(app, cast.a, cast.olga)
    asked = [path for _, path in paths(app, cast.a, "GET")] + list(ELSEWHERE)
    spoil(PAYLOADS[kind])
    browser, seen = browse(cast.olga), 0
    for path in asked:
        answer = browser.get(path)
        if answer.mimetype != "text/html" or not answer.data:
            continue
        tree = (
            html.parse(answer.text)
            if "<!doctype" in answer.text[:50].lower()
            else html.parse_fragment(answer.text)
        )
        for each in tree.iter():
            assert each.get("id") != "xss", path
            events = [name for name in each.attrib if isinstance(name, str) and name.startswith("on")]
            assert not events, path
        assert "7006652" not in answer.text, path
        seen += PAYLOADS[kind][:6] in "".join(tree.itertext()) + "".join(
            value for each in tree.iter() for value in each.attrib.values()
        )
    assert seen > 15, "the payload has to stand on the pages, or nothing was tried"


def test_nothing_that_was_typed_is_a_template_in_a_mail(browse, cast):
    row = cast.address("aase@a.example")
    browser = browse(cast.rikke)
    browser.post(f"/accounts/1/linked-addresses/{row.id}/login", data={"on": "1"})
    fields = {"message": "{{7*7}} {{config}} <b>fed</b>", "preview": "1"}
    page = browser.post(f"/accounts/1/linked-addresses/{row.id}/invitation", data=fields).text
    assert "{{7*7}}" in page
    assert "SECRET_KEY" not in page
