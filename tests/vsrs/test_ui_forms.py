"""How a field is drawn, and what stands above a form with errors."""

import re

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from vsrs.lists import FilterForm, Tallied


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the register.", max_length=5)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")

    def clean(self):
        if self.data.get("name") == "clash":
            raise forms.ValidationError("These two do not go together.")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def render(source, **context):
    return engines["django"].from_string(source).render(context)


def test_a_field_has_label_hint_error_and_input_in_this_order():
    form = SampleForm({"name": "too long for it"})

    drawn = form["name"].as_field_group()

    assert 'class="field has-error"' in drawn
    order = [drawn.index(part) for part in ("<label", 'class="hint"', 'class="error"', "<input")]
    assert order == sorted(order)
    assert 'class="input"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'value="too long for it"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn


def test_only_what_may_stay_empty_says_so():
    form = SampleForm()

    assert "not required" in form["note"].as_field_group()
    assert "not required" not in form["name"].as_field_group()


def test_a_form_that_filters_does_not_say_not_required():
    class Filters(FilterForm):
        q = forms.CharField(label="Search", required=False)

    assert "not required" not in Filters()["q"].as_field_group()


def test_choices_are_a_group_with_a_legend_and_one_box_wraps_its_label():
    form = SampleForm()

    way, agreed = form["way"].as_field_group(), form["agreed"].as_field_group()

    assert way.startswith("<fieldset")
    assert '<legend class="field-label">Way' in way
    assert way.count('<label class="choice"') == 2
    assert '<label class="choice"><input type="checkbox"' in agreed
    assert 'class="input"' not in way + agreed


def test_a_choice_shows_how_many_stand_behind_it():
    class Filters(FilterForm):
        topic = forms.MultipleChoiceField(
            choices=[("a", Tallied("Law", 1284)), ("b", "Risk")], widget=forms.CheckboxSelectMultiple
        )

    assert re.findall(r'class="count">([^<]+)<', str(Filters()["topic"])) == ["1,284"]


def test_the_summary_links_each_error_to_its_field():
    form = SampleForm({"name": "clash"})

    drawn = render("{% error_summary form %}", form=form)

    assert "Correct 3 entries" in drawn
    assert re.findall(r'<a href="#([^"]+)"', drawn) == ["id_way_0", "id_agreed"]
    assert "These two do not go together." in drawn
    assert 'role="alert"' in drawn


def test_no_errors_no_summary():
    assert render("{% error_summary form %}", form=SampleForm()).strip() == ""
    assert render("{% error_summary form %}").strip() == ""


def test_what_was_typed_comes_back_escaped():
    typed = '"><script>alert(1)</script>'
    form = SampleForm({"name": typed, "note": typed, "way": typed})

    drawn = render("{% error_summary form %}{% for f in form %}{{ f.as_field_group }}{% endfor %}", form=form)

    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") >= 2
