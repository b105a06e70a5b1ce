"""The named clients: accounts 1 to 30, each with something to look at. Data only."""

from demo.parts import Part, Person, Seat, shows

LARS = Person("Lars", "Ågård", ("lars@brdr-aagaard.example",))
HENRIK = Person("Henrik", "Ågård", ("henrik@brdr-aagaard.example",))
KIRSTEN = Person("Kirsten", "Ågård", ("kirsten.aagaard@post.example",))
POUL = Person("Poul", "Sørensen", ("poul@soerensens-smedje.example", "poul.soerensen@post.example"))
ANNE = Person("Anne", "Sørensen", ("anne@soerensens-vvs.example",))
ANNA = Person("Anna", "Østergaard", ("anna@cafe-kloever.example", "anna.oestergaard@post.example"))
ÅSE = Person("Åse", "Bøgh", ("aase@bager-boegh.example",))
IDA = Person("Ida", "Holm", ("ida.holm@post.example",))
MADS = Person("Mads", "Holm", ("mads@holm-arkitekter.example", "mads.holm@post.example"))
JØRGEN = Person("Jørgen", "Havn", ("jh@havoernen-fisk.example",))
BIRGIT = Person("Birgit", "Havn", ("bh@havoernen-fisk.example",))
THEA = Person("Thea", "Lykke", ("thea@nordlys-software.example",))

QUICKBOOKS_NAME = "Kunden findes allerede i QuickBooks under et andet navn"
QUICKBOOKS_VAT = "Ugyldigt CVR-nummer i QuickBooks: Ret kunden der, og prøv igen"

CAST = (
    Part(
        "company",
        "Brdr. Ågård Tømrer & Snedker ApS",
        (
            Seat(LARS, "Direktør og medejer"),
            Seat(HENRIK, "Medejer", ("active notify",)),
            Seat(
                Person("Jette", "Munk", ("bogholderi@brdr-aagaard.example",)),
                "Bogholder",
                ("active sync unsigned",),
            ),
        ),
        shows("credit covers fully", "jobs", "pinned notes", "timer of employee"),
        ("VIP", "Løn", "Moms kvartal"),
        "433200",
    ),
    Part(
        "individual",
        "Lars og Kirsten Ågård",
        (Seat(LARS, "", ("active notify",)), Seat(KIRSTEN, "Ægtefælle", ("active notify sync",))),
        tags=("VIP",),
    ),
    Part(
        "company",
        "Ågård Ejendomme I/S",
        (Seat(LARS, "Interessent"), Seat(HENRIK, "Interessent")),
        trade="682040",
    ),
    Part(
        "company",
        "Ågård Holding ApS",
        (Seat(LARS, "Direktør"),),
        shows("restricted job"),
        ("Holding",),
        "682040",
    ),
    Part("individual", "", (Seat(POUL, "", ("off", "active notify sync")),)),
    Part(
        "company",
        "Sørensens Smedje ApS",
        (Seat(POUL, "Ejer", ("active notify sync", "off")),),
        tags=("Generationsskifte", "Holding"),
        trade="255000",
    ),
    Part(
        "company",
        "Sørensens VVS A/S",
        (Seat(POUL, "Bestyrelsesformand", ("active notify", "off")), Seat(ANNE, "Direktør")),
        shows("restricted job"),
        ("Løn", "Generationsskifte"),
        "432200",
    ),
    Part("individual", "", (Seat(ANNE, "", ("active notify",)),)),
    Part(
        "company",
        "Café Kløver v/Anna Østergaard",
        (Seat(ANNA, "Indehaver", ("active notify sync", "off")),),
        tags=("Restauration", "Moms kvartal"),
        trade="563020",
    ),
    Part("individual", "", (Seat(ANNA, "", ("off sync unsigned", "active notify")),)),
    Part(
        "company",
        "Havørnen Fisk A/S",
        (
            Seat(JØRGEN, "Direktør"),
            Seat(BIRGIT, "Økonomichef"),
            Seat(
                Person("Øjvind", "Havn", ("oejvind@havoernen-fisk.example",)),
                "Bestyrelsesformand",
                ("active notify",),
            ),
        ),
        shows("documents", "approvals", "signatures", "restricted job"),
        ("VIP", "Udland", "Løn"),
        "472300",
    ),
    Part(
        "company",
        "Grøn Energi Thy ApS",
        (
            Seat(
                Person("Uffe", "Toft", ("uffe@groen-energi-thy.example",)),
                "Driftsleder",
                ("active notify sync unsigned",),
            ),
            Seat(
                Person("Sidsel", "Dam", ("sidsel@groen-energi-thy.example",)),
                "Bogholder",
                ("active notify unsigned",),
            ),
        ),
        tags=("Løn",),
        trade="351100",
    ),
    Part(
        "individual",
        "",
        (Seat(Person("Niels", "Bjerregaard", ("niels.bjerregaard@post.example",)), "", ("off sync",)),),
    ),
    Part(
        "company",
        "Lærkevej Dyreklinik ApS",
        (
            Seat(
                Person("Malene", "Krogh", ("malene@laerkevej-dyreklinik.example",)),
                "Dyrlæge",
                ("expired notify sync",),
            ),
        ),
        tags=("Ny kunde",),
        trade="750000",
    ),
    Part(
        "company",
        "Møllers Boghandel v/Jeppe Møller",
        (
            Seat(
                Person("Jeppe", "Møller", ("jeppe@moellers-boghandel.example",)),
                "Indehaver",
                ("invited notify sync",),
            ),
        ),
        tags=("Ny kunde", "Moms kvartal"),
        trade="476100",
    ),
    Part(
        "company",
        "Rødkælk Rengøring ApS",
        (Seat(Person("Fatima", "Yıldız", ("fatima@roedkaelk.example",)), "Direktør"),),
        shows("credit covers partly"),
        ("Restance", "Løn"),
        "812100",
    ),
    Part(
        "company",
        "Strandens Is & Kaffe ApS",
        (Seat(Person("Trine", "Lassen", ("trine@strandens-is.example",)), "Ejer"),),
        tags=("Restauration",),
        trade="563020",
        earlier="Strandkiosken Ærø ApS",
    ),
    Part(
        "other",
        "Fjordens Revy- og Teaterforening",
        (
            Seat(Person("Vibeke", "Friis", ("kasserer@fjordens-teater.example",)), "Kasserer"),
            Seat(BIRGIT, "Forkvinde", ("active notify",)),
        ),
        tags=("Forening",),
    ),
    Part(
        "company",
        "Vestkystens Maskinstation A/S",
        (Seat(Person("Bent", "Skov", ("bent@vestkystens-maskinstation.example",)), "Direktør"),),
        tags=("Landbrug", "Løn"),
        trade="016100",
        quickbooks_error=QUICKBOOKS_NAME,
    ),
    Part(
        "company",
        "Hyggehjørnet Møbler ApS",
        (Seat(Person("Louise", "Bruun", ("louise@hyggehjoernet.example",)), "Ejer"),),
        trade="475910",
        quickbooks_error=QUICKBOOKS_VAT,
    ),
    Part(
        "individual", "Ida og Mads Holm", (Seat(IDA), Seat(MADS, "Ægtefælle", ("off", "active notify sync")))
    ),
    Part(
        "company",
        "Holm Arkitekter ApS",
        (
            Seat(MADS, "Partner", ("active notify sync", "off")),
            Seat(IDA, "Medarbejder", ("off notify unsigned",)),
        ),
        tags=("Moms kvartal",),
        trade="711100",
    ),
    Part(
        "company",
        "Bager Bøgh v/Åse Bøgh",
        (Seat(ÅSE, "Indehaver"),),
        shows("timer of owner"),
        ("Restauration", "Løn"),
        "107120",
    ),
    Part("individual", "", (Seat(ÅSE, "", ("active notify",)),)),
    Part(
        "company",
        "Nordlys Software ApS",
        (Seat(THEA, "Direktør"), Seat(LARS, "Bestyrelsesmedlem", ("active unsigned",))),
        shows("chats"),
        ("Udland",),
        "620100",
    ),
    Part(
        "company",
        "Lindegaard Landbrug I/S",
        (
            Seat(Person("Knud", "Lindegaard", ("knud@lindegaard-landbrug.example",)), "Interessent"),
            Seat(
                Person("Gudrun", "Lindegaard", ("gudrun@lindegaard-landbrug.example",)),
                "Interessent",
                ("active",),
            ),
        ),
        shows("organizers"),
        ("Landbrug",),
        "014100",
    ),
    Part(
        "company",
        "Fysioterapeuterne på Østerbro I/S",
        (
            Seat(Person("Sofie", "Winther", ("sofie@fys-oesterbro.example",)), "Interessent"),
            Seat(
                Person("Rasmus", "Kjær", ("rasmus@fys-oesterbro.example",)), "Interessent", ("active notify",)
            ),
        ),
        shows("proposals"),
        ("Løn",),
        "869020",
    ),
    Part(
        "company",
        "Ø-Transport A/S",
        (Seat(Person("Gunnar", "Skipper", ("gunnar@oe-transport.example",)), "Vognmand"),),
        shows("tasks"),
        ("Udland", "Løn"),
        "494100",
    ),
    Part(
        "company",
        "Skagen Sølvsmedje v/Ditte Skov",
        (Seat(Person("Ditte", "Skov", ("ditte@skagen-soelvsmedje.example",)), "Indehaver"),),
        shows("emails", "invoices"),
        ("Moms kvartal",),
        "255000",
    ),
    Part(
        "other",
        "Dødsboet efter Ejnar Friis",
        (
            Seat(
                Person("Vibeke", "Lund", ("vibeke.lund@post.example",)), "Bobestyrer", ("active notify sync",)
            ),
        ),
        shows("archived"),
    ),
)

# (owner, owned, kind, percentage in hundredths), by number.
RELATIONS = (
    (4, 1, "owns", 6000),
    (2, 4, "owns", 10000),
    (5, 6, "owns", 10000),
    (5, 7, "owns", 4900),
    (8, 7, "owns", 5100),
    (5, 8, "parent_of", None),
    (21, 22, "owns", 10000),
    (10, 9, "owns", 10000),
    (24, 23, "owns", 10000),
)
