#!/usr/bin/env python3
"""Start the portal, its tests or a management command on a machine with nothing but Python 3.11.

    python3 run.py [--port 8000]
    python3 run.py test [pytest arguments]
    python3 run.py manage COMMAND …
    python3 run.py benchmark

Standard library only; what it does is in vsrs/local/, how to operate it in docs/operations.md.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- older ones must get this sentence, not a SyntaxError
    sys.exit("The portal needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

from vsrs.local.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
