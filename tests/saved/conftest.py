"""A business that began with a scenario and made it its own."""

import pytest

from tests.saved.scene import Business


@pytest.fixture
def business(make_tenant):
    """A laundry with its own name, phone and people."""
    return Business(make_tenant("qinghe", plugins=[]))
