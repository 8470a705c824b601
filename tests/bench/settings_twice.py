"""The settings of the benchmark, with the library of another folder."""

import os
from pathlib import Path

from guides import library
from tests.bench.settings import *  # noqa: F403

setattr(library, "CONTENT", Path(os.environ["BENCH_CONTENT"]))  # noqa: B010
