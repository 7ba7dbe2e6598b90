"""What goes out: strict headers, a page that loads nothing from elsewhere."""

import re

import pytest

PATHS = """
    / /healthz /theme.css /favicon.ico /nothing /api/v1/ /api/v1/openapi.json
    /api/v1/recommendations /gradio_api/app_id
    """.split()


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_strict(page, path):
    headers = page.get(path, headers={"Origin": "http://localhost"}).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    assert not [
        k for k in headers if k.startswith("access-control-") or k in ("server", "set-cookie")
    ]


def test_scripts_run_by_nonce_only(page):
    answer = page.get("/")
    nonce = re.search(
        r"script-src 'self' 'nonce-([\w-]{20,})'", answer.headers["content-security-policy"]
    )[1]
    scripts = re.findall(r"<script\b[^>]*>", answer.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in tag for tag in scripts)
    assert (
        "'unsafe-inline'"
        not in re.search(r"script-src[^;]*", answer.headers["content-security-policy"])[0]
    )
    assert (
        page.get("/").headers["content-security-policy"]
        != answer.headers["content-security-policy"]
    )


def test_the_page_refers_to_no_other_site(page):
    text = page.get("/").text
    assert "og:" not in text
    assert "twitter:" not in text
    loaded = re.findall(
        r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"([^\"]+)\"", text
    )
    assert loaded
    others = [address for address in loaded if re.match(r"(?:https?:)?//", address)]
    assert all(address.startswith(str(page.base_url)) for address in others)


def test_assets_are_kept_and_pages_are_not(page):
    asset = re.search(r"\./(assets/index-[^\"]+\.js)", page.get("/").text)[1]
    assert page.get(f"/{asset}").headers["cache-control"] == "private, max-age=86400"
    assert page.get("/assets/no-such-file.js").headers["cache-control"] == "no-store"


def test_head_states_the_page_without_its_body(page):
    answer = page.head("/")
    assert answer.status_code == 200
    assert answer.content == b""


def test_a_host_cannot_write_itself_into_the_page(page):
    answer = page.get(
        "/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    )
    assert "evil.example" not in answer.text
