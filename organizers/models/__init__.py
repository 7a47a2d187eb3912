"""Organizers of volunteering, who acts for them, and their people."""

from organizers.models.organizer import FieldOfWork, Municipality, Organizer
from organizers.models.person import Person
from organizers.models.representative import Representative, RepresentativeInvitation
from organizers.models.same_person import SIDES, SamePersonDecision

__all__ = [
    "SIDES",
    "FieldOfWork",
    "Municipality",
    "Organizer",
    "Person",
    "Representative",
    "RepresentativeInvitation",
    "SamePersonDecision",
]
