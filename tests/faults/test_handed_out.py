"""What plugins hand out is called like a hook, whoever calls it: blocks, ways to pay, jobs, commands."""

import click
import pytest
from markupsafe import Markup
from sqlalchemy import select

from core import hook_calls
from core.cli import main
from core.database import db
from core.hookspecs import hookimpl
from core.jobs.operations import enqueue
from core.jobs.registry import Job, job_registry
from core.jobs.runner import run_due_jobs
from core.offers import block_kinds, drawn_block
from core.payments import payment_ways
from core.people.models import Person
from core.plugin_types import PageBlock, Payable, PaymentWay
from tests.faults.chaos import ALWAYS, WHILE_READING, Chaos, work

TITLE = {"zh": "块", "en": "Block"}
OF_MARKUP = {fault.__name__: fault for fault in (*ALWAYS, *WHILE_READING) if fault.__name__ != "calls_itself"}


@pytest.fixture
def plugin_packages():
    return []


def kind_of(fault):
    return PageBlock(
        kind="chaos.block",
        title=TITLE,
        icon="plug",
        field="thing",
        choices=lambda _language: fault(None, "slot"),
        render=lambda _key, _language, _button: fault(None, "slot"),
    )


def test_blocks_are_empty_where_they_fail(chaos, patience, engine, make_tenant):
    tenant, wrong = make_tenant("corner"), []
    with tenant.scope():
        db.session.add(Person(name="owner"))
        db.session.commit()
    for name, fault in (OF_MARKUP | {"text": lambda *_: "text", "endless": lambda *_: iter(int, 1)}).items():
        if name.startswith("mutates"):
            continue
        engine.faults.clear()
        chaos.wrong = {"page_blocks": lambda _tenant, _hook, fault=fault: [kind_of(fault)]}
        with tenant.scope():
            (kind,) = block_kinds(tenant.info())
            given = drawn_block(kind, "key", "en", ""), list(kind.choices("en"))
            db.session.commit()
            people = [(one.name, one.note) for one in db.session.scalars(select(Person))]
        counted = dict(engine.faults)
        expected = {("chaos", "render chaos.block"): 1, ("chaos", "choices chaos.block"): 1}
        if (given, people, counted) != ((Markup(""), []), [("owner", "")], expected):
            wrong.append((name, given, people, counted))
    assert wrong == []


def test_a_way_to_pay_that_fails_gives_no_address_and_leaves_nothing(chaos, patience, engine, make_tenant):
    tenant = make_tenant("corner")

    def begin(payable):
        db.session.add(Person(name=payable.title))
        if payable.amount:
            raise SystemExit
        return f"https://pay.example/{payable.title}"

    chaos.wrong = {"payment_ways": lambda *_: [PaymentWay("chaos.online", "Online", begin=begin)]}
    with tenant.scope():
        (way,) = payment_ways(tenant.info(), "en")
        asked = [
            Payable("club", "membership", tenant.id, title, amount, "CNY", "")
            for title, amount in (("ok", 0), ("no", 5))
        ]
        assert [way.begin(one) for one in asked] == ["https://pay.example/ok", ""]
        db.session.commit()
        assert [person.name for person in db.session.scalars(select(Person))] == ["ok"]


def test_a_job_that_leaves_the_program_fails_like_any_other(app, chaos, engine, make_tenant):
    def leave(_payload):
        raise SystemExit

    tenant = make_tenant("corner")
    job_registry(app).jobs["chaos.work"] = Job(leave, plugin="chaos")
    with tenant.scope():
        enqueue("chaos.work")
        db.session.commit()

    assert run_due_jobs(app) == ["chaos.work"]
    assert engine.faults["chaos", "job chaos.work"] == 1


class Commanding(Chaos):
    @hookimpl
    def commands(self):
        return [click.Command("leave", callback=lambda: (_ for _ in ()).throw(RuntimeError("no")))]


class Breaking(Chaos):
    @hookimpl
    def commands(self):
        msg = "no commands"
        raise KeyError(msg)


@pytest.mark.parametrize(
    ("plugin", "asked", "said"),
    [
        (Commanding, ["chaos", "leave"], "hutong: chaos: RuntimeError: no\n"),
        (
            Breaking,
            ["chaos", "leave"],
            "chaos: the hook commands failed: KeyError: 'no commands'\nhutong: No such command 'chaos'.\n",
        ),
        (Breaking, ["plugin", "list"], ""),
    ],
)
def test_a_command_that_fails_is_one_line_with_the_plugins_name(app, engine, capsys, plugin, asked, said):
    engine.register(plugin())

    with pytest.raises(SystemExit):
        main(asked, app)

    assert capsys.readouterr().err == said


def test_slow_work_of_its_own_is_counted(chaos, engine, patience, make_tenant, monkeypatch):
    monkeypatch.setattr(hook_calls, "SLOW_SECONDS", 0.02)
    tenant = make_tenant("corner")
    slow = kind_of(lambda *_: work(0.03) or Markup("late"))
    chaos.wrong = {"page_blocks": lambda *_: [slow]}

    with tenant.scope():
        (kind,) = block_kinds(tenant.info())
        assert drawn_block(kind, "key", "en", "") == Markup("late")
    assert engine.faults["chaos", "render chaos.block"] == 1
