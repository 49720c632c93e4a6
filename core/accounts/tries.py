"""Where limits count tries: in this process, which is the only one that answers (core/serving).

The store that `limits` brings starts a thread with almost every try, and waits until it runs. Where a whole
room votes at once, each vote then waits for all others to have their turn.
"""

import threading
import time

from limits.storage import Storage

TIDIED_EVERY = 60.0
SCHEME = "tries"


class Tries(Storage):
    """Counts by key, each until its window ends; what has ended is forgotten once a minute."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the attribute by which `limits` finds it

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}
        self._tidied_at = time.time()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong in the store itself: nothing of its own."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` more; the first one begins a window of `expiry` seconds."""
        moment = time.time()
        with self._lock:
            self._tidy(moment)
            count, until = self._counts.get(key, (0, 0.0))
            if until <= moment:
                count, until = 0, moment + expiry
            self._counts[key] = count + amount, until
            return count + amount

    def get(self, key: str) -> int:
        """How many there were in the window that is open."""
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends."""
        return max(self._counts.get(key, (0, 0.0))[1], time.time())

    def check(self) -> bool:
        """It is always there."""
        return True

    def clear(self, key: str) -> None:
        """Forget the tries of a key."""
        with self._lock:
            self._counts.pop(key, None)

    def reset(self) -> int:
        """Forget all; gives how many keys there were."""
        with self._lock:
            count = len(self._counts)
            self._counts.clear()
            return count

    def _tidy(self, moment: float) -> None:
        if not 0 <= moment - self._tidied_at < TIDIED_EVERY:
            self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > moment}
            self._tidied_at = moment
