"""What a run starts with."""

import runpy
from pathlib import Path


def pytest_configure(config):
    """Compile catalogs that changed, so that pytest called by hand sees what `make test` sees."""
    if not hasattr(config, "workerinput"):
        script = Path(__file__).resolve().parents[1] / "core" / "_build" / "catalogs.py"
        runpy.run_path(str(script), run_name="__main__")
