"""Tables: under the plugin's prefix, and a tenant's."""

import ast
from collections.abc import Iterator

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.sources import Module, Sources

OWNED = "TenantOwned"


def table_findings(sources: Sources) -> Iterator[Finding]:
    """Names of tables, tables without a tenant, and tables without a revision that makes them."""
    classes = {
        node.name: node
        for module in sources.modules
        for node in module.nodes
        if isinstance(node, ast.ClassDef)
    }
    tables = [(module, node, table) for module in sources.modules for node, table in _tables(module)]
    for module, node, table in tables:
        if not table.startswith(f"{sources.name}_"):
            hint = f"call it {sources.name}_{table.rpartition('_')[2]}"
            what = f"the table {table!r} lacks the plugin's prefix"
            yield Finding(module.shown, node.lineno, what, hint)
        if not _is_owned(node, classes):
            what = f"the table {table!r} belongs to no tenant"
            hint = f"write class {node.name}(TenantOwned, Base): its key is then (tenant_id, id)"
            yield Finding(module.shown, node.lineno, what, hint)
    loose = [(module, node, table) for module in sources.modules for node, table in _loose_tables(module)]
    for module, call, table in loose:
        if not table.startswith(f"{sources.name}_"):
            hint = f"call it {sources.name}_{table.rpartition('_')[2]}"
            yield Finding(module.shown, call.lineno, f"the table {table!r} lacks the plugin's prefix", hint)
        if not _has_tenant(call):
            hint = "write a class of TenantOwned and Base: its key is then (tenant_id, id)"
            yield Finding(module.shown, call.lineno, f"the table {table!r} belongs to no tenant", hint)
    if (tables or loose) and not any(sources.folder.glob("migrations/versions/*.py")):
        hint = f'run: hutong db revision {sources.name} -m "What it makes"'
        yield Finding(sources.shown("migrations/versions"), 1, "no revision makes its tables", hint)


def _tables(module: Module) -> Iterator[tuple[ast.ClassDef, str]]:
    for node in module.nodes:
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                is_name = isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "__tablename__"
                if is_name and isinstance(line.value, ast.Constant):  # type: ignore[attr-defined]
                    yield node, str(line.value.value)  # type: ignore[attr-defined]


def _loose_tables(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Tables that no class stands for: ``sa.Table("wall_note", Base.metadata, …)``."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and len(node.args) > 1 and isinstance(node.args[0], ast.Constant):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name == "Table" and ast.unparse(node.args[1]).endswith("Base.metadata"):
                yield node, str(node.args[0].value)


def _has_tenant(table: ast.Call) -> bool:
    """Whether ``Column("tenant_id", …, primary_key=True)`` stands in it, as far as can be read."""
    columns = [node for node in table.args[2:] if isinstance(node, ast.Call)]
    if len(columns) < len(table.args[2:]):
        return True  # columns from elsewhere: the engine looks at the table itself
    return any(
        isinstance(one.args[0], ast.Constant) and one.args[0].value == "tenant_id"
        for one in columns
        if one.args
    )


def _is_owned(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> bool:
    bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
    return OWNED in bases or any(_is_owned(classes[base], classes) for base in bases if base in classes)
