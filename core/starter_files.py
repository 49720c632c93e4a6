"""Reading a template's content file: what is wrong with it is said with file and place."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.plugin_types import StarterError

Model = TypeVar("Model", bound=BaseModel)


def read_starter(model: type[Model], content: Mapping[str, Any], *, where: str) -> Model:
    """`content` as `model` has it. Raises `StarterError`: a line for each thing wrong, where and what."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise starter_error(where, error) from error


def starter_error(where: str, error: ValidationError, above: Sequence[str | int] = ()) -> StarterError:
    """All that is wrong, lines of ``where: pages[0].title: …``; `above` leads to what was validated."""
    return StarterError("\n".join(_line(where, fault, above) for fault in error.errors()))


def _line(where: str, fault: ErrorDetails, above: Sequence[str | int]) -> str:
    parts = [part for part in (*above, *fault["loc"]) if part != "[key]"]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return f"{where}: {place.lstrip('.')}: {_in_words(fault)}"


def _in_words(fault: ErrorDetails) -> str:
    if fault["type"] == "extra_forbidden":
        return "there is no such field"
    return fault["msg"].removeprefix("Value error, ")
