"""Routes: each says beside itself who may call it."""

import ast
from collections.abc import Iterator

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.sources import Module, Sources
from core.hook_rules import close
from core.policy import AUDIENCES

METHODS = {"route", "get", "post", "put", "patch", "delete"}


def route_findings(sources: Sources) -> Iterator[Finding]:
    """Views without a policy, policies that nobody sees, and audiences and permissions that are none."""
    for module in sources.modules:
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef):
                yield from _view(module, node, sources.name)


def _view(module: Module, function: ast.FunctionDef, plugin: str) -> Iterator[Finding]:
    routes = [place for place, node in enumerate(function.decorator_list) if is_route(node)]
    policies = [place for place, node in enumerate(function.decorator_list) if _is_policy(node)]
    if not routes:
        return
    if not policies:
        hint = 'put @policy("anyone"), @policy("member"), @policy("staff") … below the route'
        yield Finding(module.shown, function.lineno, f"the route {function.name} has no policy", hint)
    elif policies[0] < routes[-1]:
        what = f"the policy of {function.name} stands above its route, where it is not seen"
        yield Finding(
            module.shown, function.lineno, what, "put @policy below the route, nearest to the function"
        )
    for place in policies:
        yield from _policy(module, function.decorator_list[place], plugin)


def is_route(node: ast.expr) -> bool:
    """Whether a decorator binds a view to an address: ``@blueprint.get("/")``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in METHODS
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    )


def _is_policy(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "policy"


def _policy(module: Module, node: ast.expr, plugin: str) -> Iterator[Finding]:
    assert isinstance(node, ast.Call)
    audience = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    if isinstance(audience, str) and audience not in AUDIENCES:
        yield Finding(
            module.shown, node.lineno, f"there is no audience {audience!r}", close(audience, AUDIENCES)
        )
    for keyword in node.keywords:
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if keyword.arg == "permission" and isinstance(value, str):
            if value and not value.startswith(f"{plugin}."):
                hint = f"call it {plugin}.{value.rpartition('.')[2]}"
                yield Finding(
                    module.shown, node.lineno, f"the permission {value!r} is not this plugin's", hint
                )
            if audience != "staff":
                hint = '@policy("staff", permission=…): nobody else is narrowed by one'
                yield Finding(module.shown, node.lineno, f"a permission on a route for {audience!r}", hint)
