"""Slugs of services in addresses: `<service:slug>` never matches a reserved first word."""

from django.urls import register_converter

# First segments that belong to the portal itself (design: the interface, part 2).
# fmt: off
RESERVED = frozenset({
    "obuke", "savjetovanje", "podaci", "partnerstva", "projekti", "strategija", "servisi", "o-mrezi",
    "nalog", "mreza", "sertifikati", "evaluacija", "anketa", "pretraga", "pomoc", "pristupacnost",
    "kalendar", "programi", "dolazak", "privatnost", "izgled", "poslovi", "zdravlje", "jezik", "en", "sr",
    "static", "media", "admin",
})
# fmt: on


class ServiceSlug:
    regex = rf"(?!(?:{'|'.join(sorted(RESERVED))})(?:/|$))[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(ServiceSlug, "service")
