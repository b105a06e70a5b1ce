"""The named clients: accounts 1 to 30, each with something to look at. Data only."""

from demo.parts import Part, Person, Place, shows

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
            Place(LARS, "Direktør og medejer"),
            Place(HENRIK, "Medejer", ("active notify",)),
            Place(
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
        (Place(LARS, "", ("active notify",)), Place(KIRSTEN, "Ægtefælle", ("active notify sync",))),
        tags=("VIP",),
    ),
    Part(
        "company",
        "Ågård Ejendomme I/S",
        (Place(LARS, "Interessent"), Place(HENRIK, "Interessent")),
        trade="682040",
    ),
    Part(
        "company",
        "Ågård Holding ApS",
        (Place(LARS, "Direktør"),),
        shows("restricted job"),
        ("Holding",),
        "682040",
    ),
    Part("individual", "", (Place(POUL, "", ("off", "active notify sync")),)),
    Part(
        "company",
        "Sørensens Smedje ApS",
        (Place(POUL, "Ejer", ("active notify sync", "off")),),
        tags=("Generationsskifte", "Holding"),
        trade="255000",
    ),
    Part(
        "company",
        "Sørensens VVS A/S",
        (Place(POUL, "Bestyrelsesformand", ("active notify", "off")), Place(ANNE, "Direktør")),
        shows("restricted job"),
        ("Løn", "Generationsskifte"),
        "432200",
    ),
    Part("individual", "", (Place(ANNE, "", ("active notify",)),)),
    Part(
        "company",
        "Café Kløver v/Anna Østergaard",
        (Place(ANNA, "Indehaver", ("active notify sync", "off")),),
        tags=("Restauration", "Moms kvartal"),
        trade="563020",
    ),
    Part("individual", "", (Place(ANNA, "", ("off sync unsigned", "active notify")),)),
    Part(
        "company",
        "Havørnen Fisk A/S",
        (
            Place(JØRGEN, "Direktør"),
            Place(BIRGIT, "Økonomichef"),
            Place(
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
            Place(
                Person("Uffe", "Toft", ("uffe@groen-energi-thy.example",)),
                "Driftsleder",
                ("active notify sync unsigned",),
            ),
            Place(
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
        (Place(Person("Niels", "Bjerregaard", ("niels.bjerregaard@post.example",)), "", ("off sync",)),),
    ),
    Part(
        "company",
        "Lærkevej Dyreklinik ApS",
        (
            Place(
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
            Place(
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
        (Place(Person("Fatima", "Yıldız", ("fatima@roedkaelk.example",)), "Direktør"),),
        shows("credit covers partly"),
        ("Restance", "Løn"),
        "812100",
    ),
    Part(
        "company",
        "Strandens Is & Kaffe ApS",
        (Place(Person("Trine", "Lassen", ("trine@strandens-is.example",)), "Ejer"),),
        tags=("Restauration",),
        trade="563020",
        earlier="Strandkiosken Ærø ApS",
    ),
    Part(
        "other",
        "Fjordens Revy- og Teaterforening",
        (
            Place(Person("Vibeke", "Friis", ("kasserer@fjordens-teater.example",)), "Kasserer"),
            Place(BIRGIT, "Forkvinde", ("active notify",)),
        ),
        tags=("Forening",),
    ),
    Part(
        "company",
        "Vestkystens Maskinstation A/S",
        (Place(Person("Bent", "Skov", ("bent@vestkystens-maskinstation.example",)), "Direktør"),),
        tags=("Landbrug", "Løn"),
        trade="016100",
        quickbooks_error=QUICKBOOKS_NAME,
    ),
    Part(
        "company",
        "Hyggehjørnet Møbler ApS",
        (Place(Person("Louise", "Bruun", ("louise@hyggehjoernet.example",)), "Ejer"),),
        trade="475910",
        quickbooks_error=QUICKBOOKS_VAT,
    ),
    Part(
        "individual",
        "Ida og Mads Holm",
        (Place(IDA), Place(MADS, "Ægtefælle", ("off", "active notify sync"))),
    ),
    Part(
        "company",
        "Holm Arkitekter ApS",
        (
            Place(MADS, "Partner", ("active notify sync", "off")),
            Place(IDA, "Medarbejder", ("off notify unsigned",)),
        ),
        tags=("Moms kvartal",),
        trade="711100",
    ),
    Part(
        "company",
        "Bager Bøgh v/Åse Bøgh",
        (Place(ÅSE, "Indehaver"),),
        shows("timer of owner"),
        ("Restauration", "Løn"),
        "107120",
    ),
    Part("individual", "", (Place(ÅSE, "", ("active notify",)),)),
    Part(
        "company",
        "Nordlys Software ApS",
        (Place(THEA, "Direktør"), Place(LARS, "Bestyrelsesmedlem", ("active unsigned",))),
        shows("chats"),
        ("Udland",),
        "620100",
    ),
    Part(
        "company",
        "Lindegaard Landbrug I/S",
        (
            Place(Person("Knud", "Lindegaard", ("knud@lindegaard-landbrug.example",)), "Interessent"),
            Place(
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
            Place(Person("Sofie", "Winther", ("sofie@fys-oesterbro.example",)), "Interessent"),
            Place(
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
        (Place(Person("Gunnar", "Skipper", ("gunnar@oe-transport.example",)), "Vognmand"),),
        shows("tasks"),
        ("Udland", "Løn"),
        "494100",
    ),
    Part(
        "company",
        "Skagen Sølvsmedje v/Ditte Skov",
        (Place(Person("Ditte", "Skov", ("ditte@skagen-soelvsmedje.example",)), "Indehaver"),),
        shows("emails", "invoices"),
        ("Moms kvartal",),
        "255000",
    ),
    Part(
        "other",
        "Dødsboet efter Ejnar Friis",
        (
            Place(
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
