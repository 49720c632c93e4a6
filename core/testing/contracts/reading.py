"""Contract: the files of a plugin have no fault that can be read, and its texts say what the house says."""

from pathlib import Path

from core.authoring.catalogs import catalog_path, read_catalog
from core.authoring.plugin_check.reading import read_sources
from core.authoring.plugin_check.sources import Sources
from core.authoring.translating import words_of_the_house
from core.testing.contracts.street import Street
from core.testing.contracts.verdict import expect_none


class ReadingContract:
    """What ``hutong plugin check`` reads: the folder, imports, hooks, tables, routes, pages, texts."""

    plugin: str

    def test_its_files_have_no_fault(self, street: Street) -> None:
        found = read_sources(Sources(self.folder(street)))

        expect_none(finding for finding in found if finding.weight == "wrong")

    def test_a_text_of_the_house_has_the_same_translation_here(self, street: Street) -> None:
        """Catalogs are merged when they are loaded: of two translations of a text, one would be lost."""
        folder = self.folder(street)
        house = words_of_the_house(apart_from=folder)
        path = catalog_path(folder)
        expect_none(
            f"{path}:{message.lineno}: {message.id!r} is {house[message.id, message.context]!r} in Hutong"
            for message in (read_catalog(path) if path.is_file() else ())
            if message.id
            and message.string
            and isinstance(message.id, str)
            and house.get((message.id, message.context), message.string) != message.string
        )

    def folder(self, street: Street) -> Path:
        """Where the package lies."""
        return Path(street.engine.module(self.plugin).__file__).resolve().parent
