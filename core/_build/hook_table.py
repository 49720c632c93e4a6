"""Write the table of hooks in plugins/README.md from core/hookspecs.py; `--check` writes nothing."""

import inspect
import sys
from pathlib import Path

from core.hookspecs import AppHooks, TenantHooks

README = Path(__file__).resolve().parents[2] / "plugins" / "README.md"
BEGIN, END = "<!-- hooks: begin (make docs) -->", "<!-- hooks: end -->"


def table() -> str:
    """Each hook with its arguments and the first paragraph of its docstring."""
    lines = []
    for group in (AppHooks, TenantHooks):
        lines += [f"**`{group.__name__}`**. {' '.join((inspect.getdoc(group) or '').split())}", ""]
        lines += ["| hook | arguments | what it is for |", "|---|---|---|"]
        for name, function in group.__dict__.items():
            if inspect.isfunction(function) and not name.startswith("_"):
                arguments = ", ".join(list(inspect.signature(function).parameters)[1:])
                words = " ".join((inspect.getdoc(function) or "").split())
                kind = " *writes*" if getattr(function, "writes", False) else ""
                lines.append(f"| `{name}`{kind} | {f'`{arguments}`' if arguments else ''} | {words} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Rewrite or check the part between the marks. Exits with 1 where it is stale."""
    text = README.read_text()
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    fresh = f"{head}{BEGIN}\n\n{table()}\n{END}{tail}"
    if fresh == text:
        return
    if "--check" in sys.argv:
        sys.exit("plugins/README.md: the table of hooks is stale; run `make docs`")
    README.write_text(fresh)


if __name__ == "__main__":
    main()
