"""One believable Danish firm, told through the same verbs that the views call, with dates in the past.

The first 60 accounts are told, the first 30 of them by name (cast.py); further ones are copies of told ones under
other names (copies.py). NAMED says what to look at where.
"""

from demo import diary, money, papers, questionnaires, talk, work
from demo.clients import TOLD, Clients
from demo.copies import Copies
from demo.office import Office
from demo.requests import ask_for_access, go_on_holiday
from demo.story import Story
from models import Account, Firm, Outbox, User

CHAPTERS = (papers.plan, work.plan, diary.plan, talk.plan, money.plan, questionnaires.plan)

NAMED = {
    "company": "Brdr. Ågård Tømrer & Snedker ApS",  # pinned notes, and the employee's timer runs
    "couple": "Lars og Kirsten Ågård",
    "partnership": "Ågård Ejendomme I/S",
    "holding": "Ågård Holding ApS",  # Lars Ågård stands on these four and on the chats' account
    "father": "Poul Sørensen",
    "owned by the father": "Sørensens Smedje ApS",
    "owned with the daughter": "Sørensens VVS A/S",
    "daughter": "Anne Sørensen",
    "sole trader": "Café Kløver v/Anna Østergaard",  # the same two addresses as the private person's
    "private person": "Anna Østergaard",
    "documents": "Havørnen Fisk A/S",  # also every approval and signature
    "nobody can sign": "Grøn Energi Thy ApS",
    "offline": "Niels Bjerregaard",
    "invitation expired": "Lærkevej Dyreklinik ApS",
    "invitation pending": "Møllers Boghandel v/Jeppe Møller",
    "credit covers fully": "Brdr. Ågård Tømrer & Snedker ApS",
    "credit covers partly": "Rødkælk Rengøring ApS",
    "renamed": "Strandens Is & Kaffe ApS",
    "association": "Fjordens Revy- og Teaterforening",
    "quickbooks failed": "Vestkystens Maskinstation A/S",
    "quickbooks failed too": "Hyggehjørnet Møbler ApS",
    "second couple": "Ida og Mads Holm",
    "timer of the owner": "Bager Bøgh v/Åse Bøgh",
    "chats": "Nordlys Software ApS",
    "organizers": "Lindegaard Landbrug I/S",
    "proposals": "Fysioterapeuterne på Østerbro I/S",
    "tasks": "Ø-Transport A/S",
    "emails": "Skagen Sølvsmedje v/Ditte Skov",
    "archived": "Dødsboet efter Ejnar Friis",
}


class NotEmpty(Exception):
    """The database holds a firm already; the demo never mixes with real data."""


def fill(accounts: int = TOLD, seed: int = 7):
    """Fill the empty database with the demo firm. Raises NotEmpty.

    Copies tell search nothing: rebuild the index afterwards.
    """
    if any(model.select().exists() for model in (Firm, User, Account)):
        raise NotEmpty("The database is not empty: the demo needs an empty DATA_DIR.")
    story = Story(seed)
    office = Office(story)
    clients = Clients(story, office, min(accounts, TOLD), CHAPTERS)
    ask_for_access(story, office, clients)
    go_on_holiday(story, office)
    story.play()
    diary.start_timers(clients, office)
    Outbox.update(sent_at=Outbox.due_at, state="sent").where(Outbox.state == "waiting").execute()
    if accounts > TOLD:
        Copies(story).make(TOLD + 1, accounts)
