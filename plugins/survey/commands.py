"""``hutong survey …``"""

import json

import click

from hutong import TenantInfo, in_tenant
from hutong.exports import csv_text
from plugins.survey.charts import data_of
from plugins.survey.counting import rebuild_counters
from plugins.survey.export import Table, rows_of
from plugins.survey.filtering import Filter
from plugins.survey.models import Survey
from plugins.survey.queries import published_surveys, survey_by_key
from plugins.survey.results import results_of


@click.command("results")
@click.argument("slug")
@click.argument("survey", default="")
@click.option("--format", "shape", type=click.Choice(["json", "csv"]), default="json")
def results(slug: str, survey: str, shape: str) -> None:
    """The results of a community's SURVEY (key or code; default: the first one)."""
    with in_tenant(slug) as tenant:
        found = _survey(survey)
        if shape == "json":
            click.echo(json.dumps(_results_data(tenant, found), ensure_ascii=False, indent=2))
            return
        table = Table.of(found, tenant.languages[0], tenant.zone, Filter())
        for row in rows_of(table):
            click.echo(csv_text([row]), nl=False)


@click.command("recount")
@click.argument("slug")
def recount(slug: str) -> None:
    """Count all answers of a community's surveys anew."""
    with in_tenant(slug, write=True) as tenant:
        for found in published_surveys():
            count = rebuild_counters(found.id, tenant.zone)
            click.echo(f"{found.starter_key or found.code}: {count}")


def _survey(key: str) -> Survey:
    found = survey_by_key(key) if key else next(iter(published_surveys()), None)
    if found is None or not found.version_number:
        raise click.ClickException(f"no published survey {key!r} here")
    return found


def _results_data(tenant: TenantInfo, survey: Survey) -> dict[str, object]:
    found = results_of(survey, tenant.languages[0], tenant.zone)
    return {
        "survey": survey.starter_key or survey.code,
        "title": dict(survey.title),
        "responses": found.responses,
        "questions": [data_of(result) for result in found.questions],
    }


COMMANDS = (results, recount)
