"""What people are looked for by: one vocabulary for the filters of the list and the rules of a segment.

In an address the rules are its arguments (`Rules.of_arguments`, `Rules.arguments`); a segment keeps them as
JSON (`Rules.model_validate`, `Rules.stored`). All rules hold at once; of several roles, tags or links in one
rule, one is enough.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.acts.models import Stage
from core.policy import Role

Days = Annotated[int, Field(ge=1, le=3650)]
Ids = Annotated[tuple[uuid.UUID, ...], Field(max_length=200)]
LONGEST_SEARCH = 60


class Did(BaseModel):
    """Somebody did this with a tool (the core's own acts have none), at all or within some days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plugin: Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9]*$|^$")] = ""
    verb: Annotated[str, Field(max_length=24, pattern=r"^[a-z][a-z0-9_]*$")]
    days: Days | None = None

    @property
    def act(self) -> str:
        """``survey.complete``: the act without the time."""
        return f"{self.plugin}.{self.verb}"

    @classmethod
    def of_argument(cls, text: str) -> dict[str, Any]:
        """``survey.complete`` or ``survey.complete~30``, not yet checked."""
        act, _mark, days = text.partition("~")
        plugin, _dot, verb = act.partition(".")
        return {"plugin": plugin, "verb": verb, "days": days or None}

    def argument(self) -> str:
        """The opposite of `of_argument`."""
        return f"{self.act}~{self.days}" if self.days else self.act


def is_act(text: str) -> bool:
    """Whether `text` can name an act (`Did.act`)."""
    try:
        return Did.model_validate(Did.of_argument(text)).act == text
    except ValidationError:
        return False


class Rules(BaseModel):
    """Who is meant. Without any rule: everybody who is here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    q: Annotated[str, Field(max_length=LONGEST_SEARCH)] = ""
    role: Annotated[tuple[Role, ...], Field(max_length=5)] = ()
    tag: Ids = ()
    not_tag: Ids = ()
    via: Ids = ()
    joined_from: date | None = None
    joined_until: date | None = None
    joined_days: Days | None = None
    active_days: Days | None = None
    silent_days: Days | None = None
    stage: Stage | Literal[""] = ""
    not_stage: Stage | Literal[""] = ""
    did: Annotated[tuple[Did, ...], Field(max_length=4)] = ()
    did_not: Annotated[tuple[Did, ...], Field(max_length=4)] = ()

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.joined_from and self.joined_until and self.joined_from > self.joined_until:
            raise ValueError("joined_until")
        return self

    @classmethod
    def of_arguments(cls, arguments: Mapping[str, Sequence[str]]) -> Self:
        """The rules that an address names; what cannot be read there is left out."""
        given: dict[str, Any] = {}
        for name in cls.model_fields:
            for value in _values(name, arguments.get(name, ())):
                known = given.get(name, ())
                try:
                    tried = {**given, name: (*known, value) if name in _SEVERAL else value}
                    cls.model_validate(tried)
                except ValidationError:
                    continue
                given = tried
        return cls.model_validate(given)

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """The arguments of an address that names these rules; what is empty stands out of it."""
        rules = self.model_copy(update=changes)
        found = {name: getattr(rules, name) for name in type(rules).model_fields}
        for name in ("did", "did_not"):
            found[name] = [one.argument() for one in found[name]]
        return {
            name: [str(one) for one in value] if name in _SEVERAL else str(value)
            for name, value in found.items()
            if value
        }

    def stored(self) -> dict[str, Any]:
        """As JSON for a segment's row: only what says something."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def ask_acts(self) -> bool:
        """Whether the ledger has to be asked, which takes longer than people alone."""
        return bool(
            self.active_days or self.silent_days or self.stage or self.not_stage or self.did or self.did_not
        )


_SEVERAL = frozenset({"role", "tag", "not_tag", "via", "did", "did_not"})


def _values(name: str, texts: Sequence[str]) -> list[Any]:
    texts = [text.strip() for text in texts if text.strip()]
    if name == "q":
        return [" ".join(text.split())[:LONGEST_SEARCH] for text in texts]
    return [Did.of_argument(text) for text in texts] if name in ("did", "did_not") else list(texts)
