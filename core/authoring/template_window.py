"""What the browser sees of a `Stage`: its site, read-only, that reloads itself; or what is wrong."""

import json
import time
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from core.authoring.template_stage import SLUG, Stage, version_of

OWN = "/-/template-preview"
WAITS = 20.0
"""How long a page is kept waiting for a change before it asks again."""
SCRIPT = (Path(__file__).parent / "template_window.js").read_text("utf-8")
STYLE = (Path(__file__).parent / "template_window.css").read_text("utf-8")
_WORDS = {
    "zh": {
        "mistakes": "模板还有 {count} 处要改",
        "then": "改好保存，这一页自己会变。",
        "hint": "怎么改：",
        "nothing": "预览里什么都不会交出去",
        "why": "表单照原样给您看，按下去不会存，也不会寄。",
        "back": "回到刚才那页",
    },
    "en": {
        "mistakes": "To mend in this template: {count}",
        "then": "Save the file and this page changes by itself.",
        "hint": "What to do:",
        "nothing": "Nothing is sent from a preview",
        "why": "Forms look as they will. Pressing the button keeps nothing and mails nobody.",
        "back": "Back to the page",
    },
}


class Window:
    """The WSGI application of ``hutong template preview``."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        match request.path.removeprefix(OWN) if request.path.startswith(OWN) else "":
            case "/state":
                return self._state(request.args.get("since", ""))
            case "/reload.js":
                return Response(SCRIPT, mimetype="text/javascript", headers={"Cache-Control": "no-store"})
            case "/page.css":
                return Response(STYLE, mimetype="text/css", headers={"Cache-Control": "no-store"})
        self._stage.refresh()
        if self._stage.mistakes and not request.path.startswith("/-/static/"):
            return self._page(request, 500, *self._mistakes(request))
        if request.path.startswith((f"/{SLUG}/", "/-/static/")):
            return self._site(request)
        return redirect(f"/{SLUG}/", Response=Response)

    def _state(self, since: str) -> Response:
        """Answers once the files differ from the state `since`, or after a while."""
        end = time.monotonic() + WAITS
        while (version := version_of(self._stage.folder)) == since and time.monotonic() < end:
            time.sleep(0.15)
        return Response(json.dumps({"version": version}), mimetype="application/json")

    def _site(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            words = _words(request)
            back = escape(request.referrer or f"/{SLUG}/", quote=True)
            body = f'<p>{words["why"]}</p><p><a href="{back}">{words["back"]}</a></p>'
            return self._page(request, 405, words["nothing"], body)
        environ = {
            name: value
            for name, value in request.environ.items()
            if name not in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
        }
        response = Response.from_app(self._stage.app, environ, buffered=True)
        if response.mimetype == "text/html":
            html = response.get_data(as_text=True)
            response.set_data(html.replace("</body>", f"{self._script()}</body>"))
            response.headers["Cache-Control"] = "no-store"
            response.headers.pop("ETag", None)
        return response

    def _mistakes(self, request: Request) -> tuple[str, str]:
        words, found = _words(request), self._stage.mistakes
        items = "".join(
            f"<li><code>{escape(fault.file)}:{fault.line}</code><p>{escape(fault.what)}</p>"
            f"<p class=hint><b>{words['hint']}</b> {escape(fault.hint)}</p></li>"
            for fault in found
        )
        return words["mistakes"].format(count=len(found)), f"<p>{words['then']}</p><ol>{items}</ol>"

    def _page(self, request: Request, status: int, title: str, body: str) -> Response:
        html = (
            f'<!doctype html><html lang="{_language(request)}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<title>{title}</title><link rel="stylesheet" href="{OWN}/page.css">'
            '<noscript><meta http-equiv="refresh" content="3"></noscript></head>'
            f"<body><main><h1>{title}</h1>{body}</main>{self._script()}</body></html>"
        )
        return Response(html, status, mimetype="text/html", headers={"Cache-Control": "no-store"})

    def _script(self) -> str:
        return f'<script src="{OWN}/reload.js" data-version="{self._stage.version}" defer></script>'


def _language(request: Request) -> str:
    chosen = request.args.get("lang") or request.accept_languages.best_match(["en", "zh"], "en")
    return "zh" if str(chosen).startswith("zh") else "en"


def _words(request: Request) -> dict[str, str]:
    return _WORDS[_language(request)]
