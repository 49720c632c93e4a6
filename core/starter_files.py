"""Reading a template's content file: what is wrong with it is said with file and place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.plugin_types import StarterError

Model = TypeVar("Model", bound=BaseModel)


def read_starter(model: type[Model], content: Mapping[str, Any], *, where: str) -> Model:
    """`content` as `model` has it. Raises `StarterError`: a line for each thing wrong, where and what."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise starter_error(where, error, models=[model]) from error


def starter_error(
    where: str,
    error: ValidationError,
    above: Sequence[str | int] = (),
    *,
    models: Iterable[type[BaseModel]] = (),
) -> StarterError:
    """All that is wrong, lines of ``where: pages[0].title: …``; `above` leads to what was validated.

    A line may end with ``. hint: …``, as when a field of `models` was perhaps meant.
    """
    seen: set[type] = set()
    names = sorted({name for model in models for name in _names(model, seen)})
    return StarterError("\n".join(_line(where, fault, above, names) for fault in error.errors()))


def _line(where: str, fault: ErrorDetails, above: Sequence[str | int], names: Sequence[str]) -> str:
    parts = [part for part in (*above, *fault["loc"]) if part != "[key]"]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    hint = _hint(fault, names)
    return f"{where}: {place.lstrip('.')}: {_in_words(fault)}{f'. hint: {hint}' if hint else ''}"


def _in_words(fault: ErrorDetails) -> str:
    if fault["type"] == "extra_forbidden":
        return "there is no such field"
    return fault["msg"].removeprefix("Value error, ")


def _hint(fault: ErrorDetails, names: Sequence[str]) -> str:
    if fault["type"] == "extra_forbidden":
        close = get_close_matches(str(fault["loc"][-1]), names, n=1)
        return f"did you mean {close[0]!r}?" if close else ""
    if fault["type"] == "string_type" and isinstance(fault["input"], int | float | date | bool):
        return "put it in quotation marks"
    return ""


def _names(part: Any, seen: set[type]) -> Iterator[str]:
    """The names of all fields of a model and of the models inside it."""
    for inner in get_args(part):
        yield from _names(inner, seen)
    if isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
        seen.add(part)
        for name, field in part.model_fields.items():
            yield field.alias or name
            yield from _names(field.annotation, seen)
