"""How a service comes to be, and the checks that stand guard."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from accounts.models import User
from services import checks
from services.addresses import RESERVED
from services.models import Membership, Service
from services.operations.founding import found_service
from tests import cast
from vsrs.refusals import Refused

SERVICE = {
    "slug": "trebinje",
    "code": "TB",
    "town": "Trebinje",
    "name": "Lokalni volonterski servis Trebinje",
    "lat": "42.7119",
    "lon": "18.3441",
    "manager_email": "Rukovodilac@Example.org",
    "manager_name": "Đurđa Ćetković",
}


def test_founded_service_has_a_manager_who_can_sign_in(client, db):
    service = found_service(**SERVICE)

    manager = User.objects.get(email="rukovodilac@example.org")
    client.force_login(manager)
    with cast.sees_all():
        assert [(m.user, m.role) for m in Membership.objects.all()] == [(manager, "manager")]
    assert service.town_cyrl == "Требиње"
    assert service.sort
    assert not manager.has_usable_password()
    assert manager.emailaddress_set.get().verified
    assert client.get("/trebinje/rad/podesavanja/").status_code == 200


def test_founding_twice_founds_one(db):
    assert found_service(**SERVICE) == found_service(**SERVICE)
    with cast.sees_all():
        assert Service.objects.count() == 1


def test_manager_with_an_account_keeps_it(db, ana):
    found_service(**SERVICE | {"manager_email": "ana@example.org"})

    with cast.sees_all():
        assert Membership.objects.get().user == ana


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_addresses_of_the_portal_are_refused(db, slug):
    with pytest.raises(Refused, match="pripada samom portalu"):
        found_service(**SERVICE | {"slug": slug})


def test_portal_addresses_of_the_design_are_reserved():
    assert {"obuke", "nalog", "mreza", "servisi", "en", "sr", "static", "admin", "zdravlje"} <= RESERVED


def test_every_tenant_model_filters_by_the_person():
    assert checks.tenant_models_have_visible_to() == []


def test_reasons_name_models_that_exist():
    labels = {model._meta.label_lower for model in apps.get_models()}

    assert checks.NEVER_READ_BY_PEOPLE.keys() <= labels


@isolate_apps("services")
def test_a_tenant_model_without_visible_to_is_told(monkeypatch):
    class Careless(models.Model):
        service = models.ForeignKey(Service, models.PROTECT)

        class Meta:
            app_label = "services"

        def __str__(self):
            return "careless"

    monkeypatch.setattr(checks.apps, "get_models", lambda: [Careless])

    (error,) = checks.tenant_models_have_visible_to()
    assert error.id == "services.E001"
