"""One door to what is done with programmes and their runs before and around the day itself."""

from trainings.operations.announcing import cancel_training, confirm_training, mark_held, publish_training
from trainings.operations.common import Conflict
from trainings.operations.copies import copy_training, take_newest_version
from trainings.operations.programmes import (
    change_programme,
    create_programme,
    restore_programme,
    retire_programme,
)
from trainings.operations.runs import change_training, plan_training

__all__ = [
    "Conflict",
    "cancel_training",
    "change_programme",
    "change_training",
    "confirm_training",
    "copy_training",
    "create_programme",
    "mark_held",
    "plan_training",
    "publish_training",
    "restore_programme",
    "retire_programme",
    "take_newest_version",
]
