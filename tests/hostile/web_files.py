"""Web pages and texts made to do harm."""

from __future__ import annotations

LINE = "一般公共预算支出72.75亿元，增长5.5%。"
TRADITIONAL = (
    "財政預算執行情況報告\n一般公共預算支出72.75億元，比上年增長5.5%，完成預算的64.1%。\n民生支出55.65億元。\n"
)


def page(content: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{content}</body></html>".encode()


def page_reaching_out(address: str) -> bytes:
    """A page with all that browsers fetch by themselves."""
    return page(
        f'<base href="{address}/"><link rel=stylesheet href="{address}/a.css"><script src="{address}/a.js"></script>'
        f'<meta http-equiv=refresh content="0;url={address}/r"><img src="{address}/a.png" srcset="{address}/b.png 2x">'
        f'<iframe src="{address}/f"></iframe><object data="{address}/o"></object><embed src="{address}/e">'
        f'<video src="{address}/v" poster="{address}/w"></video><style>@import url({address}/i.css);</style>'
        f'<p style="background:url({address}/bg)">{LINE}</p>'
        f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{address}/x"/>'
    )


def page_of_entities(address: str) -> bytes:
    head = f'<!DOCTYPE html SYSTEM "{address}/x.dtd" [<!ENTITY a "99"><!ENTITY e SYSTEM "{address}/e">]>'
    return f"{head}<html><body><p>{LINE}&a;&e;</p></body></html>".encode()


def styled(rules: str, elements: str = "") -> bytes:
    return page(f"<style>{rules}</style>{elements}<p>{LINE}</p>")


def many_rules(count: int) -> bytes:
    """So many rules, each hiding an element of its own."""
    rules = "".join(f".c{number}{{display:none}}" for number in range(count))
    return styled(rules, "".join(f"<p class=c{number}>9亿元</p>" for number in range(1000)))


def many_selectors(count: int) -> bytes:
    return styled(",".join(f".c{number}" for number in range(count)) + "{display:none}", "<p class=x>5亿元" * 200)
