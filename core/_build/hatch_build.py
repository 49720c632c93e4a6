"""What a build does besides copying files: browser libraries, compiled catalogs, data folders.

Runs for wheels and for editable installs. Assets and catalogs are made by two scripts of this folder, which
also run on their own; this file only decides when.
"""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
# Where folders of the tree lie in a wheel. An editable install has them on its path: a copy would go stale.
WHEEL_FOLDERS = {
    "core/facade/hutong": "hutong",
    "tenant_templates": "core/_data/tenant_templates",
    "migrations": "core/_data/migrations",
}


class HutongBuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """Ask for Node (61 MB) only when there is something to fetch and no Node to fetch it with."""
        assets = runpy.run_path(str(HERE / "assets.py"))
        needless = assets["is_skipped"]() or assets["is_fresh"]() or assets["system_npm"]()
        return [] if needless else [assets["NODE_WHEEL"]]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for script in ("assets.py", "catalogs.py"):
            subprocess.run([sys.executable, str(HERE / script)], check=True)
        if self.target_name == "wheel" and version == "standard":
            for source, target in WHEEL_FOLDERS.items():
                if (Path(self.root) / source).is_dir():
                    build_data["force_include"][source] = target
