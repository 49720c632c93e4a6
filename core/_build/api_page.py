"""Write the plugin API into plugins/README.md from the code, between two marks; `--check` writes nothing."""

import ast
import dataclasses
import enum
import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.hookspecs import AppHooks, TenantHooks
from core.plugin_api import API

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "plugins" / "README.md"
FACADE = ROOT / "core" / "facade" / "hutong"
BEGIN, END = "<!-- api: begin (make docs) -->", "<!-- api: end -->"


def api_page() -> str:
    """All of it: hooks with their arguments, then each module with its names, in Markdown."""
    version = ".".join(map(str, API))
    return "\n".join(
        [f"Version {version}. Written by `make docs` from the code.", "", *_hooks(), *_modules()]
    )


def _hooks() -> Iterator[str]:
    for group in (AppHooks, TenantHooks):
        yield from (f"### Hooks: `{group.__name__}`", "", _flat(inspect.getdoc(group)), "")
        yield from ("| hook | arguments | what it is for |", "|---|---|---|")
        for name, function in group.__dict__.items():
            if inspect.isfunction(function) and not name.startswith("_"):
                arguments = ", ".join(list(inspect.signature(function).parameters)[1:])
                kind = " *writes*" if getattr(function, "writes", False) else ""
                words = _flat(inspect.getdoc(function))
                yield f"| `{name}`{kind} | {f'`{arguments}`' if arguments else ''} | {words} |"
        yield ""


def _modules() -> Iterator[str]:
    for path in sorted(FACADE.glob("*.py"), key=lambda path: path.stem):
        name = "hutong" if path.stem == "__init__" else f"hutong.{path.stem}"
        if not path.stem.startswith("_") or path.stem == "__init__":
            yield from _module(name, path)


def _module(name: str, path: Path) -> Iterator[str]:
    syntax = ast.parse(path.read_text(encoding="utf-8"))
    yield from (f"### `{name}`", "", _flat((ast.get_docstring(syntax) or "").partition("\n\n")[0]), "")
    yield from ("| name | what it is |", "|---|---|")
    module = importlib.import_module(name)
    for node in syntax.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core."):
            for alias in node.names:
                yield f"| {_head(alias.name, getattr(module, alias.name))} | {_words(node.module, alias.name)} |"
    yield ""


def _head(name: str, value: Any) -> str:
    """The name, with the arguments of a function and the fields of a record."""
    if dataclasses.is_dataclass(value) and isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value) if not field.name.startswith("_")]
        return f"`{name}({', '.join(fields)})`"
    if inspect.isfunction(value):
        return f"`{name}({', '.join(_arguments(value))})`"
    return f"`{name}`"


def _arguments(function: Any) -> Iterator[str]:
    star = False
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            star = True
            yield "*"
        star = star or parameter.kind is parameter.VAR_POSITIONAL
        mark = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        yield mark + name + ("=…" if parameter.default is not parameter.empty else "")


def _words(module: str | None, name: str) -> str:
    """The first paragraph of what is written at the definition, wherever the name was defined."""
    said = _said_in(module or "", name) or _named(getattr(importlib.import_module(module or ""), name))
    if not said:
        sys.exit(f"{module}.{name} is in the plugin API, and nothing says what it is: write a docstring")
    return _flat(said)


def _said_in(module: str, name: str) -> str:
    """The docstring of a definition, or the text below an assignment; followed through re-exports."""
    found = importlib.import_module(module)
    if not module.startswith("core"):
        return (inspect.getdoc(getattr(found, name)) or "").partition("\n\n")[0]
    body = ast.parse(inspect.getsource(found)).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        match node:
            case ast.ClassDef() | ast.FunctionDef() if node.name == name and ast.get_docstring(node):
                return (ast.get_docstring(node) or "").partition("\n\n")[0]
            case ast.Assign(targets=[ast.Name(id=found)]) | ast.AnnAssign(target=ast.Name(id=found)):
                if found == name:
                    return _said_below(following)
            case ast.ImportFrom(module=str() as source):
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        return _said_in(source, alias.name)
    return ""


def _named(value: Any) -> str:
    """A member of an enumeration says by its value what it stands for."""
    return f"{type(value).__name__} {value.value}." if isinstance(value, enum.Enum) else ""


def _said_below(node: ast.stmt | None) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str() as said)):
            return inspect.cleandoc(said).partition("\n\n")[0]
        case _:
            return ""


def _flat(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def main() -> None:
    """Rewrite or check the part between the marks. Exits with 1 where it is stale."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    fresh = f"{head}{BEGIN}\n\n{api_page()}\n{END}{tail}"
    if fresh == text:
        return
    if "--check" in sys.argv:
        sys.exit("plugins/README.md: the API page is stale; run `make docs`")
    README.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
