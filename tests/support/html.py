"""What is wrong with a page or a fragment, in sentences. An empty list is a good page."""

import re
from collections import Counter

import html5lib

LAYOUT_END = "Overblik"
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
RIDER = re.compile(r"<hx-partial[^>]*>(.*?)</hx-partial>", re.DOTALL)
TABLE_PARTS = {"tr": "tbody", "tbody": "table", "td": "tr", "th": "tr"}


def parse(text: str):
    """A page as an element tree. Raises html5lib's ParseError where it is no HTML5."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def parse_fragment(text: str):
    """A fragment under one element that holds its roots, parsed where such an element may stand."""
    first = re.match(r"\s*<(\w+)", text)
    container = TABLE_PARTS.get(first[1], "div") if first else "div"
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(text, container=container)


def value_of(text: str, name: str) -> str:
    """What the first input of this name holds when the form is posted back."""
    return next(each.get("value", "") for each in parse(text).iter("input") if each.get("name") == name)


def posted(text: str, action: str) -> dict[str, str]:
    """What a browser posts of the first form with this action as it is drawn, by name."""
    root = parse(text) if text.lstrip().lower().startswith("<!doctype") else parse_fragment(text)
    form = next(each for each in root.iter("form") if each.get("action") == action)
    values = {}
    for each in form.iter():
        if each.tag not in ("input", "select", "textarea"):
            continue
        if each.tag == "select":
            options = list(each.iter("option"))
            chosen = next((one for one in options if one.get("selected") is not None), options[0])
            values[each.get("name")] = chosen.get("value")
        elif each.get("type") not in ("checkbox", "radio") or each.get("checked") is not None:
            values[each.get("name")] = each.text or "" if each.tag == "textarea" else each.get("value", "")
    return values


def faults(text: str) -> list[str]:
    """What is wrong with an answer, whole page or fragment."""
    if text.lstrip().lower().startswith("<!doctype"):
        return page_faults(text)
    return fragment_faults(text)


def page_faults(text: str) -> list[str]:
    try:
        tree = parse(text)
    except html5lib.html5parser.ParseError as error:
        return [f"It is no HTML5 ({error}): open it in a validator."]
    found = _faults_anywhere(tree)
    headings = len(tree.findall(".//h1"))
    if headings != 1:
        found.append(f"It has {headings} h1 elements: a page has exactly one.")
    title = (tree.findtext("head/title") or "").strip()
    if not title.removesuffix(LAYOUT_END).strip(" ·"):
        found.append("It has no title of its own: fill the block `title`.")
    if any(script is not None for script in tree.findall("body//script")):
        found.append("A script stands in its body: scripts stand in the head of the layouts only.")
    return found + _unmarked(tree)


def _unmarked(tree) -> list[str]:
    """Forms of a page for somebody that do not say for whom they were drawn (access/page_owner.py)."""
    if not tree.find("body").get("data-drawn-for"):
        return []
    return [
        f"The form to {form.get('action')} does not say for whom it was drawn: see access/page_owner.py."
        for form in tree.iter("form")
        if form.get("method") == "post"
        and not any(field.get("name") == "drawn-for" for field in form.iter("input"))
    ]


def fragment_faults(text: str) -> list[str]:
    """A fragment has one root with an id; what htmx carries elsewhere in <hx-partial> is looked at by itself."""
    riders = RIDER.findall(text)
    main = RIDER.sub("", text).strip()
    found = []
    try:
        for part in filter(None, [main, *riders]):
            found += _faults_anywhere(parse_fragment(part))
        roots = list(parse_fragment(main)) if main else []
    except html5lib.html5parser.ParseError as error:
        return [f"The fragment is no HTML5 ({error})."]
    if main and (len(roots) != 1 or not roots[0].get("id")):
        names = ", ".join(f"<{root.tag} id={root.get('id')!r}>" for root in roots) or "text"
        found.append(f"A fragment has one root element with an id; this one has {names}.")
    return found


def _faults_anywhere(tree) -> list[str]:
    return [*_double_ids(tree), *_unlabelled(tree), *_inline(tree)]


def _double_ids(tree) -> list[str]:
    counted = Counter(each.get("id") for each in tree.iter() if each.get("id"))
    return [f"The id {name!r} stands {count} times." for name, count in counted.items() if count > 1]


def _unlabelled(tree) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {control for label in tree.iter("label") for control in label.iter()}
    return [
        f"The field {each.get('name') or each.get('id')!r} has no label: give it a <label for> or an aria-label."
        for tag in ("input", "select", "textarea")
        for each in tree.iter(tag)
        if each.get("type") not in UNLABELLED
        and not (each in wrapped or each.get("id") in labelled or _named(each))
    ] + [
        f"The button {each.get('id')!r} says nothing: give it text or an aria-label."
        for each in tree.iter("button")
        if not ("".join(each.itertext()).strip() or _named(each))
    ]


def _named(element) -> bool:
    return bool(element.get("aria-label") or element.get("aria-labelledby"))


def _inline(tree) -> list[str]:
    found = []
    for each in tree.iter():
        if each.tag == "style" or (each.tag == "script" and not each.get("src")):
            found.append(f"An inline <{each.tag}>: the CSP forbids it, put it into static/.")
        for name, value in each.attrib.items():
            if not isinstance(name, str):
                continue  # xlink:href and the like
            if name == "style" or name.startswith(("on", "hx-on")):
                found.append(f"<{each.tag} {name}=…>: the CSP forbids it, put it into static/.")
            if name in ("href", "src", "action") and value.strip().lower().startswith("javascript:"):
                found.append(f"<{each.tag} {name}={value!r}> runs a script.")
    return found
