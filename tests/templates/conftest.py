"""Each scenario template in turn."""

import pytest

from tests.templates.scenario import NAMES, Template, read


@pytest.fixture(params=NAMES)
def template(request: pytest.FixtureRequest) -> Template:
    return read(request.param)
