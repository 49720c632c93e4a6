"""What is collected in tests/, and what a run starts with."""

import runpy
from pathlib import Path

# A distribution of its own; test_outside_plugin.py installs it and runs its tests there.
collect_ignore = ["outside_plugin"]


def pytest_configure(config):
    """Compile catalogs that changed, so that pytest called by hand sees what `make test` sees."""
    if not hasattr(config, "workerinput"):
        script = Path(__file__).resolve().parents[1] / "core" / "_build" / "catalogs.py"
        runpy.run_path(str(script), run_name="__main__")
