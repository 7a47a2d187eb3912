"""Public figures: anybody may read sums; small groups of people never by service."""

import pytest
from django.urls import reverse

from network.figures import all_figures
from tests.network.test_overview import hold, network  # noqa: F401 - the fixture

pytestmark = pytest.mark.usefixtures("network")


def test_the_list_shows_public_figures_only(client):
    page = client.get("/en/podaci/pokazatelji/").text

    for figure in all_figures():
        assert (reverse("network:figure", args=[figure.code]) in page) == figure.is_public


def test_a_figure_that_is_not_public_does_not_exist(client):
    hidden = [figure.code for figure in all_figures() if not figure.is_public]

    assert hidden
    assert {client.get(reverse("network:figure", args=[code])).status_code for code in hidden} == {404}


def test_figures_about_people_are_not_split_by_service(client):
    trainings = client.get("/en/podaci/pokazatelji/odrzane-obuke/").text
    participants = client.get("/en/podaci/pokazatelji/polaznici/").text

    assert '<ol class="bars">' in trainings
    assert "Banja Luka" in trainings.split('id="po-servisima"')[1]
    assert '<ol class="bars">' not in participants


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_figures_can_be_taken_away(client, kind):
    for url in ("/podaci/pokazatelji/", "/podaci/pokazatelji/odrzane-obuke/"):
        answer = client.get(f"{url}?izvoz={kind}")
        assert f".{kind}" in answer.headers["Content-Disposition"]
        assert len(b"".join(answer.streaming_content)) > 20


def test_an_unknown_year_shows_the_newest(client):
    def main_of(url):
        return client.get(url).text.split("<main")[1].split("</main>")[0]

    newest = main_of("/podaci/pokazatelji/odrzane-obuke/").replace("?", "?godina=1000&amp;")

    assert main_of("/podaci/pokazatelji/odrzane-obuke/?godina=1000") == newest
