"""A block that another tool contributes: only its object is stored here, the tool draws it."""

from typing import Annotated, Any

from pydantic import StringConstraints

from plugins.site.blocks.parts import Block, Name, no_text


class Contributed(Block):
    """`kind` is ``<plugin>.<block>``; `field` and `object` name the thing it shows, `button` its button."""

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,30}\.[a-z][a-z0-9_]{0,30}$")]
    field: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
    object: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
    button: Name = no_text()

    @classmethod
    def from_starter(cls, data: dict[str, Any]) -> dict[str, Any]:
        """``{kind: survey.ask, survey: visit, button: …}`` as this block stores it."""
        rest = {name: value for name, value in data.items() if name not in cls.model_fields}
        if len(rest) != 1:
            return data
        [(field, value)] = rest.items()
        return {**{name: data[name] for name in data if name not in rest}, "field": field, "object": value}

    def to_starter(self) -> dict[str, Any]:
        """The opposite of `from_starter`."""
        named = {"key": self.key, "kind": self.kind, self.field: self.object}
        return {**named, **self.model_dump(include={"button", "hidden"}, exclude_defaults=True)}
