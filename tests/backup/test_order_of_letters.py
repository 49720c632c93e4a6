"""A dump does not tell in which order people wrote on a day, nor do the tables after the nightly rewrite."""

import json
import statistics
import tarfile

import pytest
from sqlalchemy import text

from core.backup.writing import write_backup
from core.compaction import rewrite
from core.database import db
from plugins.complaint.models import Attachment, Case, CaseKey, Event, Message, Note, Recusal
from plugins.complaint.testing import make_box, make_case, set_up

LETTERS = 1000
TABLES = (Case, CaseKey, Recusal, Message, Note, Attachment, Event)


def correlation(written, read):
    """Spearman's rank correlation between the order of writing and the order in which rows are found."""
    place = {case_id: number for number, case_id in enumerate(read)}
    return statistics.correlation(range(len(written)), [place[case_id] for case_id in written])


def dumped(archive, table):
    """Case ids of a table in the order of the dump."""
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        names = next(entry["columns"] for entry in manifest["tables"] if entry["name"] == table)
        member = next(name for name in tar.getnames() if table in name)
        rows = [json.loads(line) for line in tar.extractfile(member).read().splitlines()]
    column = list(names).index("case_id" if "case_id" in names else "id")
    return [row[column] for row in rows]


@pytest.mark.both_databases
def test_the_order_of_a_thousand_letters_cannot_be_read_back(app, tenant, tmp_path, database_kind):
    with tenant.scope():
        set_up()
        box, info = make_box(), tenant.info()
        written = [str(make_case(info, box, f"letter {number}")[0].case.id) for number in range(LETTERS)]
        db.session.commit()

    archive = write_backup(app, tmp_path / "dump.tar.gz")
    for table in ("complaint_case", "complaint_case_key", "complaint_event"):
        assert abs(correlation(written, dumped(archive, table))) < 0.2

    with app.app_context():
        rewrite({"tables": [model.__tablename__ for model in TABLES]})
        db.session.remove()
        physical = "SELECT id FROM complaint_case ORDER BY ctid" if database_kind == "postgresql" else None
        if physical:
            lie = [str(row.id) for row in db.session.execute(text(physical))]
            assert abs(correlation(written, lie)) < 0.2
            one = db.session.execute(text("SELECT count(DISTINCT xmin::text) FROM complaint_case")).scalar()
            assert one == 1
