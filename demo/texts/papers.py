"""Documents: what is in the folders, what awaits approval, what is signed."""

PDF, JPG, PNG, CSV = "application/pdf", "image/jpeg", "image/png", "text/csv"

# Name → what the client may do in it.
FOLDERS = {"Fra kunden": "edit", "Regnskab": "view", "Skat og moms": "view", "Internt": "private"}

FROM_CLIENT = {
    "company": (
        ("Kontoudtog {month}.pdf", PDF),
        ("Bilag {month}.pdf", PDF),
        ("Kvitteringer {month}.jpg", JPG),
        ("Kassekladde {month}.pdf", PDF),
        ("Leverandørfakturaer {month}.pdf", PDF),
        ("Lageropgørelse pr. 31.12.{last}.pdf", PDF),
        ("Kørselsregnskab {month}.pdf", PDF),
        ("Timesedler {month}.pdf", PDF),
        ("Leasingkontrakt varevogn.pdf", PDF),
        ("Debitorliste {month}.csv", CSV),
        ("Lejekontrakt erhverv.pdf", PDF),
        ("Ny ansættelseskontrakt.pdf", PDF),
        ("Bankeksport {month}.csv", CSV),
        ("Foto af kvittering – værktøj.jpg", JPG),
    ),
    "individual": (
        ("Årsopgørelse {last}.pdf", PDF),
        ("Servicefradrag – kvitteringer {year}.jpg", JPG),
        ("Lønseddel {month}.pdf", PDF),
        ("Renteoplysninger realkredit {last}.pdf", PDF),
        ("Aktiehandler {last}.csv", CSV),
        ("Kørselsfradrag {last}.pdf", PDF),
        ("Købsaftale sommerhus.pdf", PDF),
        ("Pensionsoversigt {last}.pdf", PDF),
        ("Fagforening og a-kasse {last}.pdf", PDF),
        ("Lejeindtægt sommerhus {last}.pdf", PDF),
        ("Gavebrev til børnene.pdf", PDF),
        ("Skærmbillede fra TastSelv.png", PNG),
    ),
    "other": (
        ("Kontingentliste {year}.pdf", PDF),
        ("Referat af generalforsamling {year}.pdf", PDF),
        ("Kontoudtog {month}.pdf", PDF),
        ("Bilag {month}.pdf", PDF),
        ("Tilskudsansøgning kommunen {year}.pdf", PDF),
        ("Vedtægter.pdf", PDF),
        ("Kvitteringer arrangement {month}.jpg", JPG),
        ("Medlemsliste {year}.csv", CSV),
    ),
}

FROM_FIRM = {
    "company": (
        ("Saldobalance {month}.pdf", PDF, "Regnskab"),
        ("Perioderegnskab {quarter}.pdf", PDF, "Regnskab"),
        ("Momsopgørelse {quarter}.pdf", PDF, "Skat og moms"),
        ("Lønkørsel {month}.pdf", PDF, "Regnskab"),
        ("Budget {next}.pdf", PDF, "Regnskab"),
        ("Årsregnskab {last}.pdf", PDF, "Regnskab"),
        ("Oplysningsskema selskabsskat {last}.pdf", PDF, "Skat og moms"),
        ("Kvittering fra Skattestyrelsen {quarter}.pdf", PDF, "Skat og moms"),
        ("Acontoskat {year}.pdf", PDF, "Skat og moms"),
        ("Feriepengeforpligtelse {last}.pdf", PDF, "Regnskab"),
    ),
    "individual": (
        ("Forskudsopgørelse {next}.pdf", PDF, "Skat og moms"),
        ("Skatteberegning {last}.pdf", PDF, "Skat og moms"),
        ("Gennemgang af årsopgørelse {last}.pdf", PDF, "Skat og moms"),
        ("Formueoversigt {year}.pdf", PDF, "Regnskab"),
        ("Kvittering fra Skattestyrelsen {last}.pdf", PDF, "Skat og moms"),
        ("Ejendomsavance – beregning.pdf", PDF, "Skat og moms"),
        ("Opgørelse udlejning {last}.pdf", PDF, "Regnskab"),
    ),
    "other": (
        ("Foreningsregnskab {last}.pdf", PDF, "Regnskab"),
        ("Budget {next}.pdf", PDF, "Regnskab"),
        ("Momsopgørelse {quarter}.pdf", PDF, "Skat og moms"),
        ("Revisionsprotokol {last}.pdf", PDF, "Regnskab"),
        ("Saldobalance {month}.pdf", PDF, "Regnskab"),
    ),
}

# Neither from nor shared with the client.
INTERNAL = (
    ("Arbejdspapirer {last}.pdf", PDF),
    ("Planlægningsnotat {year}.pdf", PDF),
    ("Hvidvask – kundekendskab {year}.pdf", PDF),
    ("Kvalitetsgennemgang {last}.pdf", PDF),
    ("Væsentlighedsniveau {last}.pdf", PDF),
)

FOR_APPROVAL = {
    "company": (
        "Årsrapport {last} – udkast.pdf",
        "Momsangivelse {quarter} – udkast.pdf",
        "Lønkørsel {month} – til godkendelse.pdf",
        "Budget {next} – udkast.pdf",
        "Perioderegnskab {quarter} – udkast.pdf",
    ),
    "individual": (
        "Forskudsopgørelse {next} – udkast.pdf",
        "Oplysningsskema {last} – udkast.pdf",
        "Skatteberegning {last} – til godkendelse.pdf",
        "Opgørelse af udlejning {last} – udkast.pdf",
    ),
    "other": (
        "Foreningsregnskab {last} – udkast.pdf",
        "Budget {next} – til bestyrelsen.pdf",
        "Momsangivelse {quarter} – udkast.pdf",
    ),
}

FOR_SIGNING = {
    "company": (
        "Årsrapport {last}.pdf",
        "Ledelsens regnskabserklæring {last}.pdf",
        "Aftalebrev {year}.pdf",
        "Fuldmagt til Skattestyrelsen.pdf",
        "Referat af ordinær generalforsamling {year}.pdf",
        "Ejerbog – opdatering {year}.pdf",
    ),
    "individual": (
        "Aftalebrev {year}.pdf",
        "Fuldmagt til Skattestyrelsen.pdf",
        "Gavebrev {year}.pdf",
        "Anfordringslån – lånedokument.pdf",
        "Erklæring om personalegoder {last}.pdf",
    ),
    "other": (
        "Foreningsregnskab {last}.pdf",
        "Aftalebrev {year}.pdf",
        "Bestyrelsens erklæring {last}.pdf",
        "Fuldmagt til banken.pdf",
    ),
}

CONSENTS = ("", "", "", "Det ser fint ud, tak.", "Godkendt. Send endelig videre.", "Enig i tallene.")

OBJECTIONS = (
    "Varelageret passer ikke. Vi talte op igen den 3., og der mangler to paller.",
    "Renteudgifterne ligner sidste års. Kan I tjekke tallet fra realkreditten?",
    "Bilen er solgt i marts, men står stadig som anlægsaktiv.",
    "Lønnen til vores lærling mangler i opgørelsen.",
    "Der er brugt forkert kontingentsats for de passive medlemmer.",
    "Kørselsfradraget er for lavt, jeg har kørt 42 km hver vej hele året.",
    "Momsen af huslejen er trukket fra, men vores lejemål er momsfrit.",
)
