"""What of a plugin's starter content may go into a template that a business saves: what is declared, no more.

A plugin declares it in its manifest (``starter_policy``), in the shape of ``content/<plugin>.yaml``: each
field with its mark. A list has the shape of its entries, `ByKind` chooses the shape by one field, ``"*"``
stands for every field that is not named. A field without a mark stays out, and a contract test finds it.
`core/gallery/stripping.py` does what the marks say.

>>> {"boxes": [{"key": KEY, "title": WORDS, "terms": AS_IS, "recipients": OUT}]}
"""

import enum
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel


class Goes(enum.Enum):
    """How a value goes into a template."""

    AS_IS = "as it is"
    KEY = "as a name that other parts refer to"
    WORDS = "without the business's own words"
    DAYS = "as so many days from when it is applied"
    LINK = "without addresses of its own"
    PHOTO = "where the owner allows this photo"
    DRAWINGS = "as files beside the content"
    OWNER = "as words for whoever runs the business"
    SPEAKER = "as words for somebody who speaks"
    PHONE = "as a sample number"
    EMAIL = "as a sample address"
    SITE = "as a sample web address"
    HANDLE = "as a sample name in a messenger"
    ADDRESS = "as a sample street"
    OUT = "not at all"


AS_IS = Goes.AS_IS
"""Numbers, choices, times, ids of questions: nothing that somebody wrote freely."""
KEY = Goes.KEY
WORDS = Goes.WORDS
"""What people read, as text or by language."""
DAYS = Goes.DAYS
"""Moments with a day, ``{on: 2027-05-22, …}``: all of a tool's are moved together, so that none is over."""
LINK = Goes.LINK
PHOTO = Goes.PHOTO
DRAWINGS = Goes.DRAWINGS
OWNER = Goes.OWNER
SPEAKER = Goes.SPEAKER
PHONE = Goes.PHONE
EMAIL = Goes.EMAIL
SITE = Goes.SITE
HANDLE = Goes.HANDLE
ADDRESS = Goes.ADDRESS
OUT = Goes.OUT
"""Never goes; said on purpose."""


@dataclass(frozen=True, slots=True)
class ByKind:
    """A mapping's shape is chosen by what stands in its `field`; `other` is for all that is not named."""

    field: str
    shapes: Mapping[str, "Shape"]
    other: "Shape" = OUT

    def shape_of(self, value: Mapping[str, Any]) -> "Shape":
        """The shape for this mapping."""
        return self.shapes.get(str(value.get(self.field)), self.other)


Shape = Goes | Mapping[str, Any] | list[Any] | ByKind
"""A mark; shapes by field; a list with the one shape of all its entries; or one that is chosen."""


def undeclared(model: type[BaseModel], shape: Shape, place: str = "") -> Iterator[str]:
    """Fields of a starter model that the declaration in `shape` forgets, as ``boxes[].title``."""
    shape = shape.other if isinstance(shape, ByKind) else shape
    if isinstance(shape, Goes):
        return
    if not isinstance(shape, Mapping):
        yield place or "the whole file"
        return
    for name, field in model.model_fields.items():
        key, here = field.alias or name, f"{place}.{field.alias or name}".lstrip(".")
        if key not in shape and "*" not in shape:
            yield here
            continue
        for inner, depth in _models_in(field.annotation):
            below: Any = shape.get(key, shape.get("*"))
            for _level in range(depth):
                below = below[0] if isinstance(below, list) else below
            yield from undeclared(inner, below, here + "[]" * depth)


def _models_in(annotation: Any, depth: int = 0) -> Iterator[tuple[type[BaseModel], int]]:
    """Models within a type, and within how many lists."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, depth
        return
    origin = get_origin(annotation)
    inner = depth if origin in (Union, types.UnionType) or origin is None else depth + 1
    is_annotated = hasattr(annotation, "__metadata__")
    for part in get_args(annotation)[:1] if is_annotated else get_args(annotation):
        yield from _models_in(part, depth if is_annotated else inner)
