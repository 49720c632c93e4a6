"""A template's content/flyer.yaml becomes flyers, and what customers see becomes it again.

Flyers are recognised by their key: what is there already, in the bin too, stays as its owner has it. A last
day is nobody's but the shop's that set it, and photos belong to the tenant: neither goes into a template.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hutong import Starter, TenantInfo, read_starter, speaking
from hutong.starters import AS_IS, KEY, WORDS
from hutong_flyer.content import FlyerContent
from hutong_flyer.covers import COVERS, FIRST
from hutong_flyer.operations import create_flyer, publish_flyer
from hutong_flyer.paper import is_too_much
from hutong_flyer.queries import flyer_by_key, given_out

FILE = "content/flyer.yaml"
POLICY: dict[str, Any] = {
    "flyers": [
        {
            "key": KEY,
            "cover": AS_IS,
            "headline": WORDS,
            "lines": WORDS,
            "points": [{"text": WORDS, "price": WORDS}],
            "button": WORDS,
            "target": AS_IS,
            "in_menu": AS_IS,
        }
    ]
}
"""All of it may go into a template that a business saves; in what people read its own words are replaced."""


class StarterFlyer(FlyerContent):
    """One flyer of the file."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]

    @model_validator(mode="after")
    def _for_everybody(self) -> "StarterFlyer":
        if self.art not in COVERS:
            known = ", ".join(f"art:{name}" for name in COVERS)
            raise ValueError(f"the cover of a template is one of {known}")
        if self.until is not None:
            raise ValueError("a template sets no last day: the shop does")
        if not any(self.headline.values()):
            raise ValueError("a flyer needs a headline")
        if is_too_much(self):
            raise ValueError("that is more than a sheet of paper can carry")
        return self

    def content(self) -> FlyerContent:
        """What it says."""
        return FlyerContent.model_validate(self.model_dump(exclude={"key"}))


class StarterFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")

    flyers: Annotated[list[StarterFlyer], Field(max_length=20)] = []


def apply_starter(tenant: TenantInfo, starter: Starter) -> None:
    """Make the file's flyers, up at once, with codes named as the shop speaks. Raises `StarterError`."""
    file = read_starter(StarterFile, starter.content, where=f"{starter.template}/{FILE}")
    for one in file.flyers:
        if flyer_by_key(one.key) is None:
            with speaking(tenant.languages[0]):
                publish_flyer(flyer=create_flyer(content=one.content(), key=one.key))


def export_starter(tenant: TenantInfo) -> Mapping[str, Any]:
    """What customers see, the oldest first."""
    del tenant
    return {
        "flyers": [
            {"key": given.flyer.key, **_for_template(given.content)}
            for given in reversed(given_out())
            if given.content is not None
        ]
    }


def _for_template(content: FlyerContent) -> dict[str, Any]:
    cover = content.cover if content.art in COVERS else f"art:{FIRST}"
    return content.model_copy(update={"until": None, "cover": cover}).stored()
