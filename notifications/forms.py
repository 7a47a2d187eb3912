"""How often each group of notices comes."""

from django import forms

from notifications.models import Preference


class PreferencesForm(forms.Form):
    """One choice for each group this person can get."""

    def __init__(self, *args, groups, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        for group in groups:
            self.fields[group.code] = forms.ChoiceField(
                label=group.name,
                help_text=group.hint,
                choices=[(code, Preference.Frequency(code).label) for code in group.frequencies],
                initial=chosen.get(group.code, group.default),
                widget=forms.RadioSelect,
            )
