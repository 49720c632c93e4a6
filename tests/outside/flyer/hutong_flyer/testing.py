"""Samples for the contract tests, and flyers for tests of one's own."""

from typing import Any

from hutong_flyer.content import FlyerContent
from hutong_flyer.models import Flyer
from hutong_flyer.operations import bin_flyer, create_flyer, publish_flyer


def make_flyer(**said: Any) -> Flyer:
    """A flyer that is up; `said` is what it says beside its headline."""
    content = {"headline": {"zh": "新店开张\n全场八折", "en": "We’re open\n20% off"}, **said}
    flyer = create_flyer(content=FlyerContent.model_validate(content))
    publish_flyer(flyer=flyer)
    return flyer


def sample_arguments() -> dict[str, Any]:
    """A flyer that is up, and one in the bin."""
    flyer, binned = make_flyer(), make_flyer()
    bin_flyer(flyer=binned)
    return {"flyer_id": flyer.id, "binned_id": binned.id, "code": flyer.code, "number": flyer.versions}
