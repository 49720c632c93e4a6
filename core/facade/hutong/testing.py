"""What tests of plugins use besides the fixtures, which are there without an import.

Fixtures: `app`, `tenant`, `other_tenant`, `make_tenant`, `visitor`, `operator`, `database_kind`, `serve` (an
application on a real port), `new_page` (a phone or a desktop in headless Chromium). Mark a test
`both_databases` to run it on SQLite and PostgreSQL, `browser` where it drives Chromium.
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
from core.testing.browser import (
    DESKTOP as DESKTOP,
    PHONE as PHONE,
    screenshot as screenshot,
)
from core.testing.codes import (
    read_codes as read_codes,
    read_codes_on as read_codes_on,
)
from core.testing.requirements import (
    leave_out as leave_out,
)
