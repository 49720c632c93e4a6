"""A tool's data goes only when its owner says so by name, after a copy could be taken; and then wholly."""

import csv
import io
import zipfile

import pytest
from sqlalchemy import func, select

from core.acts.models import Act
from core.database import Base, db
from core.jobs.runner import run_due_jobs
from core.mail.models import MailMessage
from core.sharing.models import ShareLink
from core.testing.samples import sample_arguments

OWNER = "owner@corner.example"
NAMES = ("club", "complaint", "meeting", "site", "survey")


@pytest.fixture
def plugin_packages():
    return ["plugins"]


@pytest.fixture
def shops(app, tenant, other_tenant):
    """Two tenants with one of everything, and a code to something of each tool."""
    for one in (tenant, other_tenant):
        with one.scope():
            sample_arguments(app)
            db.session.commit()
    run_due_jobs(app)  # what other tools do meanwhile is not ours to see
    return tenant, other_tenant


def rows(tenant, plugin):
    """Every row of a tool's tables that is a tenant's."""
    with tenant.scope():
        return {
            mapper.local_table.name: sorted(
                str([getattr(row, mapper.get_property_by_column(c).key) for c in mapper.columns])
                for row in db.session.scalars(select(mapper.class_))
            )
            for mapper in Base.registry.mappers
            if mapper.local_table.name.startswith(f"{plugin}_")
        }


def total(found):
    return sum(map(len, found.values()))


def switch(tenant, name, *, on):
    answer = tenant.owner.post(tenant.console(f"/settings/tools/{name}"), data={"enabled": str(int(on))})
    assert answer.status_code == 302


def delete(tenant, name, typed, **more):
    address = tenant.console(f"/settings/tools/{name}/data")
    return tenant.owner.post(address, data={"typed": typed, "has_copy": "y", **more})


@pytest.mark.both_databases
def test_all_of_it_goes_and_nothing_else(app, shops):
    for name in NAMES:
        data_goes(app, *shops, name)


def data_goes(app, one, other, name):
    """Delete the data of one tool, whose others may be empty already."""
    before, others = rows(one, name), rows(other, name)
    rest = {plugin: rows(one, plugin) for plugin in NAMES if plugin != name}
    with one.scope():
        acts = db.session.scalar(select(func.count(Act.id)))
    switch(one, name, on=False)

    page = one.owner.get(one.console(f"/settings/tools/{name}/data?lang=en")).text
    title = app.extensions["hutong.plugins"].manifests[name].title
    assert delete(one, name, title["zh"] + " ").status_code == 302
    assert rows(one, name) == before
    run_due_jobs(app)

    assert total(before) > 0
    assert total(rows(one, name)) == 0
    assert rows(other, name) == others
    assert {plugin: rows(one, plugin) for plugin in rest} == rest
    numbers = [int(text.split("</dd>")[0].replace(",", "")) for text in page.split("<dd>")[1:]]
    assert sum(numbers) == total(before)
    with one.scope():
        assert db.session.scalar(select(func.count(Act.id))) >= acts
        told = db.session.scalars(select(MailMessage.subject).where(MailMessage.recipient == OWNER)).all()
        ended = db.session.scalars(select(ShareLink.ended_at).where(ShareLink.plugin == name)).all()
    assert f"The data of “{title['en']}” is deleted" in told
    assert None not in ended

    switch(one, name, on=True)
    assert one.owner.get(one.console("/")).status_code == 200
    assert one.owner.get(one.public("/")).status_code == 200


@pytest.mark.both_databases
def test_the_copy_holds_every_row_with_every_column(app, shops):
    for name in NAMES:
        copy_is_whole(app, shops[0], name)


def copy_is_whole(app, one, name):
    """The zip has everything that the models know, and nothing is left out of it."""
    switch(one, name, on=False)

    answer = one.owner.get(one.console(f"/settings/tools/{name}/data.zip"))

    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    files = set(archive.namelist())
    for table, kept in rows(one, name).items():
        lines = list(csv.reader(io.StringIO(archive.read(f"tables/{table}.csv").decode("utf-8-sig"))))
        assert set(lines[0]) == set(Base.metadata.tables[table].columns.keys())
        assert len(lines) == len(kept) + 1
        for row in lines[1:]:
            assert {cell for cell in row if cell.startswith(f"files/{table}/")} <= files
    readme = archive.read("README.txt").decode()
    manifest = app.extensions["hutong.plugins"].manifests[name]
    assert {f"tables/{table}.csv" for table in manifest.holds} <= files
    assert {len(words.keys() & {"zh", "en"}) for words in manifest.holds.values()} == {2}
    assert manifest.title["zh"] in readme
    assert manifest.title["en"] in readme
    assert f"content/{name}.yaml" in files


def test_what_is_not_asked_for_plainly_is_not_done(app, shops):
    one, _ = shops
    before = rows(one, "survey")

    assert delete(one, "survey", "Surveys").status_code == 200  # it is on: the page says to switch it off
    switch(one, "survey", on=False)
    assert delete(one, "survey", "Meetings").status_code == 422
    without_copy = one.owner.post(one.console("/settings/tools/survey/data"), data={"typed": "Surveys"})
    assert without_copy.status_code == 422
    for role in ("admin", "staff"):
        address = one.console("/settings/tools/survey/data")
        assert one.as_role(role).get(address).status_code == 403
        assert one.as_role(role).get(f"{address}.zip").status_code == 403
        assert one.as_role(role).post(address, data={"typed": "Surveys", "has_copy": "y"}).status_code == 403
    run_due_jobs(app)

    assert rows(one, "survey") == before


def test_a_tool_that_is_switched_on_meanwhile_is_not_possible_and_would_change_nothing(app, shops):
    one, _ = shops
    before = rows(one, "survey")
    switch(one, "survey", on=False)
    delete(one, "survey", "surveys")

    switch(one, "survey", on=True)

    assert "survey" not in one.info().plugins
    assert rows(one, "survey") == before
    run_due_jobs(app)
    assert total(rows(one, "survey")) == 0
