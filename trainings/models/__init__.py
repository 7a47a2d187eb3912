"""Programmes, trainings, bookings, the waiting list, attendance, certificates, evaluation, demand."""

from trainings.models.booking import Attendance, Booking, Needs, Seat
from trainings.models.completion import STATES as CERTIFICATE_STATES
from trainings.models.completion import Certificate, Completion
from trainings.models.demand import Interest, UnmetPrerequisite
from trainings.models.evaluation import Evaluation, EvaluationInvitation, EvaluationSum
from trainings.models.feed import CalendarFeed
from trainings.models.programme import (
    Material,
    Prerequisite,
    Programme,
    ProgrammePart,
    ProgrammeVersion,
    Subject,
)
from trainings.models.teaching import Teaches, TrainerProfile
from trainings.models.training import KeptFor, Part, Question, Trainer, Training
from trainings.models.waiting import Offer, WaitingEntry, WaitingStep

__all__ = [
    "CERTIFICATE_STATES",
    "Attendance",
    "Booking",
    "CalendarFeed",
    "Certificate",
    "Completion",
    "Evaluation",
    "EvaluationInvitation",
    "EvaluationSum",
    "Interest",
    "KeptFor",
    "Material",
    "Needs",
    "Offer",
    "Part",
    "Prerequisite",
    "Programme",
    "ProgrammePart",
    "ProgrammeVersion",
    "Question",
    "Seat",
    "Subject",
    "Teaches",
    "Trainer",
    "TrainerProfile",
    "Training",
    "UnmetPrerequisite",
    "WaitingEntry",
    "WaitingStep",
]
