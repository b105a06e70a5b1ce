"""Work: pipelines, jobs, tasks and their steps, time entries, notes."""

# Name → stages.
PIPELINES = {
    "Årsregnskab": (
        "Afventer bilag",
        "Bogføring afsluttes",
        "Udarbejdes",
        "Kvalitetssikring",
        "Hos kunden",
        "Indberettet",
    ),
    "Moms": ("Afventer bilag", "Afstemmes", "Klar til angivelse", "Angivet"),
    "Løn": ("Timesedler modtaget", "Kørsel", "Godkendes af kunden", "Indberettet til eIndkomst"),
    "Skat": ("Oplysninger indhentes", "Beregnes", "Gennemgang", "Indsendt"),
    "Generationsskifte": ("Afklaring", "Værdiansættelse", "Juridiske dokumenter", "Gennemført"),
}
RESTRICTED = "Generationsskifte"

# Account type → (pipeline, title, days from start to due).
JOBS = {
    "company": (
        ("Årsregnskab", "Årsregnskab {last}", 120),
        ("Moms", "Momsafregning {quarter}", 40),
        ("Løn", "Lønkørsel {month}", 20),
        ("Skat", "Selskabsskat {last}", 100),
        ("Årsregnskab", "Perioderegnskab {quarter}", 45),
        ("Moms", "Gennemgang af momsfradrag {year}", 60),
        ("Skat", "Acontoskat {year}", 50),
    ),
    "individual": (
        ("Skat", "Årsopgørelse {last}", 90),
        ("Skat", "Forskudsopgørelse {next}", 60),
        ("Årsregnskab", "Regnskab for udlejning {last}", 80),
        ("Skat", "Ejendomsværdiskat – klage", 120),
        ("Skat", "Aktieopgørelse {last}", 70),
    ),
    "other": (
        ("Årsregnskab", "Foreningsregnskab {last}", 100),
        ("Moms", "Momsafregning {quarter}", 40),
        ("Årsregnskab", "Revision af tilskudsregnskab {last}", 80),
    ),
}

RESTRICTED_JOBS = (
    "Generationsskifte {year}–{next}",
    "Værdiansættelse af selskabet",
    "Skattefri aktieombytning",
)

TASKS = {
    "company": (
        "Afstem bank for {month}",
        "Bogfør bilag for {month}",
        "Indhent manglende bilag for {month}",
        "Kontroller momsen for {quarter}",
        "Indberet moms for {quarter}",
        "Kør løn for {month}",
        "Gennemgå debitorer over 90 dage",
        "Afstem lager pr. 31.12.{last}",
        "Udarbejd noter til årsregnskab {last}",
        "Send årsrapport {last} til Erhvervsstyrelsen",
        "Beregn feriepengeforpligtelse for {last}",
        "Opdater anlægskartotek {year}",
        "Ring om likviditetsbudget for {next}",
        "Tjek A-skat og AM-bidrag for {month}",
        "Opret ny medarbejder i lønsystemet",
        "Afklar rejsegodtgørelse med Skattestyrelsen",
        "Gennemgå leasingaftaler",
        "Forbered bankmøde",
    ),
    "individual": (
        "Gennemgå årsopgørelse {last}",
        "Ret forskudsopgørelse {next}",
        "Indhent renteoplysninger fra realkredit",
        "Opgør aktiehandler {last}",
        "Beregn kørselsfradrag {last}",
        "Kontroller servicefradrag {year}",
        "Afklar beskatning af fri telefon",
        "Opgør udlejning af sommerhus {last}",
        "Skriv til Skattestyrelsen om ændring",
        "Beregn ejendomsavance",
        "Ring om ratepension inden nytår",
    ),
    "other": (
        "Gør foreningsregnskab {last} klar til revision",
        "Afstem kontingenter {year}",
        "Indberet moms for {quarter}",
        "Kontroller tilskud fra kommunen",
        "Send regnskab til bestyrelsen",
        "Bogfør bilag for {month}",
    ),
}

STEPS = (
    "Hent kontoudtog",
    "Afstem med bogføringen",
    "Afklar differencer",
    "Skriv til kunden",
    "Gem dokumentation",
    "Få gennemgang af kollega",
)

DETAILS = (
    "",
    "",
    "Se mappen Regnskab. Differencen var 1.240 kr. sidste gang.",
    "Kunden vil gerne ringes op inden.",
    "Brug skabelonen fra sidste år.",
    "Fristen kan ikke udskydes igen.",
)

TIME = (
    "Bogføring {month}",
    "Afstemning af bank og kreditorer",
    "Momsopgørelse {quarter}",
    "Lønkørsel {month}",
    "Telefonmøde om budget",
    "Gennemgang af årsregnskab {last}",
    "Skatteberegning {last}",
    "Møde hos kunden",
    "Rådgivning om fradrag",
    "Korrespondance med Skattestyrelsen",
    "Kvalitetssikring",
    "Opsætning af bogføringssystem",
)

NOTES = (
    "Foretrækker at blive ringet op efter kl. 14. Svarer sjældent på mail om formiddagen.",
    "Har skiftet bank i {month}. Nye kontonumre ligger i mappen Internt.",
    "Overvejer at ansætte en medarbejder mere til foråret. Spørg til lønbudgettet næste gang.",
    "Bilagene kommer altid sent. Send påmindelse den 5. i måneden.",
    "Aftalt fast pris for bogføring til og med {year}. Rådgivning faktureres efter tid.",
    "Vil gerne have regnskabet gennemgået på et møde, ikke kun på mail.",
    "Husk, at momsen af repræsentation kun kan trækkes delvist fra.",
    "Har fået brev fra Skattestyrelsen om kontrol af kørselsregnskab. Kopi er gemt.",
    "Ægtefællen hjælper med bogføringen og har læseadgang.",
    "Den tidligere revisor har sendt arbejdspapirerne for {last}.",
    "Bankens rådgiver har bedt om saldobalance hvert kvartal.",
    "Talt om pension og virksomhedsordning. Vender tilbage med regneeksempel.",
    "Legitimation er kontrolleret i {month}; næste kontrol om to år.",
    "Der er uenighed mellem ejerne om udbytte. Vær opmærksom på, hvem der skrives til.",
    "Kontaktpersonen holder ferie i uge 29 og 30.",
    "Lageret tælles i weekenden efter nytår; vi skal have listen mandag.",
    "Har bedt om tilbud på lønadministration for syv ansatte.",
)

PINNED = (
    "VIGTIGT: Faktura sendes kun til bogholderiet, aldrig til direktøren.",
    "VIGTIGT: Ring altid, før der indberettes moms.",
    "Aftale: Frist for bilag er den 8. hver måned. Ellers udskydes angivelsen.",
    "Kundekendskab: reel ejer er ændret i {year}. Se dokumentet i mappen Internt.",
    "Særlig prisaftale gælder til udgangen af {next}.",
)
