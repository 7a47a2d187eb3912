"""How the runner says no."""


class Problem(Exception):
    """One sentence for the person at the terminal: what is wrong and what to do."""


class Stopped(Exception):
    """Somebody asked the runner to end (Ctrl-C, SIGTERM)."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number
