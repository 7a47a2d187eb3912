import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from organizers.models import Municipality
from services.models import Membership, Service
from services.tenancy import Actor, acting_as

KNOWN = json.loads((settings.BASE_DIR / "vsrs/demo/data/services.json").read_text(encoding="utf-8"))


@pytest.fixture
def found(tmp_path):
    def found(listed):
        file = tmp_path / "services.json"
        file.write_text(json.dumps(listed), encoding="utf-8")
        call_command("found_services", file, verbosity=0)

    return found


def with_managers(listed):
    return [facts | {"manager_email": f"{facts['slug']}@example.org"} for facts in listed]


@pytest.mark.django_db
def test_a_new_installation_gets_its_services_managers_and_municipalities(found):
    found(with_managers(KNOWN))
    found(with_managers(KNOWN))

    with acting_as(Actor.founder()):
        managers = Membership.objects.values_list("service__slug", "user__email", "role")
        assert sorted(managers) == sorted(
            (facts["slug"], f"{facts['slug']}@example.org", "manager") for facts in KNOWN
        )
        assert Service.objects.filter(kind=Service.Kind.REPUBLIC).count() == 1
        assert Municipality.objects.count() > 50


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"manager_email": ""}, "doboj: manager_email must be given"),
        ({"manger_email": "a@example.org"}, "doboj: manger_email is nothing a service has"),
        ({"slug": "nalog"}, "nalog: "),
    ],
)
def test_a_list_with_a_mistake_founds_nothing_and_names_the_mistake(found, change, sentence):
    listed = with_managers(facts for facts in KNOWN if facts["slug"] in {"doboj", "srbac"})
    listed = [facts | change if facts["slug"] == "doboj" else facts for facts in reversed(listed)]

    with pytest.raises(CommandError, match=sentence):
        found(listed)

    with acting_as(Actor.founder()):
        assert not Service.objects.exists()
        assert not User.objects.exists()


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("found_services", "nowhere.json")
