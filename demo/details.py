"""Chapter: what the firm writes down about a client when it comes: tags, roles, custom fields."""

from datetime import timedelta

from demo.office import ROLES
from models import AccountRoleHolder, CustomValue
from models.base import clock
from models.clients.contact_value import FieldValue

BY_TYPE = {
    "individual": (),
    "company": ("Løn", "Moms kvartal", "Udland", "Restance", "Holding", "VIP"),
    "other": ("Forening",),
}
TRADE_TAGS = {"56": "Restauration", "01": "Landbrug", "55": "Restauration"}
AGREEMENTS = (
    "Fast pris for bogføring. Rådgivning efter tid.",
    "Rabat 10 % på årsregnskab de første to år.",
    "Bilag hentes hos kunden hver den 3.",
)


def describe(client):
    """Tag the account and fill in its fields, as it was told on the first day; some of it changes later."""
    dice, office, account = client.dice("details"), client.office, client.account
    actor = client.team[0]
    for name in _tags(dice, client):
        office.tags[name].put_on(account, actor)
    for role in office.roles[: dice.choice((1, 1, 2, 2))]:
        holder = office.owner if role.name == ROLES[0] else dice.choice(client.team)
        AccountRoleHolder.add(actor, account=account, role=role, user=holder)
    for label, value in _account_values(dice, client).items():
        FieldValue(office.fields[label], account).fill(actor, value)
    for contact, place in zip(client.contacts, client.part.places, strict=True):
        if not CustomValue.select().where(CustomValue.contact == contact).exists():
            for label, value in _contact_values(dice, place.person).items():
                FieldValue(office.fields[label], contact).fill(actor, value)
    if client.type == "company" and (client.named or dice.random() < 0.3):
        changed_at = client.in_time(client.story.days_ago(dice, dice.randint(15, 300)))
        client.story.at(changed_at, _change_period, client, dice)


def _change_period(client, dice):
    field = client.office.fields["Momsperiode"]
    field_value = FieldValue.of(client.account, field)
    if field_value.value:
        field_value.fill(dice.choice(client.team), "Måned" if field_value.value == "Kvartal" else "Kvartal")


def _tags(dice, client) -> list[str]:
    if client.named:
        return list(client.part.tags)
    tags = [tag for tag in BY_TYPE[client.type] if dice.random() < 0.28]
    if client.part.trade[:2] in TRADE_TAGS:
        tags.append(TRADE_TAGS[client.part.trade[:2]])
    if (client.story.today - clock.today()).days < 120:
        tags.append("Ny kunde")
    return tags


def _account_values(dice, client) -> dict[str, str]:
    signed_on = clock.today() + timedelta(days=dice.randint(-20, 0))
    values = {"Aftalebrev underskrevet": signed_on.isoformat()}
    if client.type != "individual":
        values["Momsperiode"] = dice.choice(("Kvartal", "Kvartal", "Måned", "Halvår"))
        values["Bogføringssystem"] = dice.choice(("e-conomic", "Dinero", "Billy", "Uniconta"))
    if client.type == "company":
        values["Regnskabsår slutter"] = dice.choice(("31. december", "31. december", "30. juni"))
        values["Branchekode"] = client.part.trade
        if client.named or dice.random() < 0.3:
            values["Antal ansatte"] = str(int(dice.paretovariate(0.9)))
        if client.named or dice.random() < 0.2:
            values["Ydelser"] = "Bogføring\nMoms\nÅrsregnskab"
            values["Fakturaer sendes til"] = client.part.places[-1].person.emails[0]
    if client.named or dice.random() < 0.15:
        values["NemKonto"] = f"{dice.randint(1000, 9999)} {dice.randint(0, 10**10 - 1):010}"
        values["Særlige aftaler"] = dice.choice(AGREEMENTS)
    return values


def _contact_values(dice, person) -> dict[str, str]:
    values = {"Foretrækker": dice.choice(("Telefon", "E-mail", "Portal"))} if dice.random() < 0.5 else {}
    if len(person.emails) > 1:
        values["Privat e-mail"] = person.emails[1]
    if dice.random() < 0.3:
        values["Fødselsdag"] = f"{dice.randint(1946, 2001)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        # The 31st of February: a number that looks right and can be nobody's.
        values["CPR-nummer"] = f"3102{dice.randint(46, 99)}-{dice.randint(0, 9999):04}"
        values["Legitimation kontrolleret"] = "1"
    return values
