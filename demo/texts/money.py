"""Money: what invoices and proposals charge for. Prices in minor units without VAT."""

LINES = {
    "company": (
        ("Bogføring {month}", 285_000),
        ("Momsopgørelse {quarter}", 145_000),
        ("Lønadministration {month}", 96_000),
        ("Årsregnskab {last}", 1_450_000),
        ("Selskabsskat {last}", 320_000),
        ("Rådgivning efter tid", 132_500),
        ("Perioderegnskab {quarter}", 480_000),
        ("Budget {next}", 395_000),
    ),
    "individual": (
        ("Årsopgørelse {last}", 187_500),
        ("Forskudsopgørelse {next}", 95_000),
        ("Skatterådgivning", 132_500),
        ("Opgørelse af aktiehandler {last}", 225_000),
        ("Opgørelse af udlejning {last}", 165_000),
    ),
    "other": (
        ("Foreningsregnskab {last}", 620_000),
        ("Bogføring {month}", 165_000),
        ("Revision af tilskud {last}", 340_000),
    ),
}

CREDIT_REASONS = (
    "Forudbetaling",
    "Depositum fra aftalebrev",
    "Kreditnota: for meget opkrævet",
    "Dobbelt betaling",
)

TERMS = (
    "Aftalen løber, til den opsiges med en måneds varsel til udgangen af et kvartal. Priserne er uden moms og "
    "reguleres én gang om året. Arbejde ud over det aftalte faktureres efter medgået tid."
)

# Account type → (title, services).
PROPOSALS = {
    "company": (
        (
            "Aftalebrev {year}",
            (
                ("Løbende bogføring, pr. måned", 285_000),
                ("Moms, pr. kvartal", 145_000),
                ("Årsregnskab", 1_450_000),
            ),
        ),
        ("Tilbud på lønadministration", (("Opstart", 250_000), ("Lønkørsel, pr. måned", 96_000))),
        (
            "Tilbud på budget og likviditet {next}",
            (("Budget", 395_000), ("Opfølgning, pr. kvartal", 180_000)),
        ),
        ("Digitalt bogføringssystem", (("Opsætning", 480_000), ("Undervisning, en dag", 620_000))),
        ("Udvidet gennemgang {last}", (("Udvidet gennemgang", 2_150_000), ("Ledelsesrapport", 350_000))),
    ),
    "individual": (
        ("Aftalebrev {year}", (("Årsopgørelse", 187_500), ("Forskudsopgørelse", 95_000))),
        ("Skatterådgivning ved salg af bolig", (("Beregning af avance", 380_000), ("Møde", 132_500))),
        ("Generationsskifte i familien", (("Gavebreve", 450_000), ("Rådgivning", 890_000))),
        ("Udlejning af sommerhus", (("Årlig opgørelse", 165_000),)),
    ),
    "other": (
        ("Aftalebrev {year}", (("Foreningsregnskab", 620_000), ("Revision", 480_000))),
        ("Bogføring for foreningen", (("Bogføring, pr. måned", 165_000), ("Kontingentopkrævning", 210_000))),
    ),
}
