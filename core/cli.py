"""The command line ``hutong``. A mistake is one clear line on standard error, never a traceback."""

import re
import sys
from collections.abc import Callable
from copy import copy
from functools import partial, wraps
from typing import Any, cast

import click
from flask import Flask
from flask.cli import ScriptInfo, with_appcontext
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError

from core import Settings, create_app
from core.commands.backup import backup, restore
from core.commands.database import database
from core.commands.doctor import doctor
from core.commands.jobs import job
from core.commands.output import note
from core.commands.plugin_check import check
from core.commands.plugins import plugin, routes, translations
from core.commands.saved_templates import saved
from core.commands.serving import up, worker
from core.commands.templates import template
from core.commands.tenants import tenant
from core.plugin_rules import PluginError
from core.schema import build_schema_if_empty
from core.this_app import this_app

for command in saved:
    template.add_command(command)
COMMANDS: tuple[click.Command, ...] = (up, worker, doctor, plugin, routes, database, backup, restore)
COMMANDS_ON_DATA: tuple[click.Command, ...] = (tenant, template, job)
"""They, and the commands of plugins, find the tables made."""


_TABLE_IS_MISSING = re.compile(r"no such (table|column)|(relation|column) \S+ does not exist")


class HutongGroup(click.Group):
    """The core's commands, and below each plugin's name the plugin's own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*self.commands, *plugin_groups(application(ctx))])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = self.commands.get(cmd_name)
        return found or plugin_groups(application(ctx)).get(cmd_name)


def application(context: click.Context) -> Flask:
    """The application of this call, built when first needed."""
    return context.ensure_object(ScriptInfo).load_app()


def plugin_groups(app: Flask) -> dict[str, click.Command]:
    """A group of commands for each plugin that brings some; one that cannot name them has none."""
    groups: dict[str, click.Command] = {}
    engine = app.extensions["hutong.plugins"]
    for name in engine.names:
        try:
            commands = engine.app_of(name, "commands") or ()
            inner = [_wrapped(_on_data(command), partial(_named, name)) for command in commands]
        except PluginError as error:
            note(str(error))
        else:
            if inner:
                groups[name] = click.Group(name, commands=inner, help=f"Tool: {name}")
    return groups


def _named(plugin: str, callback: Callable[..., Any]) -> Callable[..., Any]:
    """Whatever goes wrong in a plugin's command says whose it is."""

    @wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return callback(*arguments, **options)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            msg = f"{plugin}: {_words_of(error)}"
            raise click.ClickException(msg) from error

    return run


def _in_context(command: click.Command) -> click.Command:
    """`command`, and what is below it, in an application context."""
    return _wrapped(command, with_appcontext)


def _on_data(command: click.Command) -> click.Command:
    """The same, and with tables to work on."""

    def wrap(callback: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(callback)
        def run(*arguments: Any, **options: Any) -> Any:
            build_schema_if_empty(this_app())
            return callback(*arguments, **options)

        return with_appcontext(run)

    return _wrapped(command, wrap)


def _wrapped(command: click.Command, wrap: Callable[..., Any]) -> click.Command:
    copied = copy(command)
    if isinstance(copied, click.Group):
        copied.commands = {name: _wrapped(inner, wrap) for name, inner in copied.commands.items()}
    elif copied.callback is not None:
        copied.callback = wrap(copied.callback)
    return copied


@click.group(cls=HutongGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hutong")
def hutong() -> None:
    """Hutong: communities for businesses."""


for _command in COMMANDS:
    hutong.add_command(_in_context(_command))
for _command in (check, translations):  # they mend what keeps an application from starting
    cast("click.Group", hutong.commands["plugin"]).add_command(_command)
for _command in COMMANDS_ON_DATA:
    hutong.add_command(_on_data(_command))


def main(arguments: list[str] | None = None, app: Flask | None = None) -> None:
    """Run the command line and exit: 0, 1 for what failed, 2 for what was asked wrongly."""
    script = ScriptInfo(create_app=lambda: app or create_app(Settings()), set_debug_flag=False)
    try:
        result: Any = hutong.main(arguments, prog_name="hutong", standalone_mode=False, obj=script)
    except click.ClickException as error:
        click.echo(f"hutong: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last resort of a command line
        click.echo(f"hutong: {_words_of(error)}", err=True)
        sys.exit(1)
    sys.exit(result if isinstance(result, int) else 0)


def _words_of(error: Exception) -> str:
    """One line: our own errors speak for themselves, others are named."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{_variable(fault['loc'])}: {fault['msg']}" for fault in error.errors())
    if isinstance(error, OperationalError | ProgrammingError) and _TABLE_IS_MISSING.search(str(error.orig)):
        return "the database is older than this Hutong; run: hutong db upgrade"
    text = " ".join(str(error).split())
    return text if type(error).__module__.partition(".")[0] == "core" else f"{type(error).__name__}: {text}"


def _variable(place: tuple[int | str, ...]) -> str:
    """The environment variable of a setting; HOST and PORT have no prefix."""
    name = str(place[0]) if place else "settings"
    return name if name.isupper() else f"HUTONG_{name.upper()}"
