"""One transaction around a request: what fails leaves nothing half done, and is told by its own name."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from services.views import people


@pytest.mark.django_db(transaction=True)
def test_a_view_that_breaks_on_saving_leaves_nothing_half_done(
    client, banja_luka, milica, monkeypatch, caplog
):
    def breaks(user, slug):
        Group.objects.create(name="half done")
        User.objects.create(email=milica.email)

    client.force_login(milica)
    client.raise_request_exception = False
    monkeypatch.setattr(people, "get_service_to_manage", breaks)

    page = client.post(reverse("services:invite", args=[banja_luka.slug]))

    assert page.status_code == 500
    assert "accounts_user" in str(caplog.records[-1].exc_info[1])
    assert not Group.objects.exists()
    assert client.get(reverse("services:desk", args=[banja_luka.slug])).status_code == 200
