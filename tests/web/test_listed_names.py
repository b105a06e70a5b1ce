"""Where people and tags are chosen from a list, it is in Danish order."""

from models.clients.tag import Tag
from models.staff.user import User
from tests.models.base.test_order_of_names import NAMES, mixed
from tests.support.html import parse

# Address → how many lists of people or tags are on its page.
LISTS = {
    "/accounts": 2,
    "/accounts/1/info": 2,
    "/activity": 1,
    "/settings/default-team": 1,
    "/bulk-changes/new?kind=join&account=1": 1,
    "/bulk-changes/new?kind=leave&account=1": 1,
    "/bulk-changes/new?kind=hand_over&account=1": 2,
    "/bulk-changes/new?kind=tag_on&account=1": 1,
}


def choices(page: str) -> list[list[str]]:
    """Those of our names that each list of choices holds, for those that hold any."""
    lists = (each for each in parse(page).iter() if each.tag in ("select", "datalist"))
    found = [[(one.text or one.get("value") or "").strip() for one in each.iter("option")] for each in lists]
    ours = [[text for text in texts if text in NAMES] for texts in found]
    return [each for each in ours if each]


def test_choices_are_in_danish_order(browse, cast):
    for number, name in enumerate(mixed()):
        User.employ(cast.olga, name, f"{number}@firma.example", "employee", "no hash")
        Tag.add_unique(cast.olga, name)
    browser = browse(cast.olga)
    assert {each: choices(browser.get(each).text) for each in LISTS} == {
        each: [NAMES] * count for each, count in LISTS.items()
    }
