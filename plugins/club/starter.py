"""A template's club: made once, exported again in the same shape."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from hutong import Starter, StarterError, TenantInfo
from plugins.club.operations import set_up_club
from plugins.club.queries import programme

FILE = "content/club.yaml"
Text = dict[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StarterFile(_Strict):
    """The whole file."""

    name: Text
    points_name: Text
    welcome: Text = {}
    currency: str = "CNY"


def apply_starter(tenant: TenantInfo, starter: Starter) -> None:  # noqa: ARG001 - what the hook hands over
    """Make a template's club, unless there is one. Raises `StarterError`."""
    try:
        content = StarterFile.model_validate(starter.content)
    except ValidationError as error:
        raise StarterError(f"{starter.template}/{FILE}: {error.errors()[0]['msg']}") from error
    set_up_club(**content.model_dump())


def export_starter() -> Mapping[str, Any]:
    """The club as a template has it; nothing where there is none."""
    run = programme()
    if run is None:
        return {}
    return {name: getattr(run, name) for name in StarterFile.model_fields}
