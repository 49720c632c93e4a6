"""Print the shape of the house: how long its files and functions are, and which stand out.

The numbers are read, not enforced: where something stands far out, ask why, and let the answer be a better
division.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 12


def sources(folder: str, suffix: str = "py") -> list[Path]:
    """Files of `folder` that somebody wrote and that are not empty."""
    skipped = ("/vendor/", "/.venv/", "/node_modules/")
    found = sorted((ROOT / folder).rglob(f"*.{suffix}"))
    return [path for path in found if path.stat().st_size and not any(part in str(path) for part in skipped)]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[int, str]]:
    """(lines, "file:line name") of every function in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield length, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def parts() -> list[str]:
    """What is counted apart: the core, each plugin, the tests."""
    plugins = sorted(path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py"))
    return ["core", *(f"plugins/{name}" for name in plugins), "migrations", "tests"]


def sized(files: list[Path]) -> list[tuple[int, str]]:
    return [(lines(path), str(path.relative_to(ROOT))) for path in files]


def print_part(part: str) -> None:
    files = [lines(path) for path in sources(part)]
    lengths = [length for path in sources(part) for length, _name in functions(path)]
    if not files:
        return
    middle = f"file {median(files):3.0f}" + (f", function {median(lengths):3.0f}" if lengths else "")
    print(f"{part:22} {len(files):4} files {sum(files):6} lines   median {middle}")


def print_longest(title: str, rows: list[tuple[int, str]]) -> None:
    print(f"\n{title}")
    for length, name in sorted(rows, reverse=True)[:LONGEST]:
        print(f"  {length:5}  {name}")


def main() -> None:
    for part in parts():
        print_part(part)
    everything = [path for part in parts() for path in sources(part)]
    print_longest("Longest files", sized(everything))
    print_longest("Longest functions", [row for path in everything for row in functions(path)])
    kinds = ("html", "css", "js")
    pages = [path for top in ("core", "plugins") for kind in kinds for path in sources(top, kind)]
    print_longest("Longest templates, styles, scripts", sized(pages))


if __name__ == "__main__":
    main()
