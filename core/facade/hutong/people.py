"""People whom a tenant knows: who is here, who is who, groups of them, and telling them something."""

from core.notifications.operations import (
    speaking_to as speaking_to,
    tell_person as tell_person,
)
from core.notifications.queries import (
    unread_notices as unread_notices,
)
from core.people.info import (
    PersonInfo as PersonInfo,
    person_here as person_here,
    person_names as person_names,
)
from core.people.joining import (
    contact_with as contact_with,
    join_community as join_community,
    meet_contact as meet_contact,
)
from core.people.models import (
    Person as Person,
)
from core.people.operations import (
    forget_phones as forget_phones,
)
from core.people.queries import (
    Colleague as Colleague,
    colleagues as colleagues,
    keepers as keepers,
    person_by_id as person_by_id,
    reachable_colleagues as reachable_colleagues,
)
from core.people.returning import (
    personal_link_token as personal_link_token,
)
from core.people.search_text import (
    search_text_of as search_text_of,
    search_words as search_words,
)
from core.people.sessions import (
    remember_person as remember_person,
)
from core.pool.finding import (
    find_people as find_people,
)
from core.pool.models import (
    Segment as Segment,
)
from core.pool.queries import (
    all_segments as all_segments,
    people_in_segment as people_in_segment,
    segment_by_id as segment_by_id,
)
