"""Who reads across tenants: a list to be read, not to grow unseen."""

from collections import Counter
from pathlib import Path


def test_the_escape_hatch_has_few_callers():
    """Each caller is listed with how often it calls; a new one is a decision to be read here."""
    core = Path(__file__).resolve().parents[2]
    callers = Counter(
        str(file.relative_to(core))
        for folder in ("core", "plugins")
        for file in (core / folder).rglob("*.py")
        for line in file.read_text().splitlines()
        if "all_tenants_unsafe(" in line
        and not {"tests", "testing"} & set(file.parts)
        and file.name != "tenancy.py"
    )

    assert callers == {
        "core/entrance/adoption.py": 2,
        "core/entrance/endings.py": 1,
        "core/entrance/queries.py": 1,
        "core/notifications/operations.py": 1,
        "core/operator/queries.py": 2,
        "core/people/jobs.py": 1,
        "core/pool/import_jobs.py": 1,
        "core/pool/jobs.py": 1,
    }
