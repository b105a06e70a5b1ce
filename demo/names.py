"""What Danish people, companies, streets and towns are called. Data only."""


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = words(
    "Anne Mette Kirsten Hanne Anna Helle Susanne Lene Maria Marianne Inge Karen Lone Bodil Camilla "
    "Pia Louise Charlotte Tina Gitte Birthe Jette Ida Julie Sofie Emma Freja Clara Laura Mathilde "
    "Sara Cecilie Katrine Signe Nanna Astrid Åse Dorthe Ulla Birgit Rikke Trine Line Maja Alma Ella "
    "Agnes Ditte Sidsel Ragnhild Bente Vibeke Malene Sanne Maiken Tove Gudrun Solveig Ingrid Lærke "
    "Thea Karla Frida Liva Mille Nikoline Pernille"
)

MEN = words(
    "Peter Jens Michael Lars Henrik Thomas Søren Jan Christian Martin Niels Anders Morten Jesper Hans "
    "Jørgen Mads Per Ole Rasmus Kim Erik Poul Claus Bent Torben Kristian Mikkel Jakob Steen Flemming "
    "Finn Bo Leif Kurt Svend Åge Jeppe Kasper Emil Oliver Noah Magnus Frederik Villads Malthe Aksel "
    "Asger Bjørn Øjvind Ejnar Knud Gunnar Viggo Tobias Simon Daniel Nikolaj Esben Troels Uffe Palle "
    "Keld Børge Preben Jannik Sebastian Valdemar Birk"
)

SURNAMES = words(
    "Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen "
    "Madsen Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen "
    "Jacobsen Mikkelsen Frederiksen Laursen Lund Holm Schmidt Eriksen Kristiansen Clausen Simonsen "
    "Svendsen Andreasen Iversen Østergaard Jeppesen Nissen Vestergaard Lauridsen Kjær Jespersen "
    "Mogensen Nørgaard Jepsen Frandsen Søndergaard Carlsen Bertelsen Ågård Bøgh Dahl Ravn Toft Friis "
    "Bach Krogh Bonde Skov Winther Lindgaard Kjeldsen Abildgaard Brandt Bruun Damgaard Dam Degn "
    "Enevoldsen Fisker Gade Gregersen Hald Hedegaard Hejlesen Højgaard Høyer Kirkegaard Klausen Koch "
    "Lassen Lorentzen Mathiesen Munk Nygaard Overgaard Overby Bjerre Bjerregaard Ladefoged Thygesen "
    "Thorsen Tønnesen Ulrichsen Vinther Wulff Ærøskov Øllgaard Østerby Åkjær Smed Skipper Birk Buus "
    "Buhl"
)

STREETS = words(
    "Lærkevej Birkevej Nørregade Søndergade Vestergade Østergade Algade Havnegade Strandvejen "
    "Skolegade Kirkegade Bredgade Møllevej Mølletoften Engvej Skovvej Åboulevarden Åvej Ærtemarken "
    "Ørnevej Rosenvej Tulipanvej Industrivej Håndværkervej Fabriksvej Smedevej Kongensgade "
    "Dronningensgade Jernbanegade Stationsvej Torvegade Rådhusstræde Fiskergade Bakkevej Højvangen "
    "Kløvervej Elmevej Egevej Bøgevej Fasanvej Solsortevej Svanevej"
)

TOWNS = (
    ("1264", "København K"),
    ("1620", "København V"),
    ("2100", "København Ø"),
    ("2200", "København N"),
    ("2300", "København S"),
    ("2500", "Valby"),
    ("2650", "Hvidovre"),
    ("2800", "Kongens Lyngby"),
    ("3000", "Helsingør"),
    ("3400", "Hillerød"),
    ("3700", "Rønne"),
    ("4000", "Roskilde"),
    ("4100", "Ringsted"),
    ("4200", "Slagelse"),
    ("4600", "Køge"),
    ("4700", "Næstved"),
    ("4800", "Nykøbing F"),
    ("5000", "Odense C"),
    ("5500", "Middelfart"),
    ("5600", "Faaborg"),
    ("5700", "Svendborg"),
    ("5970", "Ærøskøbing"),
    ("6000", "Kolding"),
    ("6100", "Haderslev"),
    ("6200", "Aabenraa"),
    ("6400", "Sønderborg"),
    ("6700", "Esbjerg"),
    ("6760", "Ribe"),
    ("6950", "Ringkøbing"),
    ("7000", "Fredericia"),
    ("7100", "Vejle"),
    ("7400", "Herning"),
    ("7500", "Holstebro"),
    ("7700", "Thisted"),
    ("7800", "Skive"),
    ("8000", "Aarhus C"),
    ("8200", "Aarhus N"),
    ("8600", "Silkeborg"),
    ("8700", "Horsens"),
    ("8800", "Viborg"),
    ("8900", "Randers C"),
    ("9000", "Aalborg"),
    ("9100", "Aalborg"),
    ("9700", "Brønderslev"),
    ("9800", "Hjørring"),
    ("9900", "Frederikshavn"),
    ("9990", "Skagen"),
)

PLACES = words(
    "Fjordens Strandens Havnens Vesterbros Nordkystens Åens Søens Østkystens Limfjordens Skovens "
    "Byens Torvets Sydfyns Vestjysk Nordjysk Midtjysk Sønderjysk Sjællandsk Fynsk Bornholmsk Ærøs "
    "Læsø Mors Thy Himmerlands Djurslands"
)

# What companies do, as the word in their name and the code of it (Dansk Branchekode DB07).
TRADES = (
    ("Tømrer & Snedker", "433200"),
    ("VVS", "432200"),
    ("El-Teknik", "432100"),
    ("Murerforretning", "439910"),
    ("Malerfirma", "433410"),
    ("Byg", "412000"),
    ("Autoværksted", "452010"),
    ("Transport", "494100"),
    ("Vognmandsforretning", "494100"),
    ("Bageri", "107120"),
    ("Slagteren", "472200"),
    ("Fisk", "472300"),
    ("Kaffebar", "563020"),
    ("Restaurant", "561010"),
    ("Hotel", "551010"),
    ("Boghandel", "476100"),
    ("Cykler", "476410"),
    ("Møbler", "475910"),
    ("Optik", "477820"),
    ("Frisør", "960210"),
    ("Tandlæge", "862300"),
    ("Fysioterapi", "869020"),
    ("Dyreklinik", "750000"),
    ("Arkitekter", "711100"),
    ("Ingeniører", "711210"),
    ("Software", "620100"),
    ("Webbureau", "620200"),
    ("Reklame", "731110"),
    ("Rengøring", "812100"),
    ("Havedesign", "813000"),
    ("Planteskole", "013000"),
    ("Maskinstation", "016100"),
    ("Landbrug", "014100"),
    ("Mejeri", "105100"),
    ("Bryghus", "110500"),
    ("Grøn Energi", "351100"),
    ("Ejendomme", "682040"),
    ("Udlejning", "773900"),
    ("Vinimport", "463400"),
    ("Smedje", "255000"),
)

CLUBS = (
    "{town} Boldklub",
    "{town} Roklub",
    "{town} Gymnastikforening",
    "{town} Bådelaug",
    "Foreningen Gamle {town}",
    "{town} Teaterforening",
    "Grundejerforeningen {street}",
    "Ejerforeningen {street}",
    "Andelsboligforeningen {street}",
    "{town} Håndværkerforening",
)
