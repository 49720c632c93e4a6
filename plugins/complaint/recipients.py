"""Whom a mail about cases goes to. Nobody is told of a case they must not see, not even that there is one."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from hutong import db
from hutong.people import Colleague, reachable_colleagues
from plugins.complaint.models import CaseKey, Handler, Recusal
from plugins.complaint.queries import active_handlers


@dataclass(slots=True)
class Recipients:
    """The people of some cases, read with a fixed number of statements."""

    reachable: Sequence[Colleague]
    holders: dict[uuid.UUID, dict[uuid.UUID, uuid.UUID]] = field(default_factory=lambda: defaultdict(dict))
    """By case: the active handlers who can read it, with the person each one is."""
    barred: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    """By case: the people who must not know of it."""

    @classmethod
    def of(cls, case_ids: Collection[uuid.UUID]) -> "Recipients":
        """Everybody who may be told of these cases."""
        found = cls(reachable_colleagues())
        recusals = select(Recusal.case_id, Handler.person_id).join(Handler, Recusal.handler_id == Handler.id)
        for case_id, person_id in db.session.execute(recusals.where(Recusal.case_id.in_(case_ids))):
            found.barred[case_id].add(person_id)
        active = {handler.id: handler.person_id for handler in active_handlers()}
        keys = select(CaseKey.case_id, CaseKey.handler_id).where(
            CaseKey.case_id.in_(case_ids), CaseKey.handler_id.in_(active), CaseKey.sealed != b""
        )
        for case_id, handler_id in db.session.execute(keys):
            if active[handler_id] not in found.barred[case_id]:
                found.holders[case_id][handler_id] = active[handler_id]
        return found

    def who_handle(self, case: Row[Any]) -> list[Colleague]:
        """Who has it in hand; else all who can read it; else, where those have left, who answers for all."""
        holders = self.holders[case.id]
        assigned = self._named([holders[case.assigned_id]] if case.assigned_id in holders else [])
        return assigned or self._named(holders.values()) or self._keepers(case)

    def who_answer_for(self, case: Row[Any], chosen: uuid.UUID | None) -> list[Colleague]:
        """The person whom the box names for passed deadlines; else owners and admins."""
        is_free = chosen is not None and chosen not in self.barred[case.id]
        return self._named([chosen] if is_free else []) or self._keepers(case)

    def _keepers(self, case: Row[Any]) -> list[Colleague]:
        barred = self.barred[case.id]
        return [found for found in self.reachable if found.is_keeper and found.person_id not in barred]

    def _named(self, person_ids: Iterable[uuid.UUID | None]) -> list[Colleague]:
        wanted = set(person_ids)
        return [found for found in self.reachable if found.person_id in wanted]
