"""An application whose jobs are listed here: each test adds its own."""

from collections.abc import Callable

import pytest

from core.database import db, writing
from core.jobs.operations import enqueue
from core.jobs.registry import Job, job_registry


@pytest.fixture
def add_job(app) -> Callable[..., None]:
    """``add_job("kind", handler, one_transaction=True)``."""

    def add(kind, handler, **options):
        job_registry(app).jobs[kind] = Job(handler, **options)

    return add


@pytest.fixture
def ask(app) -> Callable[..., None]:
    """Enqueue outside a tenant and commit."""

    def ask_for(kind, payload=None, **options):
        with app.app_context(), writing():
            enqueue(kind, payload, **options)
            db.session.commit()

    return ask_for
