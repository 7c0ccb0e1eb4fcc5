"""The keys of the desk: none twice, kept for the account, the usual ones again."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from app.desk.context import Desk
from app.desk.keys import ACTIONS, keys_of, mistakes_in, plain_key
from desk.visiting import csrf, visitor

USUAL = {action.name: action.key for action in ACTIONS}


def keys_on(client: TestClient) -> dict[str, str]:
    found = re.search(r'data-keys="([^"]*)"', client.get("/queue").text)
    assert found is not None
    keys: dict[str, str] = json.loads(unescape(found[1]))
    return keys


def test_the_usual_keys_are_all_different() -> None:
    assert mistakes_in(USUAL) == {}
    assert keys_of({}) == USUAL


def test_a_chosen_key_takes_it_from_the_usual_one() -> None:
    assert keys_of({"next": "1"}) == USUAL | {"next": "1", "confirm": ""}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"next": "x", "previous": "x"}, {"previous"}),
        ({"next": "ab"}, {"next"}),
        ({"next": "?"}, {"next"}),
        ({"next": "\u200b"}, {"next"}),
        ({"next": "", "previous": ""}, set()),
        ({"next": "中"}, set()),
    ],
)
def test_keys_that_cannot_be_kept(typed: dict[str, str], wrong: set[str]) -> None:
    assert set(mistakes_in(typed)) == wrong


def test_full_width_and_large_keys_are_plain_ones() -> None:
    assert [plain_key(typed) for typed in ("Ｊ", "J", "１", " ")] == ["j", "j", "1", ""]


def test_keys_are_kept_for_the_account_alone_and_restored(read_desk: Desk) -> None:
    one, other = visitor(read_desk, "reviewer"), visitor(read_desk, "viewer")
    answer = one.post("/keys", data={"csrf": csrf(one), **USUAL, "next": "N", "confirm": ""})
    assert answer.status_code == 303
    assert keys_on(one) == USUAL | {"next": "n", "confirm": ""}
    assert keys_on(other) == USUAL
    wrong = one.post("/keys", data={"csrf": csrf(one), **USUAL, "next": "k"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert keys_on(one)["next"] == "n"
    one.post("/keys", data={"csrf": csrf(one), "usual": "1"})
    assert keys_on(one) == USUAL
