"""What owners write as Markdown."""

import pytest

from core.markdown import formatted, prose


@pytest.mark.parametrize(
    ("text", "heading", "html"),
    [
        ("# Stains\n\nFirst.", "Stains", "<p>First.</p>\n"),
        ("Words\n\n# Big\n\n#### Small", "", "<p>Words</p>\n<h2>Big</h2>\n<h4>Small</h4>\n"),
        ("[a](page:prices)", "", '<p><a href="/prices" rel="noopener">a</a></p>\n'),
        ("[a](page:lost) b", "", '<p><a rel="noopener">a</a> b</p>\n'),
        ("[a](javascript:alert(1))", "", '<p><a rel="noopener">a</a></p>\n'),
        ("<script>alert(1)</script>", "", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("![x](https://example.com/spy.png)", "", "<p>x</p>\n"),
        ("a\nb", "", "<p>a<br>\nb</p>\n"),
    ],
)
def test_markdown_becomes_clean_html(text, heading, html):
    def resolve(target):
        return {"page:prices": "/prices"}.get(target, "")

    assert formatted(text, resolve) == (heading, html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Tea\n\nBring *cups*.", "<h2>Tea</h2>\n<p>Bring <em>cups</em>.</p>\n"),
        ("[a](https://example.com/x)", '<p><a href="https://example.com/x" rel="noopener">a</a></p>\n'),
        ("[a](mailto:lin@example.com)", '<p><a href="mailto:lin@example.com" rel="noopener">a</a></p>\n'),
        (
            "[a](javascript:alert(1)) [b](//evil.example) [c](https://u@evil.example)",
            '<p><a rel="noopener">a</a> <a rel="noopener">b</a> <a rel="noopener">c</a></p>\n',
        ),
    ],
)
def test_prose_leads_to_outside_addresses_alone(text, html):
    assert prose(text) == html
