from vsrs.formats.sr.formats import *  # noqa: F403
