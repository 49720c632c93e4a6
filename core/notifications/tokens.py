"""The token in every mail: whoever holds it may say how often this person is written to, and nothing else.

It is signed, not kept, and never ends: a mail of last year must still be able to stop the next one.
"""

import uuid

from itsdangerous import BadData, URLSafeSerializer

from core.database import db
from core.fields.token import signing_keys
from core.notifications.queries import reader
from core.people.models import Person
from core.tenancy import current_tenant_id


def choice_token(person: Person) -> str:
    """The token of `person`, for addresses."""
    return str(_serializer().dumps(person.id.hex))


def person_of_choice(token: str) -> Person | None:
    """Whose token this is in the tenant at hand, unless they left."""
    try:
        return reader(uuid.UUID(_serializer().loads(token)))
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def _serializer() -> URLSafeSerializer:
    """Signed for one tenant: elsewhere the same text is no token."""
    return URLSafeSerializer(signing_keys(), salt=f"hutong.notices/{current_tenant_id(db.session())}")
