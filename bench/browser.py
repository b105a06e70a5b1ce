"""The real server and a real browser: how long from asking for a profile until its last card stands."""

import shutil
from itertools import islice
from pathlib import Path
from random import Random

from bench.clock import Figure
from bench.served import Served
from models.staff.demo_people import PASSWORD

VISITS = 40  # for each firm and strategy
CARDS_SECONDS = 10
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")

# Runs before the page's own scripts: notes when no card is waiting any more, and for `each` makes every skeleton
# ask for its own card, where the product asks for all of them at once.
SCRIPT = """
window.strategy = %r;
new MutationObserver(() => {
  const grid = document.getElementById("cards");
  if (!grid) return;
  if (window.strategy === "each") {
    if (grid.hasAttribute("hx-get")) grid.removeAttribute("hx-get");
    for (const card of grid.querySelectorAll(".card[aria-busy=true]:not([hx-get])")) {
      card.setAttribute("hx-get", `${location.pathname}/overview/${card.id.replace("card-", "")}`);
      card.setAttribute("hx-trigger", "load");
      card.setAttribute("hx-swap", "outerHTML");
    }
  }
  if (document.readyState !== "loading" && !grid.querySelector(".card[aria-busy=true]"))
    window.settledAt ??= performance.now();
}).observe(document, {childList: true, subtree: true});
"""
SETTLED = f"""() => new Promise((done, failed) => {{
  const look = () => window.settledAt ? done(window.settledAt) : setTimeout(look, 10);
  setTimeout(() => failed(Error("a card is still waiting after {CARDS_SECONDS} s")), {CARDS_SECONDS}000);
  look();
}})"""
STRATEGIES = {"page + one batch": "batch", "page + one request a card": "each"}


def table(places: list[Path], sizes: tuple[int, ...]) -> list[str]:
    """Lines of a table of wall milliseconds in Chromium, median / 95th percentile."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return ["", "No browser part: playwright is not installed."]
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        return ["", f"No browser part: none of {', '.join(CHROMIUMS)} is on the PATH."]
    lines = ["", "| until the last card stands, wall ms | clients | median / p95 |", "| --- | --: | --: |"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for place, size in zip(places, sizes, strict=True):
            for name, taken in visits(chromium, place).items():
                figure = Figure.of(taken)
                lines.append(f"| {name} | {size:,} | {figure.p50:.0f} / {figure.p95:.0f} |")
        chromium.close()
    return lines


def visits(chromium, place: Path) -> dict[str, list[float]]:
    """Strategy → milliseconds of each visit; the strategies take turns on the same accounts."""
    with Served(place) as served:
        windows = {name: window(chromium, served.url, code) for name, code in STRATEGIES.items()}
        taken = {name: [] for name in windows}
        for turn, account_id in enumerate(accounts(next(iter(windows.values())))):
            for name in list(windows)[:: 1 if turn % 2 else -1]:
                took = visit(windows[name], account_id)
                taken[name] += [took] if turn >= VISITS // 4 else []
    return taken


def window(chromium, base_url: str, strategy: str):
    page = chromium.new_context(base_url=base_url, locale="da").new_page()
    page.add_init_script(SCRIPT % strategy)
    page.goto("/sign-in")
    page.locator("#email").fill("owner@demo.example")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts")
    return page


def accounts(page) -> list[str]:
    """Addresses of accounts on the first page of the list, a quarter more than VISITS to warm up with."""
    found = page.locator("a.row-link").evaluate_all("links => links.map(link => link.pathname)")
    Random(7).shuffle(found)  # noqa: S311 (no secret)
    return list(islice(found, VISITS + VISITS // 4))


def visit(page, path: str) -> float:
    page.goto(path, wait_until="commit")
    return page.evaluate(SETTLED)
