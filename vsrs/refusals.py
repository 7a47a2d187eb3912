"""How an operation says no."""


class Refused(Exception):
    """Why it was not done, in a sentence the person can act on.

    `field` names the form field the sentence belongs to, when it belongs to one.
    """

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self):
        return str(self.message)
