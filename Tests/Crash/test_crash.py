"""The crash test in half a minute per database; `Crash/crash.py` does it for hours."""

import os

import pytest

from Crash.crash import crash
from PythonSupport import databases

KILLS = int(os.environ.get("VOORDEUR_CRASH_KILLS", "12"))
SECONDS = float(os.environ.get("VOORDEUR_CRASH_SECONDS", "30"))


@pytest.mark.parametrize("kind", databases.available())
def test_nothing_acknowledged_is_lost_and_nothing_works_twice(kind, tmp_path):
    figures = crash(kind, tmp_path, KILLS, SECONDS, seed=1)
    print(figures)
    assert figures["faults"] == []
    # A run in which nothing happened would have shown nothing.
    for what in ("kills", "exchanges", "refreshes", "rotations", "customers", "codes shown again"):
        assert figures.get(what, 0) > 0, f"no {what}: {figures}"
