"""Programmes, trainings, bookings, attendance."""

from trainings.models.booking import Attendance, Booking, Seat, WaitingEntry
from trainings.models.training import Part, Programme, Subject, Trainer, Training

__all__ = [
    "Attendance",
    "Booking",
    "Part",
    "Programme",
    "Seat",
    "Subject",
    "Trainer",
    "Training",
    "WaitingEntry",
]
