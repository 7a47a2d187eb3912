"""The second factor: kept encrypted, asked of those who see other people's data."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken

from accounts import secrets_at_rest
from tests import cast

LOGIN = "/nalog/prijava/"


def code_of(secret, at=None):
    return format_hotp_value(hotp_value(secret, int(at or time.time()) // 30))


def sign_in(client, user):
    return client.post(LOGIN, {"login": user.email, "password": cast.PASSWORD})


def confirm_identity(client):
    """Changing how one signs in asks for the password once more."""
    client.post("/nalog/potvrda-identiteta/", {"password": cast.PASSWORD})


def turn_on(client, prefix=""):
    confirm_identity(client)
    address = f"{prefix}/nalog/sigurnost/aplikacija/"
    secret = client.get(address).context["form"].secret
    return secret, client.post(address, {"code": code_of(secret)})


def test_secret_is_stored_encrypted_and_opens_the_account(client, signed_up):
    sign_in(client, signed_up)
    secret, done = turn_on(client)
    client.post("/nalog/odjava/")

    stored = Authenticator.objects.get(type="totp").data["secret"]
    asked = sign_in(client, signed_up)
    page = client.get(asked["Location"])
    wrong = client.post(asked["Location"], {"code": "000000"})
    opened = client.post(asked["Location"], {"code": code_of(secret)})

    assert done.status_code == 302
    assert secret not in stored
    assert secrets_at_rest.decrypt(stored) == secret
    assert asked["Location"] == "/nalog/prijava/drugi-faktor/"
    assert page.status_code == 200
    assert wrong.status_code == 422
    assert opened["Location"] == "/nalog/dalje/"


def test_qr_code_is_drawn_into_the_page(client, signed_up):
    sign_in(client, signed_up)
    confirm_identity(client)

    page = client.get("/nalog/sigurnost/aplikacija/").text

    assert "<svg" in page.split('class="qr"')[1]
    assert "data:image" not in page


def test_changing_how_one_signs_in_asks_for_the_password_again(client, signed_up):
    sign_in(client, signed_up)

    asked = client.get("/nalog/sigurnost/aplikacija/")
    done = client.post(asked["Location"], {"password": cast.PASSWORD, "next": "/nalog/sigurnost/aplikacija/"})

    assert asked["Location"].startswith("/nalog/potvrda-identiteta/?")
    assert done["Location"] == "/nalog/sigurnost/aplikacija/"


def test_an_earlier_key_still_opens_what_it_closed(settings):
    settings.ENCRYPTION_KEYS = ["stari ključ"]
    closed = secrets_at_rest.encrypt("tajna")

    settings.ENCRYPTION_KEYS = ["novi ključ", "stari ključ"]
    assert secrets_at_rest.decrypt(closed) == "tajna"

    settings.ENCRYPTION_KEYS = ["novi ključ"]
    with pytest.raises(InvalidToken):
        secrets_at_rest.decrypt(closed)


@pytest.mark.parametrize(
    ("name", "held_back"),
    [
        ("nemanja", True),
        ("milica", True),
        ("vesna", True),
        ("zoran", True),
        ("jelena", False),
        ("ana", False),
    ],
)
def test_who_must_set_one_up(request, client, settings, novi_krug, name, held_back):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(request.getfixturevalue(name))

    answer = client.get("/nalog/profil/")

    assert (answer.status_code, answer.get("Location")) == (
        (302, "/nalog/sigurnost/") if held_back else (200, None)
    )
    assert client.get("/nalog/sigurnost/").status_code == 200


def test_with_a_second_factor_the_desk_opens(client, settings, banja_luka, nemanja):
    settings.REQUIRE_SECOND_FACTOR = True
    Authenticator.objects.create(user=nemanja, type="totp", data={"secret": secrets_at_rest.encrypt("X")})
    client.force_login(nemanja)

    assert client.get("/banja-luka/rad/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, settings, banja_luka, nemanja):
    settings.REQUIRE_SECOND_FACTOR = True
    Authenticator.objects.create(user=nemanja, type="recovery_codes", data={})
    client.force_login(nemanja)

    assert client.get("/banja-luka/rad/")["Location"] == "/nalog/sigurnost/"


def test_nothing_is_posted_before_the_second_factor(client, settings, banja_luka, milica):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(milica)

    answer = client.post("/banja-luka/rad/ljudi/poziv/", {"email": "x@example.org", "role": "staff"})

    assert answer["Location"] == "/nalog/sigurnost/"


def test_the_demo_asks_nobody(client, banja_luka, nemanja):
    client.force_login(nemanja)

    assert client.get("/banja-luka/rad/").status_code == 200


@pytest.mark.parametrize(
    "answer", ["", "{", "null", "[]", '"x"', "1", "{}", '{"id": 1}', '{"response": {}, "rawId": "x"}']
)
def test_made_up_answers_of_keys_are_refused_in_words(client, signed_up, answer):
    anonymous = client.post("/nalog/prijava/kljuc/", {"credential": answer})
    sign_in(client, signed_up)
    confirm_identity(client)
    client.get("/nalog/sigurnost/kljucevi/novi/")
    adding = client.post("/nalog/sigurnost/kljucevi/novi/", {"name": "telefon", "credential": answer})

    assert anonymous.status_code in {302, 422}
    assert adding.status_code == 422
    assert not Authenticator.objects.exists()
