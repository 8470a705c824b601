"""The site's own settings, with the floor's addresses beside the pages."""

from pathlib import Path

from backcare.settings import *  # noqa: F403
from backcare.settings import TEMPLATES

ROOT_URLCONF = "tests.bench.floor"
TEMPLATES[0]["DIRS"].append(Path(__file__).resolve().parent / "templates")
