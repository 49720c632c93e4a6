"""Pages that keep themselves up to date: server-sent events, and polling where there is no stream to be had.

A view says what its page shows, in two steps, and answers with `stream` (`answers.py`)::

    return stream("lottery/…", see=lambda: …, draw=lambda seen: {"questions": "<li>…"})

`see` reads what matters and is compared; `draw` makes the named parts of it, only when it differs. Both run
in the watcher (`watching.py`), one thread of the process, once a second for each topic that somebody listens
to, in an application context and a tenant's scope of their own. Listeners (`topics.py`) are sent the parts
that have changed. While it waits a stream holds neither a session nor a connection. The watcher reads the
database, so that several processes need nothing of each other. ``core/static/js/stream.js`` is the browser's
half.
"""
