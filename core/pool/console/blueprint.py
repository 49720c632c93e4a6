"""The blueprint that the pages of the customer pool hang on."""

from flask import Blueprint

blueprint = Blueprint(
    "pool_console", "core.pool", subdomain="console", url_prefix="/people", template_folder="templates"
)
