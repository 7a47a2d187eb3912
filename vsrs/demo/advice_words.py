"""Sentences around the questions of the demo, so that no two threads read the same."""

OPENINGS = (
    "Poštovani,",
    "Dobar dan,",
    "Poštovane kolege,",
    "Pozdrav svima u servisu,",
)
SITUATIONS = (
    "Kod nas trenutno volontira dvanaest ljudi.",
    "Tek smo počeli da radimo sa volonterima.",
    "Imamo jednog koordinatora koji radi i druge poslove.",
    "Pitanje se pojavilo na sastanku prošle sedmice.",
    "Pripremamo se za novu sezonu aktivnosti.",
    "Već smo pitali kolege u drugom udruženju, ali nismo sigurni.",
    "Volonteri nas to pitaju svaki put.",
    "Želimo to da uredimo prije kraja mjeseca.",
)
THANKS = (
    "Hvala unaprijed na odgovoru.",
    "Hvala na pomoći.",
    "Unaprijed zahvalni.",
    "Hvala, Vaši odgovori nam mnogo znače.",
    "Srdačan pozdrav.",
)
NOTES = (
    "Sličan slučaj smo imali prošle godine, odgovor je u bazi znanja.",
    "Provjeriti na sastanku servisa prije sljedećeg odgovora.",
    "Organizator je vrlo aktivan: predložiti ga za primjer dobre prakse.",
    "Zvati poslije 14 sati, prije podne su na terenu.",
    "Treba im obuka o koordinaciji, ponuditi prvi slobodan termin.",
)
LOGGED = (
    "Prošli smo pitanje korak po korak. Dogovoreno je da organizator pripremi nacrt i pošalje ga na uvid.",
    "Razgovarali smo o zadacima i ulozi koordinatora. Javljaju se kad sastanak odbora donese odluku.",
    "Pogledali smo obrasce koje već koriste i označili šta treba promijeniti.",
    "Objašnjena su pravila i dva primjera iz drugih gradova. Organizator zna šta je sljedeći korak.",
)
CONTACT = (
    "Razgovarali smo telefonom: dat je stav kancelarije i poslan primjer iz drugog servisa.",
    "Odgovoreno organizatoru pisanim putem; servis nastavlja praćenje.",
    "Održan sastanak na daljinu sa organizatorom i savjetnikom. Dogovoren je rok za nacrt.",
)
AGAIN = (
    "Zaboravili smo dodati: aktivnost počinje za tri sedmice, pa nam je odgovor potreban do tada.",
    "Dopuna našeg pitanja: riječ je o petnaest volontera, od kojih su dvoje maloljetni.",
)
# What is still unclear, and what is answered then.
REOPENED = (
    (
        "Pokušali smo kako ste predložili, ali nam nije jasno ko potpisuje ako predsjednika nema.",
        "Potpisuje osoba koju statut ili odluka ovlašćuje da ga zamijeni. Priložite tu odluku.",
    ),
    (
        "Pojavilo se još jedno pitanje: da li isto vrijedi kad je aktivnost u drugoj opštini?",
        "Vrijedi isto. Javite se i servisu te opštine, da zna za aktivnost i pomogne oko prostora.",
    ),
)
