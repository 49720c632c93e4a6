"""Templates and requests for the tests of the gallery and the entrance."""

import re
from pathlib import Path

import yaml

LINES = {"first": {"zh": "从前有一条胡同", "en": "Once there was a lane"}}


def write_template(folder: Path, name="corner-shop", *, lines=LINES, **changes) -> Path:
    """A usable template; `changes` replace keys of template.yaml, None removes one."""
    about = {
        "name": name,
        "title": {"zh": "小店", "en": "Corner shop"},
        "summary": {"zh": "一页就够", "en": "One page will do"},
        "tagline": {"zh": "街角", "en": "Round the corner"},
        "shop_name": {"zh": "街角小店", "en": "Corner Shop"},
        "theme": {"name": "breeze", "palette": "clear"},
        "profile": {"time_zone": "Asia/Shanghai"},
        "plugins": ["tale"],
        **changes,
    }
    path = folder / name
    (path / "content").mkdir(parents=True, exist_ok=True)
    about = {key: value for key, value in about.items() if value is not None}
    (path / "template.yaml").write_text(yaml.safe_dump(about, allow_unicode=True), "utf-8")
    content = {"lines": lines} if lines is not None else {"wrong": 1}
    (path / "content" / "tale.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return path


def send(client, url, data=None, *, page=None, **options):
    """POST with the CSRF token of `page` (else of the landing page), as a browser would."""
    html = client.get(page or "/", headers={"Accept-Language": "en"}).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    values = {"csrf_token": token[1] if token else "", **(data or {})}
    return client.post(url, data=values, headers={"Accept-Language": "en"}, **options)
