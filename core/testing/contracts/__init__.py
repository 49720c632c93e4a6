"""The contracts that every plugin keeps, as one test class: ``TestContracts = contracts_of("luckydraw")``.

Each module holds the contracts of one subject (DESIGN.md, section 9). They need nothing of the author but
``testing.py`` with `sample_arguments`. The house runs the very same over its own plugins and over itself
(`core_contracts`).
"""

from importlib.metadata import entry_points

from core.plugin_discovery import ENTRY_POINT_GROUP
from core.testing.contracts.access import AccessContract
from core.testing.contracts.bad_input import BadInputContract
from core.testing.contracts.isolation import IsolationContract
from core.testing.contracts.switching import SwitchingContract
from core.testing.contracts.withholding import WithholdingContract

OF_ROUTES: tuple[type, ...] = (
    AccessContract,
    WithholdingContract,
    IsolationContract,
    BadInputContract,
)
OF_PLUGINS: tuple[type, ...] = (SwitchingContract,)


def contracts_of(plugin: str) -> type:
    """A test class with every contract, for the plugin of this name.

    An installed plugin is tried alone with the core; one of the house together with its neighbours.
    """
    installed = plugin in {point.name for point in entry_points(group=ENTRY_POINT_GROUP)}
    return _contracts(plugin, OF_ROUTES + OF_PLUGINS, packages=[] if installed else ["plugins"])


def core_contracts() -> type:
    """The contracts about routes, for those of the core."""
    return _contracts("core", OF_ROUTES, packages=["plugins"])


def _contracts(plugin: str, parts: tuple[type, ...], packages: list[str]) -> type:
    doc = f"What {plugin} keeps to."
    return type("TestContracts", parts, {"plugin": plugin, "packages": packages, "__doc__": doc})
