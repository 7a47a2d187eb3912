#!/usr/bin/env python3
"""Django's command line. `python3 run.py manage …` calls it with the servers up."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsrs.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
