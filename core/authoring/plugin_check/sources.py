"""A plugin's files, read and not imported: its name, its modules as syntax trees, its templates."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from core.plugin_places import near

NOT_CODE = {"tests", "migrations", "__pycache__"}


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path
    name: str
    """As it is imported: ``hutong_wishes.models``."""
    syntax: ast.Module
    nodes: tuple[ast.AST, ...]
    """All of `syntax`, flat: it is searched many times."""

    @property
    def shown(self) -> Path:
        """The path as a message names it: from where the author stands."""
        return Path(near(self.path))


@dataclass
class Sources:
    """The package `folder` of a plugin."""

    folder: Path
    broken: dict[Path, SyntaxError] = field(default_factory=dict)
    """Files that are no Python; filled when `modules` is read."""

    @property
    def package(self) -> str:
        """As it is imported: ``hutong_wishes``."""
        parts, folder = [self.folder.name], self.folder.parent
        while (folder / "__init__.py").is_file():
            parts.insert(0, folder.name)
            folder = folder.parent
        return ".".join(parts)

    @property
    def import_folder(self) -> Path:
        """The folder that must be on the path to import the package."""
        return self.folder.parents[self.package.count(".")]

    @cached_property
    def name(self) -> str:
        """What its manifest calls it; as long as that is not written there plainly, what its folder says."""
        return _name_in(self.plugin_module) or self.folder.name.removeprefix("hutong_")

    @cached_property
    def modules(self) -> list[Module]:
        """Its code, without tests and migrations."""
        paths = sorted(self.folder.rglob("*.py"))
        return list(
            self._read(path for path in paths if not NOT_CODE & set(path.relative_to(self.folder).parts))
        )

    @cached_property
    def plugin_module(self) -> Module | None:
        """The table of contents, which most questions are about."""
        return next(self._read([self.folder / "plugin.py"]), None)

    def templates(self) -> list[Path]:
        """Its pages and pieces of pages."""
        return sorted(self.folder.glob("templates/**/*.html"))

    def shown(self, path: Path | str = "") -> Path:
        """A path of the plugin as a message names it."""
        return Path(near(self.folder / path))

    def files(self) -> Iterator[Path]:
        """Everything that is part of it, tests too."""
        yield from (
            path
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".mo")
        )

    def _read(self, paths: Iterable[Path]) -> Iterator[Module]:
        for path in paths:
            try:
                syntax = ast.parse(path.read_bytes(), str(path))  # bytes: a file may declare its encoding
            except FileNotFoundError:
                continue
            except SyntaxError as error:
                self.broken[path] = error
                continue
            except (ValueError, RecursionError) as error:
                self.broken[path] = SyntaxError(str(error))
                continue
            parts = path.relative_to(self.folder).with_suffix("").parts
            inner = ".".join(part for part in parts if part != "__init__")
            yield Module(path, f"{self.package}.{inner}".rstrip("."), syntax, tuple(ast.walk(syntax)))


def _name_in(module: Module | None) -> str:
    """The name in ``Manifest(name="wishes")``, or the constant that stands there."""
    if module is None:
        return ""
    constants = {
        target.id: node.value.value
        for node in module.syntax.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Manifest"):
            for keyword in node.keywords:
                if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
                if keyword.arg == "name" and isinstance(keyword.value, ast.Name):
                    return str(constants.get(keyword.value.id, ""))
    return ""
