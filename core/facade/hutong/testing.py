"""What tests of plugins use: the contracts in one line, fixtures without an import, what tests often ask.

The one line, in ``tests/test_contracts.py``::

    from hutong.testing import contracts_of

    TestContracts = contracts_of("wishes")

It needs nothing but the plugin's ``testing.py``. ``sample_arguments()`` makes one object of each sort and
gives the arguments of routes by name (``holder_id``: the person to whom pages with ``policy("holder")``
open). Where it cannot be called twice, ``one_more()`` makes another object; where what the samples export
as is no content of a template, ``sample_starter()`` gives some. The contracts make two communities once
for the class and ask in them: who may call what (each route by those on both sides of its policy's line,
permissions withheld); what another community's people and things look like (made-up ones); hostile forms,
bodies and addresses; off and on again; personal data handed out and forgotten, rows moved when two people
are one; template content applied twice and exported; hooks without a fault and without a statement for
each object; revisions against models, down and up with rows; and all that ``hutong plugin check`` reads
in the files. Contracts about values run on PostgreSQL where it is installed, those about walls and keys
on both databases.

Fixtures are there wherever Hutong is installed: `app` (an application on an empty database), `tenant` and
`other_tenant` (`TenantUnderTest`: clients `owner`, `staff`, `member`, `as_role(…)`, addresses `console(…)`
and `public(…)`, and ``with tenant.scope():`` to work on its rows), `make_tenant`, `visitor`, `operator`,
`serve` (an application on a real port), `new_page` (a phone or a desktop in headless Chromium),
`plugin_packages` (override it with ``[]`` to load the installed plugins only), `database_kind`. Mark a test
`both_databases` to run it on SQLite and PostgreSQL, `browser` where it drives Chromium. `make_person` and
`make_link` make what most tools refer to; `statements_of` counts what some work asks the database.
"""

from core.extensions import (
    limiter as limiter,
)
from core.jobs.runner import (
    run_due_jobs as run_due_jobs,
)
from core.jobs.schedule import (
    schedule_due_jobs as schedule_due_jobs,
)
from core.mail.queries import (
    recent_mails as recent_mails,
)
from core.notifications.queries import (
    notifications_of as notifications_of,
)
from core.plugin_manager import (
    plugins as plugins,
)
from core.testing.accessibility import (
    assert_accessible as assert_accessible,
    axe_violations as axe_violations,
)
from core.testing.application import (
    TenantUnderTest as TenantUnderTest,
)
from core.testing.browser import (
    DESKTOP as DESKTOP,
    PHONE as PHONE,
    screenshot as screenshot,
)
from core.testing.codes import (
    read_codes as read_codes,
    read_codes_on as read_codes_on,
)
from core.testing.contracts import (
    contracts_of as contracts_of,
)
from core.testing.factories import (
    make_link as make_link,
    make_person as make_person,
)
from core.testing.requirements import (
    leave_out as leave_out,
)
from core.testing.statements import (
    statements_of as statements_of,
)
