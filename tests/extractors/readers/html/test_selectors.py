"""Selectors with combinators and attributes pick what a browser picks."""

from __future__ import annotations

import pytest
from lxml import etree

from extractors.readers.html.selectors import Steps, selector

PAGE = etree.HTML(
    """<div id=top class="main wide"><p class=lead id=a>1<p id=b>2<table class=old>
    <tr id=r1 data-kind="底稿 旧"><td id=c>3<td id=d lang=zh-CN>4
    <tr id=r2><td id=e class=draft>5<td id=f>6</table><p id=g>7<div><p id=h>8</div></div>"""
)


@pytest.mark.parametrize(
    ("written", "picked"),
    [
        ("div p", "abgh"),
        ("#top > p", "abg"),
        ("div div p", "h"),
        (".main.wide>table  td", "cdef"),
        ("table.old tr + tr td", "ef"),
        ("#a ~ p", "bg"),
        ("p + p", "b"),
        ("table ~ div > p", "h"),
        ("tr .draft", "e"),
        ("[data-kind] td", "cd"),
        ("tr[data-kind~='旧'] > td", "cd"),
        ('tr[data-kind="底稿"] > td', ""),
        ("td[lang|=zh]", "d"),
        ("td[lang^=zh][lang$=CN]", "d"),
        ("td[id*=e]", "e"),
        ("* > td", "cdef"),
        ("ul p", ""),
    ],
)
def test_a_selector_picks_its_elements(written: str, picked: str) -> None:
    found = selector(written)
    steps = Steps()
    ids = "".join(
        element.get("id", "")
        for element in PAGE.iter()
        if found is not None and len(element.get("id", "")) == 1 and found.fits(element, steps)
    )
    assert ids == picked


@pytest.mark.parametrize(
    "written", ["p:hover", "p::before", "td:nth-child(2)", "> p", "p >", "p[", "a b c d e f g", ""]
)
def test_what_is_not_told_by_the_file_is_no_selector(written: str) -> None:
    assert selector(written) is None


def test_looking_around_comes_to_an_end() -> None:
    depth = etree.HTML("<div>" * 200 + "<p id=p>1")
    found, steps = selector("section div div div div p"), Steps(1000)
    assert found is not None
    assert not found.fits(next(depth.iter("p")), steps)
    assert steps.left < 0
