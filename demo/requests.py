"""Chapter: staff ask to be let into accounts of others, and one of them is on holiday."""

from datetime import timedelta

from demo.clients import Clients
from demo.office import Office
from demo.story import Story
from models import AccessRequest, Cover
from models.base import clock

# Days ago, whether the employee or somebody else asks, number of the account, why, what the owner answered.
ASKED = (
    (30, True, 12, "Afløser en kollega på lønnen i to uger.", "granted"),
    (20, False, 28, "Kunden ringede til mig ved en fejl.", "declined"),
    (2, True, 11, "Kunden har bedt mig om at se på momsen.", ""),
    (1, False, 2, "Skal hjælpe med årsopgørelsen.", ""),
)
OTHERS = ("jonas.kvist", "emil.oestrup", "gry.sandholm", "lisbeth.roennow")
LET_IN = timedelta(days=90)
AWAY, COVERING, LEFT, BACK = "jonas.kvist", "gry.sandholm", 3, 11  # days ago and ahead


def ask_for_access(story: Story, office: Office, clients: Clients):
    for days, by_employee, number, reason, answer in ASKED:
        dice = story.dice("access", number)
        story.at(story.days_ago(dice, days), _ask, office, clients, by_employee, number, reason, answer)


def go_on_holiday(story: Story, office: Office):
    away, until_on = office.staff[AWAY], story.today + timedelta(days=BACK)
    story.at(
        story.days_ago(story.dice("holiday"), LEFT), Cover.begin, away, office.staff[COVERING], until_on, away
    )


def _ask(office: Office, clients: Clients, by_employee: bool, number: int, reason: str, answer: str):
    client = clients.all.get(number)
    if client is None:
        return
    strangers = (office.staff[local] for local in OTHERS if office.staff[local] not in client.team)
    user = office.employee if by_employee else next(strangers)
    AccessRequest.ask(user, client.account.id, reason)
    request = AccessRequest.get(account=client.account, user=user)
    if answer == "granted":
        request.grant(office.owner, clock.now() + LET_IN)
    elif answer == "declined":
        request.decline(office.owner)
