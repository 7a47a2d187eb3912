"""Signing in and opening an account: by password, by code, throttled, without telling who has an account."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from tests import cast

LOGIN = "/nalog/prijava/"


def code_in(message):
    return re.search(r"(?:Kod|Код|Code): (\S+)", message.body)[1]


def test_password_opens_the_account(client, signed_up):
    answer = client.post(LOGIN, {"login": "Ana@Example.org", "password": cast.PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/nalog/dalje/")
    assert client.get("/nalog/profil/").status_code == 200


def test_wrong_password_is_told_with_422_and_what_was_typed_stays(client, signed_up):
    page = client.post(LOGIN, {"login": "ana@example.org", "password": "pogrešna"})

    assert page.status_code == 422
    assert "Adresa e-pošte ili lozinka nije tačna." in page.text
    assert 'value="ana@example.org"' in page.text
    assert page.text.count("<title>Greška: ") == 1


@pytest.mark.parametrize(
    "step", ["/banja-luka/rad/dnevnik/?vrsta=services.service&q=%C4%91", "/en/nalog/profil/"]
)
def test_sign_in_comes_back_to_the_very_step(client, signed_up, banja_luka, step):
    cast.employ(signed_up, banja_luka)

    asked = client.get(step)
    page = client.get(asked["Location"])
    form = {"login": "ana@example.org", "password": cast.PASSWORD}
    hidden = re.findall(r'<input type="hidden" name="next" value="([^"]+)"', page.text)
    done = client.post(asked["Location"], form | {"next": hidden[0].replace("&amp;", "&")})

    assert urlsplit(asked["Location"]).query.startswith("dalje=")
    assert done["Location"] == step


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)", "https:/example.com"]
)
def test_sign_in_leads_nobody_out_of_the_portal(client, signed_up, elsewhere):
    form = {"login": "ana@example.org", "password": cast.PASSWORD, "next": elsewhere}

    assert client.post(LOGIN, form)["Location"] == "/nalog/dalje/"


def test_a_form_posted_after_the_session_ended_comes_back_to_its_page(client, banja_luka):
    answer = client.post(
        "/banja-luka/rad/podesavanja/",
        {},
        headers={"referer": "http://testserver/banja-luka/rad/podesavanja/"},
    )
    stranger = client.post(
        "/banja-luka/rad/podesavanja/", {}, headers={"referer": "https://example.com/banja-luka/"}
    )

    assert answer["Location"] == "/nalog/prijava/?dalje=/banja-luka/rad/podesavanja/"
    assert stranger["Location"] == "/nalog/prijava/?dalje=/"


def test_guessing_a_password_is_stopped(client, signed_up):
    wrong = {"login": "ana@example.org", "password": "pogrešna"}
    for _ in range(5):
        client.post(LOGIN, wrong)

    page = client.post(LOGIN, {"login": "ana@example.org", "password": cast.PASSWORD})

    assert page.status_code == 422
    assert "Previše pokušaja prijave" in page.text


def test_too_many_requests_get_a_page_with_a_sentence(client, db):
    for number in range(31):
        page = client.post(LOGIN, {"login": f"n{number}@example.org", "password": "x"})

    assert page.status_code == 429
    assert "<h1>" in page.text
    assert "429 Too Many" not in page.text


def test_code_by_email_opens_the_account(client, signed_up):
    asked = client.post("/nalog/prijava/kod/", {"email": "ana@example.org"})
    (message,) = mail.outbox
    page = client.get(asked["Location"])
    wrong = client.post(asked["Location"], {"code": "000000"})
    done = client.post(asked["Location"], {"code": code_in(message)})

    assert asked["Location"] == "/nalog/prijava/kod/potvrda/"
    assert message.subject.startswith(code_in(message))
    assert page.status_code == 200
    assert wrong.status_code == 422
    assert done["Location"] == "/nalog/dalje/"


def test_code_page_looks_the_same_for_an_unknown_address(client, signed_up):
    known = client.post("/nalog/prijava/kod/", {"email": "ana@example.org"})
    page_known = client.get(known["Location"])
    client.cookies.clear()
    unknown = client.post("/nalog/prijava/kod/", {"email": "nema@example.org"})
    page_unknown = client.get(unknown["Location"])

    assert known["Location"] == unknown["Location"]
    assert (page_known.status_code, page_unknown.status_code) == (200, 200)
    assert "Za ovu adresu ne postoji nalog" in mail.outbox[1].subject
    assert "http://testserver/nalog/registracija/" in mail.outbox[1].body


def test_opening_an_account_asks_for_name_address_and_one_password(client, db):
    form = {"full_name": "Đurđa Ćetković", "email": "Djurdja@Example.org", "password1": "dugačka lozinka 7"}

    asked = client.post("/en/nalog/registracija/", form)
    (message,) = mail.outbox
    page = client.get(asked["Location"])
    done = client.post(asked["Location"], {"code": code_in(message)})

    user = User.objects.get(email="djurdja@example.org")
    assert page.status_code == 200
    assert (user.full_name, user.language) == ("Đurđa Ćetković", "en")
    assert user.emailaddress_set.get().verified
    assert "is your code" in message.subject
    assert done["Location"] == "/en/nalog/dalje/"


def test_opening_an_account_does_not_tell_that_one_exists(client, signed_up):
    form = {"full_name": "Neko Drugi", "email": "ana@example.org", "password1": "dugačka lozinka 7"}

    asked = client.post("/nalog/registracija/", form)

    assert asked["Location"] == "/nalog/registracija/potvrda/"
    assert client.get(asked["Location"]).status_code == 200
    assert mail.outbox[0].subject == "Već imate nalog"
    assert User.objects.get().full_name == "Ana Simić"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "N" * 151}, "full_name"),
        ({"full_name": "Ana\u202eSimić"}, "full_name"),
        ({"email": "nije adresa"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "a" * 260 + "@example.org"}, "email"),
        ({"email": "<script>@x"}, "email"),
        ({"password1": "kratka"}, "password1"),
        ({"password1": "1234567890"}, "password1"),
        ({"password1": ""}, "password1"),
    ],
)
def test_wrong_entries_are_told_beside_the_field(client, db, changed, field):
    form = {"full_name": "Ana Simić", "email": "ana@example.org", "password1": "dugačka lozinka 7"} | changed

    page = client.post("/nalog/registracija/", form)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not User.objects.exists()


def test_forgotten_password_is_set_anew_by_the_link(client, signed_up):
    client.post("/nalog/lozinka/zaboravljena/", {"email": "ana@example.org"})
    client.post("/nalog/lozinka/zaboravljena/", {"email": "nema@example.org"})
    link = re.search(r"http://testserver(/nalog/lozinka/nova/\S+)", mail.outbox[0].body)[1]

    opened = client.get(link)
    form = client.get(opened["Location"])
    short = client.post(opened["Location"], {"password1": "kratka"})
    done = client.post(
        opened["Location"], {"password1": "sasvim nova lozinka", "password2": "sasvim nova lozinka"}
    )

    assert form.status_code == 200
    assert short.status_code == 422
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert User.objects.get().check_password("sasvim nova lozinka")
    assert [message.subject for message in mail.outbox] == [
        "Nova lozinka za Vaš nalog",
        "Za ovu adresu ne postoji nalog",
        "Vaša lozinka je promijenjena",
    ]


def test_signing_out_ends_the_session(client, signed_up):
    client.force_login(signed_up)

    answer = client.post("/nalog/odjava/")

    assert answer["Location"] == "/"
    assert client.get("/nalog/profil/").status_code == 302


def test_letters_are_text_first_in_the_persons_language_with_html_that_says_the_same(client, signed_up):
    User.objects.update(language="sr")

    client.post("/nalog/prijava/kod/", {"email": "ana@example.org"})

    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert message.subject.endswith("је Ваш код за пријаву")
    assert message.body.startswith("Ana Simić,\n\nУнесите овај код")
    assert code_in(message) in html
    assert 'lang="sr-Cyrl"' in html
    assert "<img" not in html
    assert len(html) < 30_000


def test_mail_that_cannot_leave_is_told_and_breaks_nothing(client, signed_up, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there

    page = client.post("/nalog/prijava/kod/", {"email": "ana@example.org"}, follow=True)

    assert page.status_code == 200
    assert "E-poruka nije mogla da se pošalje" in page.text


@pytest.mark.parametrize(
    ("name", "lands"),
    [
        ("milica", "/banja-luka/rad/"),
        ("nemanja", "/banja-luka/rad/"),
        ("vesna", "/mreza/pregled/"),
        ("zoran", "/mreza/pregled/"),
        ("jelena", "/nalog/"),
        ("ana", "/nalog/organizacija/registracija/"),
    ],
)
def test_where_a_person_lands(request, client, novi_krug, name, lands):
    from django.urls import reverse

    client.force_login(request.getfixturevalue(name))

    expected = reverse("organizers:register") if name == "ana" else lands
    assert client.get("/nalog/dalje/")["Location"] == expected


def test_a_new_address_takes_the_place_of_the_old_when_its_code_is_typed(client, signed_up):
    client.post(LOGIN, {"login": "ana@example.org", "password": cast.PASSWORD})

    asked = client.post("/nalog/e-posta/", {"action_add": "", "email": "ana.nova@example.org"})
    before = User.objects.get().email
    (letter,) = [message for message in mail.outbox if message.to == ["ana.nova@example.org"]]
    client.post(asked["Location"], {"code": code_in(letter)})

    assert asked["Location"] == "/nalog/registracija/potvrda/"
    assert before == "ana@example.org"
    assert User.objects.get().email == "ana.nova@example.org"
    assert list(signed_up.emailaddress_set.values_list("email", "primary", "verified")) == [
        ("ana.nova@example.org", True, True)
    ]
    assert "Potvrđeno" in client.get("/nalog/e-posta/").text


@pytest.mark.parametrize(
    ("start", "typed"),
    [
        ("/nalog/prijava/kod/", {"email": "ana@example.org"}),
        (
            "/nalog/registracija/",
            {"full_name": "Maja Ilić", "email": "maja@example.org", "password1": "dugačka lozinka 7"},
        ),
    ],
)
def test_a_code_can_be_asked_for_once_more(client, signed_up, start, typed):
    asked = client.post(start, typed)
    page = client.get(asked["Location"])
    again = client.post(asked["Location"], {"action": "resend"})

    first, second = mail.outbox
    old = client.post(again["Location"], {"code": code_in(first)})
    done = client.post(again["Location"], {"code": code_in(second)})

    assert "Zatražite novi kod" in page.text
    assert old.status_code == 422
    assert done["Location"] == "/nalog/dalje/"


def test_a_missing_name_is_asked_for_by_its_name(client, db):
    page = client.post("/nalog/registracija/", {"full_name": "", "email": "a@example.org"})

    assert page.status_code == 422
    assert "Unesite ime i prezime." in page.text
