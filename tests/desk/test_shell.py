"""The shell of the desk: signing in, who may what, forged forms, headers, error pages, the switch of language."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.application import ROUTES
from app.desk.context import require
from app.desk.keys import ACTIONS
from app.desk.pages.sign_in import own_address
from app.desk.words import ENGLISH_FOLDER, english
from desk.people import InventedPeople
from desk.visiting import Visit, csrf
from pipeline.store.errors import StoreBusy, StoreUnavailable
from pipeline.wording.labels import COLUMN, FAMILY, REPAIR, SEVERITY, STATUS
from rules.yaml_files import load_yaml

DESK: Final = Path(__file__).resolve().parents[2] / "app" / "desk"


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(visit: Visit) -> None:
    client = visit(None)
    answer = client.get("/queue?unit=甲")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?then=/queue%3Funit%3D")
    shown = client.get(answer.headers["location"])
    assert shown.status_code == 200
    assert 'name="then" value="/queue?unit=%E7%94%B2"' in shown.text


def test_a_wrong_password_says_nothing_of_which_was_wrong(visit: Visit) -> None:
    client = visit(None)
    client.get("/sign-in")
    token = client.cookies["hedui_sign_in"]
    pages = [
        client.post("/sign-in", data={"csrf": token, "name": name, "password": "x", "then": "/queue"})
        for name in ("viewer", "nobody")
    ]
    assert [page.status_code for page in pages] == [401, 401]
    assert pages[0].text.replace("viewer", "") == pages[1].text.replace("nobody", "")


@pytest.mark.parametrize(
    "asked", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "", None, "/a\nb"]
)
def test_no_address_elsewhere_is_gone_on_to(asked: str | None) -> None:
    assert own_address(asked) == "/queue"


def test_every_page_has_the_headers_that_keep_it_safe(visit: Visit) -> None:
    client = visit("viewer")
    for address in ("/sign-in", "/no-such-page", "/static/desk.css", "/language"):
        headers = client.get(address).headers
        assert "script-src 'self'" in headers["content-security-policy"], address
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/no-such-page").headers["cache-control"] == "no-store"


def test_cookies_are_not_for_scripts_or_other_sites(visit: Visit) -> None:
    answer = visit(None).get("/sign-in")
    assert {"httponly", "samesite=lax"} <= set(answer.headers["set-cookie"].lower().split("; "))


POSTED: Final = sorted({route.path for route in ROUTES if isinstance(route, Route) and "POST" in (route.methods or ())})


@pytest.mark.parametrize("address", POSTED)
def test_no_form_is_taken_without_its_token(visit: Visit, address: str) -> None:
    client = visit("admin")
    path = re.sub(r"\{[^}]+\}", "1", address)
    assert client.post(path, data={"csrf": "forged", "name": "x"}).status_code == 403
    assert client.post(path, data={"name": "x"}).status_code == 403


def test_a_form_of_another_site_is_refused_even_with_the_token(visit: Visit) -> None:
    client = visit("viewer")
    form = {"csrf": csrf(client)}
    assert client.post("/sign-out", data=form, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/sign-out", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    hidden = {"origin": "null", "sec-fetch-site": "cross-site"}  # as from a frame without rights
    assert client.post("/sign-out", data=form, headers=hidden).status_code == 403
    assert client.post("/sign-out", data=form, headers={"origin": "http://127.0.0.1:8765"}).status_code == 303


def test_a_browser_that_hides_where_a_form_comes_from_may_send_ours(visit: Visit) -> None:
    client = visit("viewer")
    hidden = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert client.post("/sign-out", data={"csrf": csrf(client)}, headers=hidden).status_code == 303


def test_signing_out_ends_the_session_itself(visit: Visit) -> None:
    client = visit("viewer")
    kept = client.cookies["hedui_session"]
    client.post("/sign-out", data={"csrf": csrf(client)})
    client.cookies.set("hedui_session", kept)
    assert client.get("/no-such-page").status_code == 303


def test_forged_sessions_are_nobodys(visit: Visit) -> None:
    client = visit(None)
    for token in ("", "x", "' OR 1=1 --", "a" * 100_000):
        answer = client.get("/no-such-page", headers={"cookie": f"hedui_session={token}"})
        assert answer.status_code == 303


def _needs_approver(request: Request) -> Response:
    require(request, "approver")
    return Response("done")


def _busy(request: Request) -> Response:  # noqa: ARG001 - as of endpoints
    raise StoreBusy("数据库正被占用。", "等一会儿。")


def _fault(request: Request) -> Response:  # noqa: ARG001 - as of endpoints
    raise ZeroDivisionError("secret detail")


def _teapot(request: Request) -> Response:  # noqa: ARG001 - as of endpoints
    raise HTTPException(405)


def test_errors_are_pages_that_say_what_to_do(visit: Visit) -> None:
    client = visit("reviewer")
    for path, endpoint in (("/approve", _needs_approver), ("/busy", _busy), ("/fault", _fault), ("/tea", _teapot)):
        client.app.router.routes.append(Route(path, endpoint))  # type: ignore[attr-defined]
    told = {path: client.get(path) for path in ("/approve", "/busy", "/fault", "/tea", "/no-such-page")}
    assert {path: answer.status_code for path, answer in told.items()} == {
        "/approve": 403, "/busy": 503, "/fault": 500, "/tea": 405, "/no-such-page": 404,
    }  # fmt: skip
    assert "审定" in told["/approve"].text
    assert "没有任何内容被改动" in told["/busy"].text
    assert "secret" not in told["/fault"].text
    assert "Traceback" not in told["/fault"].text
    assert "default-src" in told["/fault"].headers["content-security-policy"]


def test_a_store_that_is_away_is_told_wherever_it_is_missed(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("数据库不在原来的位置了。", "放回去。")

    client = visit("viewer")
    client.app.router.routes.append(Route("/away", away))  # type: ignore[attr-defined]
    monkeypatch.setattr("app.desk.kept_keys.chosen_keys", away)
    told = [client.get("/away")]
    monkeypatch.setattr(InventedPeople, "session", away)
    told.append(client.get("/queue"))
    assert [(answer.status_code, "不在原来的位置" in answer.text) for answer in told] == [(503, True)] * 2


def test_a_form_that_is_too_large_is_not_taken(visit: Visit) -> None:
    client = visit("reviewer")
    assert client.post("/sign-out", data={"csrf": csrf(client), "text": "甲" * 2_000_000}).status_code == 413


@pytest.mark.parametrize("encoding", ["unicode_escape", "undefined", "punycode", "no-such-encoding"])
@pytest.mark.parametrize("field", ["csrf", "text"])
def test_a_form_in_an_encoding_of_its_own_is_refused_or_read(visit: Visit, encoding: str, field: str) -> None:
    client = visit("viewer")
    fields = {"csrf": csrf(client).encode(), field: b"\\ud800 \xff"}
    parts = [b'--B\r\ncontent-disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
             for name, value in fields.items()]  # fmt: skip
    kind = {"content-type": f"multipart/form-data; boundary=B; charset={encoding}"}
    answer = client.post("/sign-out", content=b"".join(parts) + b"--B--\r\n", headers=kind)
    assert answer.status_code in {303, 400, 403}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-30", "x"])
def test_days_that_nothing_can_be_counted_from_are_left_out(visit: Visit, day: str) -> None:
    client = visit("admin")
    assert client.get(f"/audit?day={day}").status_code == 200
    for name in ("runs", "reports"):
        field = {"runs": "started_at", "reports": "read_at"}[name]
        assert client.get(f"/data/{name}?field={field}&operator=from&value={day}T00:00:00").status_code == 200


def test_the_language_is_switched_and_kept(visit: Visit) -> None:
    client = visit("viewer")
    answer = client.get("/language?to=en&then=/no-such-page")
    assert answer.headers["location"] == "/no-such-page"
    assert "There is no such page" in client.get("/no-such-page").text
    client.get("/language?to=zh")
    assert "没有这一页" in client.get("/no-such-page").text


def said_by_templates() -> set[str]:
    found = set()
    for file in DESK.rglob("templates/**/*.html"):
        found |= set(re.findall(r"""_\(\s*["']([^"']*?)["']\s*[,)]""", file.read_text(encoding="utf-8")))
    return found


def said_by_modules() -> set[str]:
    """What modules say by `words("…")`, `say("…")` or `words_of(request)("…")`, and the names of keys."""
    found = {action.says for action in ACTIONS} | {action.group for action in ACTIONS}
    for file in DESK.rglob("*.py"):
        found |= set(
            re.findall(r'(?:words|say)(?:_of\(request\))?\(\s*"([^"]+)"\s*[,)]', file.read_text(encoding="utf-8"))
        )
    return found


def test_everything_that_modules_say_has_english() -> None:
    said = said_by_modules() | set(REPAIR.values()) | set(COLUMN.values())
    assert len(said) > 60
    assert sorted(said - set(english())) == []


def test_everything_that_pages_say_has_english() -> None:
    said = said_by_templates() | set(SEVERITY.values()) | set(STATUS.values()) | set(FAMILY.values())
    assert sorted(said - set(english())) == []


def test_no_text_is_put_into_english_twice() -> None:
    files = sorted(ENGLISH_FOLDER.glob("*.yaml"))
    texts = Counter(text for file in files for text in load_yaml(file, dict[str, str]))
    assert len(files) > 4
    assert [text for text, times in texts.items() if times > 1] == []


def test_what_is_put_into_a_text_is_the_same_in_both_languages() -> None:
    holes = re.compile(r"\{\w+\}")
    assert [
        text for text, said in english().items() if sorted(holes.findall(text)) != sorted(holes.findall(said))
    ] == []


def test_static_files_are_ours_and_nothing_else(visit: Visit) -> None:
    client = visit(None)
    page = client.get("/sign-in").text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert addresses
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses if address[0] != "#")
    style = next(address for address in addresses if ".css" in address)
    assert "immutable" in client.get(style).headers["cache-control"]
    assert client.get("/static/..%2fapplication.py").status_code == 404
    assert "url(" not in (DESK / "static" / "desk.css").read_text(encoding="utf-8")


def test_no_template_turns_escaping_off() -> None:
    for file in DESK.rglob("templates/**/*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), file.name
