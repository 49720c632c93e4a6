"""Keys, limits and silence, for tools that keep something from somebody."""

from core.accounts.limits import (
    may_try as may_try,
    sender as sender,
)
from core.compaction import (
    forget_order_of_writing as forget_order_of_writing,
)
from core.entrance.forms import (
    check_new_password as check_new_password,
)
from core.keys import (
    application_keys as application_keys,
    stretch as stretch,
    stretching_cost as stretching_cost,
)
