"""An application on a database without tables."""

from collections.abc import Iterator

import pytest
from flask import Flask

from core import Settings, create_app
from core.database import db


@pytest.fixture
def bare_app(tmp_path, empty_database_url) -> Iterator[Flask]:
    """The application before its first upgrade."""
    app = create_app(Settings(home=tmp_path, database_url=empty_database_url, secret_key="x", testing=True))
    yield app
    with app.app_context():
        db.engine.dispose()
