"""The contracts that every plugin keeps, as one test class: ``TestContracts = contracts_of("wishes")``.

Each module holds the contracts of one subject (DESIGN.md, section 9). They need nothing of the author but
``testing.py`` with `sample_arguments`. The house runs the very same over its own plugins and over itself
(`core_contracts`).
"""

from importlib.metadata import entry_points

from core.plugin_discovery import ENTRY_POINT_GROUP
from core.testing.contracts.access import AccessContract
from core.testing.contracts.answering import AnsweringContract
from core.testing.contracts.bad_input import BadInputContract
from core.testing.contracts.isolation import IsolationContract
from core.testing.contracts.merging import MergingContract
from core.testing.contracts.people import PeopleContract
from core.testing.contracts.reading import ReadingContract
from core.testing.contracts.schema import SchemaContract
from core.testing.contracts.starting import StartingContract
from core.testing.contracts.switching import SwitchingContract
from core.testing.contracts.withholding import WithholdingContract

OF_ROUTES: tuple[type, ...] = (AccessContract, WithholdingContract, IsolationContract, BadInputContract)
OF_TABLES: tuple[type, ...] = (PeopleContract, MergingContract)
OF_PLUGINS: tuple[type, ...] = (SwitchingContract, AnsweringContract, StartingContract, ReadingContract)
OF_DISTRIBUTIONS: tuple[type, ...] = (SchemaContract,)
"""The house asks it of all its units at once: tests/schema."""


def contracts_of(plugin: str) -> type:
    """A test class with every contract, for the plugin of this name.

    An installed plugin is tried alone with the core; one of the house together with its neighbours.
    """
    parts = OF_ROUTES + OF_TABLES + OF_PLUGINS
    if plugin in {point.name for point in entry_points(group=ENTRY_POINT_GROUP)}:
        return _contracts(plugin, parts + OF_DISTRIBUTIONS, packages=[])
    return _contracts(plugin, parts, packages=["plugins"])


def core_contracts() -> type:
    """The contracts about routes and tables, for those of the core."""
    return _contracts("core", OF_ROUTES + OF_TABLES, packages=["plugins"])


def _contracts(plugin: str, parts: tuple[type, ...], packages: list[str]) -> type:
    doc = f"What {plugin} keeps to."
    return type("TestContracts", parts, {"plugin": plugin, "packages": packages, "__doc__": doc})
