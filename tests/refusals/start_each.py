"""Starts Hutong with each of the distributions in a folder, one after the other, and prints what it says.

A process of its own: the models of broken plugins would stay in the metadata of all other tests.
"""

import json
import logging
import sys
from pathlib import Path

from core import Settings, create_app
from core.database import Base
from core.plugin_rules import PluginError
from core.testing.rules import pytest_configure as compile_rules_once

logged = []
ear = logging.Handler()
ear.emit = lambda record: logged.append(record.getMessage())
logging.getLogger("hutong.plugins").addHandler(ear)


def answer(folder):
    """What Hutong refuses, and what it logs, where one distribution is installed; empty: it starts."""
    logged.clear()
    known = set(Base.metadata.tables)
    sys.path.insert(0, str(folder))
    home = folder / "home"
    try:
        create_app(Settings(home=home, database_url=f"sqlite:///{home}.db", secret_key="x", testing=True), [])
    except PluginError as error:
        return str(error), ""
    except Exception as error:
        return f"NOT REFUSED, BROKEN: {type(error).__name__}: {error}", ""
    finally:
        sys.path.remove(str(folder))
        for table in Base.metadata.tables.keys() - known:
            Base.metadata.remove(Base.metadata.tables[table])
    return "", "\n".join(logged)


if __name__ == "__main__":
    compile_rules_once(None)
    folders = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir())
    print(json.dumps({folder.name: answer(folder) for folder in folders}))
