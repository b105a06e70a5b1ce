"""What is wrong with how a page lies on the screen."""

# Text that a clipping element cuts with an ellipsis may be longer than its card; the clipping element may not.
OUTSIDE = """
() => {
  const seen = (box) => box.width > 1 && box.height > 1;
  const clips = (element) => getComputedStyle(element).overflowX !== "visible";
  const found = [];
  for (const card of document.querySelectorAll(".card, .sidebar, .profile, .notice, .search-results")) {
    const edge = card.getBoundingClientRect();
    if (!seen(edge)) continue;
    const out = (box) => seen(box) && (box.right > edge.right + 1 || box.left < edge.left - 1);
    for (const table of card.querySelectorAll("table"))
      if (out(table.getBoundingClientRect())) found.push(`${card.id || card.className}: its table`);
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (!text.data.trim() || !text.parentElement.checkVisibility()) continue;
      if (text.parentElement.closest("[popover], option, noscript")) continue;
      if (text.parentElement.closest(".search-results") !== card.closest(".search-results")) continue;
      let element = text.parentElement;
      while (element !== card && !clips(element)) element = element.parentElement;
      const range = document.createRange();
      range.selectNodeContents(text);
      const boxes = element === card ? [...range.getClientRects()] : [element.getBoundingClientRect()];
      if (boxes.some(out)) found.push(`${card.id || card.className}: ${text.data.trim()}`);
    }
  }
  return found;
}
"""

CUT = """
(selector) => [...document.querySelectorAll(`${selector}, ${selector} *`)]
  .filter((one) => getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1
    && !one.closest(".visually-hidden") && one.clientWidth > 1)
  .map((one) => one.outerHTML.slice(0, 120))
"""


def faults(page) -> list[str]:
    """Sideways scrolling, and texts that stand out of their card."""
    wide, room = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    sideways = [f"scrolls sideways: {wide} px in {room}"] if wide > room else []
    return sideways + page.evaluate(OUTSIDE)


def cut_off(page, selector: str) -> list[str]:
    """Elements there whose content is cut or has to be scrolled to."""
    return page.evaluate(CUT, selector)
