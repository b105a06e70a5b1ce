"""One server, one browser and one sign-in per person for the whole run; a fresh window per test."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import lacking
from tests.browser.running import fill_demo, serve
from tests.browser.watch import Watch
from tests.support.mailbox import receiving

ACCOUNTS = 60  # the thirty named clients and enough others for a second page
TOLD = 31  # the named clients and one more
PASSWORD = "overblik-demo"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium():
    """The browser. Without one these tests are skipped, in CI they fail."""
    path = lacking.chromium()
    if path is None:
        reason = f"The browser tests need one of {', '.join(lacking.CHROMIUMS)} on the PATH."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        expect.set_options(timeout=10_000)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_firm(tmp_path_factory, worker_id):
    """demo_firm(accounts): a data directory with a demo firm, told once for all processes of the run."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def copy(accounts: int) -> Path:
        told = shared / f"told-{accounts}"
        with told.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not told.exists():
                fill_demo(tmp_path_factory.mktemp("telling"), accounts).rename(told)
        return shutil.copytree(told, tmp_path_factory.mktemp("demo"), dirs_exist_ok=True)

    return copy


@pytest.fixture(scope="session")
def demo_server(chromium, demo_firm):
    """The demo firm, served."""
    yield from serve(demo_firm(ACCOUNTS))


@pytest.fixture(scope="module")
def mailing_server(chromium, demo_firm):
    """A demo firm of the module's own with a mail server: (mailbox, server)."""
    with receiving() as (mailbox, url):
        for server in serve(demo_firm(TOLD), OVERBLIK_SMTP_URL=url):
            yield mailbox, server


@pytest.fixture
def empty_server(chromium, tmp_path_factory):
    """An installation that nobody has set up."""
    yield from serve(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def clients(demo_server):
    """The id of each client by its name."""
    return demo_server.at_the_database("tell({row.name: row.id for row in Account.select()})")


@pytest.fixture(scope="session")
def signed_in(chromium, demo_server):
    """signed_in(person): the cookies of a demo person, who signs in once."""
    kept = {}

    def state(person: str):
        if person not in kept:
            context = chromium.new_context(base_url=demo_server.url)
            page = context.new_page()
            sign_in(page, person)
            kept[person] = context.storage_state()
            context.close()
        return kept[person]

    return state


def sign_in(page, person: str):
    """Through the door, as a person does it."""
    page.goto("/sign-in")
    page.locator("#email").fill(f"{person}@demo.example")
    page.locator("#password").fill(PASSWORD)
    page.locator("#sign-in-button").click()
    page.wait_for_url("**/accounts")


@pytest.fixture
def window(chromium, request):
    """window(url, …): a fresh page at an installation, watched. Its `watch` may be told what a test expects."""
    opened = []

    def open_window(url: str, *, javascript=True, width=1400, height=900, scheme="light", **options):
        context = chromium.new_context(
            **{"locale": "da-DK", "reduced_motion": "reduce"} | options,
            base_url=url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
        )
        watch = Watch(context, url)
        opened.append((context, watch, javascript))
        page = context.new_page()
        page.watch = watch
        return page

    yield open_window
    complaints = [text for _, watch, javascript in opened for text in watch.finish(javascript)]
    for context, *_ in opened:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page_as(window, demo_server, signed_in):
    """page_as(person, …): a page of a signed-in member of the demo firm, in Danish."""

    def open_page(person: str, **options):
        return window(demo_server.url, storage_state=signed_in(person), **options)

    return open_page
