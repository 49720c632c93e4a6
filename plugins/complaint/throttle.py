"""How often return codes may be guessed, without knowing who guesses.

Nothing about a sender is kept, so there is no limit per address; what is limited is the costly part, per
community and process. A guess goes through three gates:

1. *The check word.* A MAC with the community's salt, some microseconds, no database. Who does not know
   the salt passes it once in 2,048 tries.
2. *The bucket.* A wrong code whose check word is right takes one token; `TOKENS` at most, one more every
   `SECONDS` seconds. A right code takes none, and a wrong one that was tried before is answered from
   memory (as a keyed hash, forgotten with the process): neither can be used to empty the bucket for others.
3. *Argon2id*, 64 MiB and two at a time in the process.

An empty bucket asks for a proof of work, each good for one try, which the page has computed already where
script runs. Where it does not, the page asks to press the button again: to keep the bucket empty somebody
would have to send 2,048 / `SECONDS`, that is over 1,000 fresh guesses a second without pause, more than a
process can read. At 500 a second the bucket fills faster than it empties, so that who waits
`SECONDS` × 2 has a turn.

1,000,000 guesses come to about 490 that pass the first gate. Each finds one of N letters with a chance
of N / 2^44: for 10,000 letters 490 × 10,000 / 1.8e13, less than one in three million for all of them. And
the second gate lets no more of them through than `TOKENS` and 43,200 a day.
"""

import hmac
import secrets
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Literal

Paid = Literal["token", "proof"]
TOKENS = 30
SECONDS = 2.0
REMEMBERED = 20_000
"""Wrong codes and used proofs that are remembered, over all communities."""


class Throttle:
    """Token buckets of wrong codes, by community."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[uuid.UUID, tuple[float, float]] = {}
        self._wrong = _Recent()
        self._proofs = _Recent()

    def is_known_wrong(self, tenant_id: uuid.UUID, code: tuple[str, ...]) -> bool:
        """Whether this code was tried before and found nothing."""
        with self._lock:
            return self._wrong.has((tenant_id, code))

    def pay(self, tenant_id: uuid.UUID, *, proof: str = "") -> Paid | None:
        """Pay for looking a code up, with a token, else with `proof`, the name of a proof of work, once.

        None: not now.
        """
        with self._lock:
            if self._level(tenant_id) >= 1:
                self._add(tenant_id, -1)
                return "token"
            if not proof or self._proofs.has(proof):
                return None
            self._proofs.add(proof)
            return "proof"

    def note_right(self, tenant_id: uuid.UUID, paid: Paid) -> None:
        """A code found its letter: what was paid for it goes back."""
        with self._lock:
            if paid == "token":
                self._add(tenant_id, 1)

    def note_wrong(self, tenant_id: uuid.UUID, code: tuple[str, ...]) -> None:
        """A code with a right check word found nothing: what was paid is gone."""
        with self._lock:
            self._wrong.add((tenant_id, code))

    def _add(self, tenant_id: uuid.UUID, tokens: float) -> None:
        level = self._level(tenant_id) + tokens
        self._buckets[tenant_id] = (min(float(TOKENS), level), self._clock())

    def _level(self, tenant_id: uuid.UUID) -> float:
        level, at = self._buckets.get(tenant_id, (float(TOKENS), 0.0))
        return min(float(TOKENS), level + (self._clock() - at) / SECONDS)


class _Recent:
    """A bounded set of keyed hashes: what was put in cannot be read out of the process's memory."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    def has(self, thing: Hashable) -> bool:
        return self._hash(thing) in self._seen

    def add(self, thing: Hashable) -> None:
        self._seen[self._hash(thing)] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def _hash(self, thing: Hashable) -> bytes:
        return hmac.digest(self._key, repr(thing).encode(), "sha256")


throttle = Throttle()
"""The one of this process."""
