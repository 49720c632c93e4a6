"""Whether this process can serve: for load balancers and `make run`."""

from flask import Blueprint
from sqlalchemy import func, select

from core.database import db
from core.plugin_manager import plugins
from core.policy import policy

blueprint = Blueprint("health", __name__, subdomain="platform", template_folder="templates")


@blueprint.get("/healthz")
@policy("anyone")
def healthz() -> dict[str, object]:
    """200 with JSON when the database answers."""
    db.session.scalar(select(func.now()))
    return {"status": "ok", "plugins": plugins().names}
