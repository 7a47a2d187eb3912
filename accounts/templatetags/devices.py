"""Words about the devices somebody is signed in on."""

from django import template

from accounts.devices import device_in_words

register = template.Library()
register.filter("device", device_in_words)
