#!/usr/bin/env python
"""Django's own commands, for people who work on BackCare."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backcare.settings")
    os.umask(0o077)  # what it writes into the data folder is nobody else's to read
    execute_from_command_line(sys.argv)
