"""axe-core in a page. It is evaluated from outside, so the page's CSP stays as it is."""

from pathlib import Path

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # all that depends on the theme

RUN = """
async ([only, within]) => (await axe.run(within, {runOnly: only, resultTypes: ["violations"], preload: false})).violations.flatMap(
  (found) => found.nodes.map((node) => `${found.id}: ${node.target.join(" ")} (${node.failureSummary.split("\\n").pop().trim()})`))
"""


def violations(page, colours_only: bool = False, within: str = "html") -> list[str]:
    """What axe finds on the page, or `within` a part of it, as it stands: rule, element, reason."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(SOURCE)
    only = {"type": "rule", "values": COLOURS} if colours_only else {"type": "tag", "values": TAGS}
    return page.evaluate(RUN, [only, within])
