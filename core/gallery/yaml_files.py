"""A template's YAML, read with the line of every part; nothing in it can be larger than it looks.

Anchors, aliases and tags of YAML are refused (a few lines of them can stand for gigabytes), as are names that
are written twice, of which YAML itself would keep the last without a word.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from core.gallery.faults import Fault

MOST_BYTES = 512 * 1024
MOST_NODES = 50_000
MOST_DEPTH = 40

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Steps = tuple[str | int, ...]
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_QUESTION = re.compile(r"question “([^”]+)”")


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says; `lines` has the line, counted from 1, of every part by its path."""

    data: Any
    lines: Mapping[Steps, int] = field(default_factory=dict)

    def line(self, place: str | Steps) -> int:
        """The line of ``pages[0].title``, or of the last part of that path that is written down."""
        found: Steps = ()
        for step in steps_of(place) if isinstance(place, str) else place:
            if (*found, step) in self.lines:
                found = (*found, step)
        return self.lines.get(found, 1)

    def line_of_message(self, place: str, message: str) -> int:
        """As `line`; a message about a form names a question by its id, which is found below `place`."""
        named = _QUESTION.search(message)
        start = steps_of(place)
        if named:
            for path in self.lines:
                if path[: len(start)] == start and path[-1] == "id" and self._at(path) == named[1]:
                    return self.lines[path]
        return self.line(place)

    def _at(self, path: Steps) -> Any:
        node = self.data
        for step in path:
            node = node[step]
        return node


def steps_of(place: str) -> Steps:
    """``pages[0].title`` as ``("pages", 0, "title")``."""
    return tuple(int(number) if number else name for name, number in _STEP.findall(place))


def read_yaml(path: Path, name: str) -> tuple[Document | None, list[Fault]]:
    """The file as data with lines, and what is wrong with it; `name` is how faults call the file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return None, [Fault(name, 1, f"is larger than {MOST_BYTES // 1024} kB", "split or shorten it")]
        raw = path.read_bytes()
        node = _checked(raw.decode("utf-8"), name)
    except OSError as error:
        return None, [Fault(name, 1, f"cannot be read: {error.strerror}", "check the file and its rights")]
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [Fault(name, line, "is not UTF-8", "save the file as UTF-8")]
    except _RefusedError as error:
        return None, [error.fault]
    except yaml.YAMLError as error:
        return None, [_syntax(error, name)]
    return _document(node, name)


class _RefusedError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def _checked(text: str, name: str) -> yaml.Node | None:
    """The node of the file. Raises `_RefusedError` before anything recursive sees it."""
    depth = nodes = 0
    for event in yaml.parse(text, Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(
                Fault(name, line, "anchors and aliases are not read", "write the text out where it belongs")
            )
        if getattr(event, "tag", None) not in (None, "!"):
            raise _RefusedError(
                Fault(name, line, "tags like !!python are not read", "leave the “!” and its word out")
            )
        nodes += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH or nodes > MOST_NODES:
            raise _RefusedError(
                Fault(name, line, "is too deep or too large", "a template is a few pages; leave the rest out")
            )
    node: yaml.Node | None = yaml.compose(text, Loader)
    return node


def _document(node: yaml.Node | None, name: str) -> tuple[Document | None, list[Fault]]:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        return None, [Fault(name, line, "must be names and values", "begin with a line like “name: …”")]
    lines: dict[Steps, int] = {(): node.start_mark.line + 1}
    faults = list(_walk(node, (), lines, name))
    if faults:
        return None, faults
    try:
        return Document(yaml.SafeLoader("").construct_document(node), lines), []
    except (yaml.YAMLError, ValueError) as error:
        return None, [_syntax(error, name)]


def _walk(node: yaml.Node, path: Steps, lines: dict[Steps, int], name: str) -> Iterator[Fault]:
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            lines[(*path, number)] = item.start_mark.line + 1
            yield from _walk(item, (*path, number), lines, name)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                said = getattr(key, "value", "")
                what = (
                    f"a name must be text, not {said!r}" if isinstance(said, str) else "a name must be text"
                )
                yield Fault(name, line, what, f'put it in quotation marks: "{said}": …')
                continue
            step = (*path, key.value)
            if step in lines:
                what = f"{key.value!r} is written twice, first in line {lines[step]}"
                yield Fault(name, line, what, "keep one of them")
                continue
            lines[step] = line
            yield from _walk(value, step, lines, name)


def _syntax(error: Exception, name: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
    hint = "put texts with “: ”, “?”, “,” or “#” in quotation marks, and indent with spaces, not tabs"
    return Fault(name, mark.line + 1 if mark is not None else 1, f"is not readable as YAML: {problem}", hint)
