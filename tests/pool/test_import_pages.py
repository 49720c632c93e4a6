"""The owner brings a list in, in a browser without scripts; nobody else sees it."""

import io

import pytest
from sqlalchemy import func, select

from core.database import db
from core.jobs.runner import run_due_jobs
from core.people.models import Person
from core.pool.import_text import MOST_BYTES
from core.pool.records import PersonImport

pytestmark = pytest.mark.both_databases

TABLE = "客户,电话,备注\n王小明,13800138000,=1+1\n李小红,13900139000,\n"


def send(client, tenant, content, name="list.csv"):
    """The form a browser sends; Werkzeug's own leaves the file of a large one open."""
    body = content if isinstance(content, bytes) else content.encode("gb18030")
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    form = head.encode() + body + b"\r\n--x--\r\n"
    return client.post(
        tenant.console("/people/import/"), data=form, content_type="multipart/form-data; boundary=x"
    )


def view(**changes):
    return {
        "encoding": "gb18030",
        "has_header": "y",
        "column-0": "name",
        "column-1": "phone",
        "column-2": "note",
        **changes,
    }


def names(tenant):
    with tenant.scope():
        return set(db.session.scalars(select(Person.name).where(Person.role == "contact")))


def test_a_list_is_looked_at_corrected_agreed_to_brought_in_and_undone(tenant):
    owner = tenant.owner
    address = send(owner, tenant, TABLE).location
    page = owner.get(address).text
    assert "Found: GB18030 (GBK)." in page
    assert "Note is a formula, not a text." in page
    assert "Bring 1 person in" in page
    assert "'=1+1" in owner.get(f"{address}/slips.csv").get_data(as_text=True)

    corrected = owner.post(
        address, data=view(bring="yes", agreed="yes", **{"column-2": ""}), follow_redirects=True
    )
    assert "Look once more" in corrected.text
    assert "Bring 2 people in" in corrected.text
    refused = owner.post(address, data=view(bring="yes", **{"column-2": ""}))
    assert (refused.status_code, names(tenant)) == (422, set())
    assert "Tick that these people agreed" in refused.text

    owner.post(address, data=view(bring="yes", agreed="yes", tag="旧名单", **{"column-2": ""}))
    waiting = owner.get(address)
    assert waiting.headers["Refresh"] == "3"
    assert "0 of 2 rows read" in waiting.text
    run_due_jobs(tenant.app)
    assert names(tenant) == {"王小明", "李小红"}
    assert "The file itself is deleted." in owner.get(address).text
    assert owner.get(f"{address}/slips.csv").status_code == 404

    owner.post(f"{address}/undo")
    run_due_jobs(tenant.app)
    assert names(tenant) == set()
    assert "taken out" in owner.get(address).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nobody in this file"),
        (b"name,phone\n", "There is nobody in this file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "This is a picture, whatever its name says"),
        (b"PK\x03\x04" + bytes(99), "This is an Excel file; we read CSV"),
        (b"name\n" + b"x" * MOST_BYTES, "larger than 8 MB"),
        (b'name,note\nAnna,"' + b"x" * 200_000, "never closed"),
    ],
)
def test_a_file_that_cannot_come_in_says_why_and_leaves_nothing(tenant, content, words):
    answer = send(tenant.owner, tenant, content)

    assert answer.status_code == 422
    assert words in answer.text
    with tenant.scope():
        assert db.session.scalar(select(func.count(PersonImport.id))) == 0


def test_the_words_are_chinese_too(tenant):
    page = tenant.owner.post(
        tenant.console("/people/import/?lang=zh"), data={"file": (io.BytesIO(b"%PDF"), "名单.csv")}
    )

    assert "这不是表格" in page.text


def test_another_encoding_reads_the_columns_anew_and_a_wrong_one_is_refused(tenant):
    address = send(tenant.owner, tenant, "Name,Téléphone\nZoé,0170 1234567\n".encode()).location
    page = tenant.owner.post(address, data=view(encoding="cp1252", check="yes"), follow_redirects=True)
    assert "ZoÃ©" in page.text

    address = send(tenant.owner, tenant, TABLE).location
    refused = tenant.owner.post(address, data=view(encoding="utf-8-sig", check="yes"))
    assert refused.status_code == 422
    assert "In this encoding the file cannot be read" in refused.text


def test_an_import_is_the_owners_and_admins_of_its_community(tenant, other_tenant):
    address = send(tenant.owner, tenant, TABLE).location
    elsewhere = address.replace("/corner/", "/elsewhere/")

    assert tenant.staff.get(address).status_code == 403
    for path in ("", "/slips.csv"):
        assert other_tenant.owner.get(elsewhere + path).status_code == 404
    for path in ("", "/discard", "/undo"):
        assert (
            other_tenant.owner.post(elsewhere + path, data=view(bring="yes", agreed="yes")).status_code == 404
        )
    tenant.owner.post(f"{address}/discard")
    assert tenant.owner.get(address).status_code == 404
