"""Talk: e-mails and chats with clients, and what staff tell each other in between."""

# Subject, what the client writes, what the firm answers. A thread may begin with either.
EMAILS = (
    (
        "Bilag for {month}",
        "Hej\n\nJeg har lagt bilagene for {month} i mappen. Der mangler et kontoudtog, det kommer i morgen.",
        "Hej\n\nTak for bilagene. Vi bogfører, så snart kontoudtoget er kommet.",
    ),
    (
        "Moms for {quarter}",
        "Hej\n\nHvornår skal momsen for {quarter} betales, og hvor meget bliver det?",
        "Hej\n\nMomsen for {quarter} er klar til godkendelse i portalen. Fristen står på forsiden af opgørelsen.",
    ),
    (
        "Spørgsmål om forskudsopgørelsen",
        "Hej\n\nJeg er gået op i løn. Skal vi rette forskudsopgørelsen nu eller vente til {next}?",
        "Hej\n\nDet er bedst at rette den nu, så undgår du restskat. Jeg har lagt et udkast til dig.",
    ),
    (
        "Årsregnskab {last}",
        "Hej\n\nBanken spørger efter årsregnskabet for {last}. Hvornår regner I med at være færdige?",
        "Hej\n\nUdkastet er klar i næste uge. Vi sender det til godkendelse i portalen.",
    ),
    (
        "Ny medarbejder pr. den 1.",
        "Hej\n\nVi ansætter en ny medarbejder pr. den 1. Hvad skal I bruge fra os?",
        "Hej\n\nVi skal bruge kontrakten, skattekortet og oplysning om pension. Der ligger en tjekliste i portalen.",
    ),
    (
        "Rykker fra Skattestyrelsen",
        "Hej\n\nJeg har fået en rykker på A-skat, men mener, at den er betalt. Kan I se på det?",
        "Hej\n\nBetalingen er gået ind en dag for sent. Vi har skrevet til Skattestyrelsen om renten.",
    ),
    (
        "Faktura fra jer",
        "Hej\n\nKan vi dele den seneste faktura i to rater?",
        "Hej\n\nDet er i orden. Halvdelen nu og resten om en måned.",
    ),
    (
        "Kørselsregnskab",
        "Hej\n\nEr det nok at skrive antal kilometer, eller skal adresserne også med?",
        "Hej\n\nAdresserne skal med, og formålet med turen. Brug gerne vores skabelon.",
    ),
    (
        "Udbytte",
        "Hej\n\nVi overvejer at tage udbytte i år. Hvor meget er der plads til?",
        "Hej\n\nDet regner vi på. Skal vi tage et kort møde i næste uge?",
    ),
    (
        "Adgang til portalen",
        "Hej\n\nJeg kan ikke finde mailen med invitationen. Vil I sende den igen?",
        "Hej\n\nDen er sendt igen nu. Linket gælder i 14 dage.",
    ),
    (
        "Bogføringssystem",
        "Hej\n\nVi vil gerne over i et digitalt system inden {next}. Hvad anbefaler I?",
        "Hej\n\nDet taler vi om på mødet. Jeg tager et par eksempler med, der lever op til bogføringsloven.",
    ),
    (
        "Feriepenge for {last}",
        "Hej\n\nEr feriepengene for {last} indberettet?",
        "Hej\n\nJa, de er indberettet. Kvitteringen ligger i mappen Regnskab.",
    ),
)

FAILURE = "550 5.1.1 Modtagerens postkasse findes ikke"

# Subject and lines: "k" is the client, "f" the firm, "i" internal.
CHATS = (
    (
        "Manglende bilag for {month}",
        (
            "f:Vi mangler tre bilag for {month}. Kan du lægge dem i mappen?",
            "k:Ja, de ligger der nu.",
            "f:Tak, så er vi i mål.",
        ),
    ),
    (
        "Momsfrist",
        (
            "k:Hvornår er fristen for {quarter}?",
            "f:Den 1. i måneden. Vi lægger opgørelsen klar inden.",
            "k:Perfekt.",
        ),
    ),
    (
        "Kvittering uden dato",
        (
            "k:Jeg har en kvittering, hvor datoen er væk. Kan den bruges?",
            "i:Beløbet kan ses i banken.",
            "f:Ja, vi finder den i banken.",
        ),
    ),
    (
        "Lønsedler",
        (
            "f:Lønsedlerne for {month} er klar.",
            "k:En mangler overarbejde, otte timer.",
            "f:Det er rettet nu.",
        ),
    ),
    (
        "Møde om regnskabet",
        ("f:Passer torsdag kl. 10 til gennemgang?", "k:Torsdag er fint. Vi kommer to."),
    ),
    (
        "Forskud {next}",
        (
            "k:Jeg går ned i tid fra nytår. Skal jeg gøre noget?",
            "f:Vi retter din forskudsopgørelse for {next}.",
            "k:Tusind tak.",
        ),
    ),
    (
        "Privat andel af telefon",
        (
            "k:Skal telefonen beskattes?",
            "i:Spørg, om der er en tro og love-erklæring.",
            "f:Har du afgivet en tro og love-erklæring?",
            "k:Det tror jeg ikke.",
        ),
    ),
    (
        "Ny bankkonto",
        (
            "k:Vi har fået ny bankkonto, skal I bruge nummeret?",
            "f:Ja tak, læg gerne en bekræftelse fra banken i mappen.",
        ),
    ),
    (
        "Årsrapport til underskrift",
        (
            "f:Årsrapporten for {last} ligger til underskrift.",
            "k:Jeg skriver under i aften.",
            "i:Husk fristen hos Erhvervsstyrelsen.",
        ),
    ),
    (
        "Spørgsmål til saldobalancen",
        (
            "k:Konto 2240 ser høj ud?",
            "f:Det er årets forsikringer, de periodiseres ved årets slutning.",
            "k:Ok, det giver mening.",
        ),
    ),
)

CLIENT_TASKS = (
    "Læg kontoudtog for {month} i mappen",
    "Send kopi af pas eller kørekort",
    "Bekræft lageropgørelsen",
    "Skriv under på aftalebrevet",
    "Send timesedler for {month}",
    "Oplys nyt kontonummer",
    "Send lejekontrakten",
)
