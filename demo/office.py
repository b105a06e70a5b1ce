"""The firm itself: its staff and their rights, and what it sorts and describes its clients by."""

from datetime import timedelta
from itertools import cycle

from demo.story import Story, office_hour
from demo.texts.work import PIPELINES, RESTRICTED
from models import AccountRole, CustomField, Firm, Pipeline, PipelineMember, Stage, Tag, User
from models.base import clock
from models.base.database import action, transaction
from models.base.password import hash_password
from models.clients.tag import COLOURS
from models.staff.demo_people import PASSWORD

NAME = "Havnegadens Revision & Råd"

# Name, address before @demo.example, role, price of an hour in minor units, rights.
STAFF = (
    ("Bodil Højgaard", "owner", "owner", 185_000, ()),
    ("Torben Ærenlund", "admin", "admin", 145_000, ()),
    (
        "Mette Kjærgaard",
        "manager",
        "employee",
        132_500,
        ("view_all_accounts", "manage_accounts", "manage_contacts"),
    ),
    ("Søren Løkke", "employee", "employee", 95_000, ()),
    (
        "Ida Thorsen",
        "ida.thorsen",
        "employee",
        110_000,
        (
            "view_all_accounts",
            "view_all_contacts",
            "manage_invoices",
            "manage_payments",
            "manage_time_entries",
        ),
    ),
    ("Henning Åbjerg", "henning.aabjerg", "admin", 165_000, ()),
    ("Gry Sandholm", "gry.sandholm", "employee", 95_000, ("manage_documents", "manage_organizers")),
    ("Jonas Kvist", "jonas.kvist", "employee", 80_000, ()),
    (
        "Lisbeth Rønnow",
        "lisbeth.roennow",
        "employee",
        120_000,
        ("manage_proposals", "manage_templates", "manage_rates"),
    ),
    ("Emil Østrup", "emil.oestrup", "employee", 75_000, ("manage_contacts", "manage_tags")),
    (
        "Amira Nordentoft",
        "amira.nordentoft",
        "employee",
        120_000,
        ("assign_teammates", "manage_pipelines", "export_data"),
    ),
    ("Viggo Bæk", "viggo.baek", "employee", 105_000, ("manage_accounts", "manage_custom_fields")),
)
SPECIALISTS = ("manager", "lisbeth.roennow")  # the members of the restricted pipeline

TAGS = (
    "VIP",
    "Ny kunde",
    "Løn",
    "Moms kvartal",
    "Holding",
    "Restance",
    "Udland",
    "Landbrug",
    "Restauration",
    "Forening",
    "Generationsskifte",
)

ROLES = ("Ansvarlig revisor", "Sagsbehandler", "Lønansvarlig", "Kvalitetssikring")

# Set, label, type, choices.
FIELDS = (
    ("account", "Momsperiode", "single_choice", "Måned\nKvartal\nHalvår\nIngen"),
    ("account", "Regnskabsår slutter", "single_choice", "31. december\n31. marts\n30. juni\n30. september"),
    ("account", "Bogføringssystem", "single_choice", "e-conomic\nDinero\nBilly\nUniconta\nC5"),
    ("account", "Branchekode", "text", ""),
    ("account", "Antal ansatte", "number", ""),
    ("account", "Aftalebrev underskrevet", "date", ""),
    ("account", "NemKonto", "sensitive", ""),
    ("account", "Ydelser", "multiple_choice", "Bogføring\nMoms\nLøn\nÅrsregnskab\nRådgivning"),
    ("account", "Særlige aftaler", "long_text", ""),
    ("account", "Fakturaer sendes til", "email", ""),
    ("account", "Webshop", "url", ""),
    ("contact", "Privat e-mail", "email", ""),
    ("contact", "CPR-nummer", "sensitive", ""),
    ("contact", "Fødselsdag", "date", ""),
    ("contact", "Foretrækker", "single_choice", "Telefon\nE-mail\nPortal"),
    ("contact", "Direkte nummer", "phone", ""),
    ("contact", "Legitimation kontrolleret", "checkbox", ""),
)


class Office:
    """The firm's people and lists, as they stood on the first day of the story."""

    def __init__(self, story: Story):
        opening = office_hour(story.dice("house"), story.begun_on) - timedelta(hours=12)
        with transaction(), clock.at(opening), action("house"):
            self._hire()
            Firm.add(self.owner, id=Firm.THE_ONLY, name=NAME, demo_at=clock.now())
            self.tags = {
                name: Tag.add(self.admin, name=name, colour=colour)
                for name, colour in zip(TAGS, cycle(COLOURS), strict=False)
            }
            self.roles = [AccountRole.create(name=name, position=place) for place, name in enumerate(ROLES)]
            self.fields = {
                label: CustomField.define(self.admin, set=set_, label=label, type=type_, choices=choices)
                for set_, label, type_, choices in FIELDS
            }
            self._lay_pipelines()

    def _hire(self):
        password_hash = hash_password(PASSWORD)  # once for all: hashing is meant to be slow
        self.staff, self.rates, boss = {}, {}, None
        for name, local, role, rate, rights in STAFF:
            email = f"{local}@demo.example"
            user = User.add(boss, name=name, email=email, role=role, password_hash=password_hash)
            boss = boss or user
            for right in rights:
                user.grant(right, boss)
            self.staff[local] = user
            self.rates[user.id] = rate
        self.owner, self.admin = self.staff["owner"], self.staff["admin"]
        self.employee, self.manager = self.staff["employee"], self.staff["manager"]
        self.caseworkers = [
            user for local, user in self.staff.items() if local not in ("owner", "admin", "employee")
        ]

    def _lay_pipelines(self):
        self.stages = {}
        for name, stages in PIPELINES.items():
            pipeline = Pipeline.create(name=name, restricted_at=clock.now() if name == RESTRICTED else None)
            self.stages[name] = [
                Stage.create(pipeline=pipeline, name=stage, position=place)
                for place, stage in enumerate(stages)
            ]
            for local in SPECIALISTS if name == RESTRICTED else ():
                PipelineMember.create(pipeline=pipeline, user=self.staff[local])
