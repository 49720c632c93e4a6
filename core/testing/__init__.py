"""The pytest plugin of Hutong, for its own tests and for those of plugin authors.

Loaded in every pytest run of an environment where Hutong is installed (entry point `pytest11`). Each module
holds the fixtures of one subject; this list is the table of contents.
"""

pytest_plugins = (
    "core.testing.requirements",  # what may be left out, and the summary that says so
    "core.testing.figures",  # what was measured, listed in the summary
    "core.testing.network",  # no test reaches beyond this machine
    "core.testing.quick_folder",  # tmp_path lies in memory
    "core.testing.databases",  # database_url on SQLite and PostgreSQL
    "core.testing.rules",  # routes are compiled once for all applications of a process
    "core.testing.application",  # app, tenant, other_tenant, visitor, operator
    "core.testing.contracts.fixtures",  # street: what the contracts of a plugin are tried in
    "core.testing.live",  # serve: an application on a real port
    "core.testing.browser",  # new_page: phones and desktops in headless Chromium
)
