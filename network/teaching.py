"""Announced trainings on a subject, for rooms that speak of one. The room of trainings knows them."""

# finder(user, subjects, most) -> trainings, the next one first
_finders: list = []


def register(finder):
    """Called once by a room's AppConfig.ready(); a second call changes nothing."""
    if finder not in _finders:
        _finders.append(finder)


def trainings_on(user, subjects, most):
    """At most `most` that this person may see and that have not begun; `subjects` are codes."""
    return [training for finder in _finders for training in finder(user, subjects, most)][:most]
