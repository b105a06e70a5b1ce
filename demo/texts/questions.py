"""Organizers: their questions and what clients answer, in the same order. A section is answered by nothing."""

# Account type → (title, ((kind, question, answer), …)).
ORGANIZERS = {
    "company": (
        (
            "Årsafslutning {last}",
            (
                ("section", "Varer og anlæg", ""),
                ("number", "Hvad er varelageret værd pr. 31.12.{last}?", "412500"),
                ("choice", "Er der købt eller solgt biler i {last}?", "Ja"),
                ("long", "Beskriv de største indkøb i året", "Ny fræser i marts og to varevogne i oktober."),
                ("section", "Penge og løn", ""),
                ("short", "Hvem kan give oplysninger om løn?", "Bogholderiet"),
                ("date", "Hvornår holdes generalforsamlingen?", "{year}-05-14"),
                ("file", "Upload lageropgørelsen", "Lageropgørelse.xlsx"),
            ),
        ),
        (
            "Kundekendskab {year}",
            (
                ("short", "Hvem er selskabets reelle ejere?", "Som registreret hos Erhvervsstyrelsen"),
                ("choice", "Handler selskabet med udlandet?", "Nej"),
                ("choice", "Er nogen en politisk eksponeret person?", "Nej"),
                ("file", "Upload kopi af pas eller kørekort", "Pas.pdf"),
            ),
        ),
        (
            "Momstjek {quarter}",
            (
                ("choice", "Er alle fakturaer for {quarter} sendt?", "Ja"),
                ("number", "Hvor mange udenlandske køb er der?", "7"),
                ("long", "Er der noget usædvanligt i perioden?", "Vi har fået en kreditnota fra grossisten."),
            ),
        ),
    ),
    "individual": (
        (
            "Oplysninger til årsopgørelse {last}",
            (
                ("choice", "Har du skiftet job i {last}?", "Nej"),
                ("number", "Hvor mange dage har du kørt til arbejde?", "212"),
                ("number", "Hvor mange kilometer er der hver vej?", "42"),
                (
                    "long",
                    "Har du fået lavet håndværk eller service i hjemmet?",
                    "Nye vinduer og rengøring hele året.",
                ),
                ("file", "Upload kvitteringer", "Kvitteringer.pdf"),
                ("choice", "Lejer du noget ud?", "Ja, sommerhuset"),
            ),
        ),
        (
            "Forskud {next}",
            (
                ("number", "Hvad regner du med at tjene i {next}?", "548000"),
                ("choice", "Ændrer dit lån sig?", "Nej"),
                ("short", "Forventer du at købe eller sælge bolig?", "Måske til foråret"),
            ),
        ),
    ),
    "other": (
        (
            "Foreningsoplysninger {year}",
            (
                ("number", "Hvor mange medlemmer er der?", "318"),
                ("short", "Hvem er kasserer?", "Uændret siden sidste år"),
                ("date", "Hvornår er generalforsamlingen?", "{year}-03-22"),
                ("choice", "Har foreningen ansatte?", "Nej"),
                ("file", "Upload referat", "Referat.docx"),
            ),
        ),
    ),
}
