"""Drawings of templates: only plain shapes get in, with colours by class, so that nothing can run or load."""

import re
from xml.etree import ElementTree as ET

SHAPES = frozenset("svg g path rect circle ellipse line polyline polygon".split())
NUMBERS = frozenset(
    "x y x1 y1 x2 y2 cx cy r rx ry width height d points transform viewBox opacity "
    "stroke-width stroke-dasharray".split()
)
_SAFE = re.compile(r"[-+0-9a-zA-Z.,()\s%]*")
_CLASS = re.compile(r"[fl][1-6](\s+[fl][1-6])*")
_MOST = 60_000


class ArtError(ValueError):
    """A drawing with anything in it but plain shapes."""


def clean_drawing(svg: str) -> str:
    """The drawing as an inline element of class ``art``. Raises `ArtError`."""
    if len(svg) > _MOST or "<!" in svg.replace("<!--", ""):
        raise ArtError("too long, or with a document type")
    try:
        root = ET.fromstring(svg)  # noqa: S314 - no document type gets here, so there are no entities
    except ET.ParseError as error:
        raise ArtError(str(error)) from error
    if root.tag.rpartition("}")[2] != "svg" or not root.get("viewBox"):
        raise ArtError("the outermost element must be svg with a viewBox")
    return _drawn(root, outer=True)


def _drawn(element: ET.Element, *, outer: bool = False) -> str:
    tag = element.tag.rpartition("}")[2]
    if tag not in SHAPES:
        raise ArtError(f"<{tag}> is not allowed")
    if (element.text or "").strip() or (element.tail or "").strip():
        raise ArtError("text is not allowed")
    kept = [f'{name}="{value}"' for name, value in element.attrib.items() if _is_kept(tag, name, value)]
    attributes = ['class="art"', 'aria-hidden="true"', *kept] if outer else kept
    children = "".join(_drawn(child) for child in element)
    opening = " ".join([tag, *attributes])
    return f"<{opening}>{children}</{tag}>" if children or outer else f"<{opening}/>"


def _is_kept(tag: str, name: str, value: str) -> bool:
    if tag == "svg" and name in ("class", "width", "height", "aria-hidden", "role", "aria-label"):
        return False
    if name == "class" and _CLASS.fullmatch(value):
        return True
    if name in NUMBERS and _SAFE.fullmatch(value):
        return True
    raise ArtError(f'{name}="{value[:40]}" is not allowed')
