"""What the house shows of a box: nothing to write to before there is a key, everything afterwards."""

import pytest

from hutong import db
from hutong.people import colleagues
from plugins.complaint.testing import make_box, make_case, set_up


@pytest.fixture
def gathered(app, tenant):
    """The results of a hook of this plugin, for the tenant."""
    engine = app.extensions["hutong.plugins"]

    def gather(hook, **arguments):
        with tenant.scope(), app.test_request_context("/?lang=en"):
            return engine.gather_items(tenant.info(), hook, **arguments)

    return gather


def test_a_box_is_offered_once_somebody_can_read_it(tenant, gathered):
    with tenant.scope():
        title = make_box(texts={"intro": {"en": "Tell us", "zh": "说吧"}}).title["en"]
        db.session.commit()
    before = [target.state for target in gathered("share_targets") if target.plugin == "complaint"]
    waiting = [item.label for item in gathered("waiting")]
    assert (before, waiting) == (["draft"], ["Your complaint box is still shut"])
    assert title not in [entry.label for entry in gathered("menu", language="en")]

    with tenant.scope():
        set_up()
        db.session.commit()
    after = [target.state for target in gathered("share_targets") if target.plugin == "complaint"]
    assert (after, [item.label for item in gathered("waiting")]) == (["open"], [])
    assert title in [entry.label for entry in gathered("menu", language="en")]


def test_only_who_can_read_a_letter_is_told_that_one_waits(tenant, app):
    tenant.owner, tenant.staff  # noqa: B018  signs them in
    with tenant.scope():
        owner, staff = colleagues()
        box = make_box()
        set_up(owner.id)
        make_case(tenant.info(), box)
        assert (owner.role, staff.role) == ("owner", "staff")
        db.session.commit()
    assert "1 letter to read" in tenant.owner.get(tenant.console("/")).get_data(as_text=True)
    assert "letter to read" not in tenant.staff.get(tenant.console("/")).get_data(as_text=True)
