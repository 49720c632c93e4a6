"""The manifest as it stands in the file: name, version of the API, words in both languages."""

import ast
from collections.abc import Iterator

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.sources import Sources
from core.hook_rules import close
from core.plugin_api import API, api_fault
from core.plugin_rules import word_fault
from core.plugin_types import PLUGIN_NAME, Manifest

LANGUAGES = {"zh", "en"}
FIELDS = list(Manifest.__dataclass_fields__)


def manifest_findings(sources: Sources) -> Iterator[Finding]:
    """What the engine would refuse, with its line."""
    module = sources.plugin_module
    if module is None:
        return
    for node in module.nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Manifest":
            for line, what, hint in _faults(node, sources):
                yield Finding(module.shown, line, what, hint)


def _faults(node: ast.Call, sources: Sources) -> Iterator[tuple[int, str, str]]:
    given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    spoken = ".".join(map(str, API))
    for name in set(given) - set(FIELDS):
        yield node.lineno, f"a manifest has no field {name!r}", close(name, FIELDS)
    for name in ("name", "title", "summary", "icon", "api"):
        if name not in given and not any(keyword.arg is None for keyword in node.keywords):
            hint = f'api="{spoken}", the version it is written for' if name == "api" else f"add {name}="
            yield node.lineno, f"the manifest has no {name}", hint
    if not PLUGIN_NAME.fullmatch(sources.name):
        hint = "2 to 31 small letters and digits, a letter first"
        yield node.lineno, f"the name {sources.name!r} is not one short word", hint
    elif fault := word_fault(sources.name):
        yield node.lineno, f"the name {sources.name!r} is {fault}", "choose another word"
    api = given.get("api")
    if isinstance(api, ast.Constant) and (fault := api_fault(api.value)):
        yield api.lineno, fault.partition(": ")[0], f'write api="{spoken}"'
    for name in ("title", "summary"):
        words = given.get(name)
        if isinstance(words, ast.Dict):
            said = {key.value for key in words.keys if isinstance(key, ast.Constant)}
            for language in sorted(LANGUAGES - said):
                yield words.lineno, f"the {name} has no words in {language}", f'"{language}": "…"'
