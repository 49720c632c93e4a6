"""The puzzle that a form's page fetches on first input."""

from flask import Blueprint, Response, jsonify, request

from core.fields.bots import challenge_for
from core.policy import policy

blueprint = Blueprint("fields", __name__, subdomain="platform")


@blueprint.get("/-/challenge")
@policy("anyone", anonymous=True)
def challenge() -> Response:
    """A puzzle bound to the form token whose last characters are `for`; writes and keeps nothing."""
    response = jsonify(challenge_for(request.args.get("for", "")))
    response.headers["Cache-Control"] = "no-store"
    return response
