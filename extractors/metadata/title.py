"""The title of a report, put together from its first lines."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractors.document import Document
from extractors.prose import prose

FIRST_LINES = 14
DOCUMENT_NUMBER = regex.compile(r"\p{Han}{1,12}[〔\[（(【](?:19|20)\d{2}[〕\]）)】]第?\d{1,5}号")
_NOT_A_TITLE = regex.compile(
    r"[。；，]$|签发人|^第?\d{1,4}期|^(?:目录|附件|附表|附：|单位：|来源|信息来源|主送|抄送|机密|特急|加急|注：|说明|备注)|^第?\d{1,2}[、.）]|^[（(]?[一二三四五六七八九十]{1,3}[、）]"
    r"|文件$|：$|^（?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日）?$|^（.*）$"
)
_LABELLED = regex.compile(
    r"(?:索引号|发布机构|发文(?:机关|日期|字号|单位)|成文日期|文号|字号|编号|主题分类|分类|体裁|公开方式|有效性|[发收]件人|抄送人?|日期|时间"
    r"|发布(?:日期|时间)|生成日期|浏览|字体|来源|信息来源)[^：:]{0,6}[：:]"
)
"""A line of the table of data that a web page or a mail puts above its title."""
_NAMED_AS_TITLE = regex.compile(r"^(?:主题|标题|题目|名称|件名)[：:]")
_MASTHEAD = regex.compile(r"^\D{2,30}(?:公报|简报|快报|专报|通讯|信息)$")
"""What a series is called that the report stands in: 财政工作简报."""
_WANTS_MORE = regex.compile(r"^关于.*(?<!通知|意见|报告|情况|办法|方案|决定|规划|函|请示|批复|公告|计划|总结)$")
_ENDS_TITLE = regex.compile(
    r"(?:通知|意见|报告|情况|办法|方案|决定|规划|请示|批复|公告|计划|总结|细则|汇报)(?:（[^）]*）)?$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the opening or the close of a report, in half width and without loose white space."""

    string: str
    heading: bool
    raw: str


def first_lines(document: Document) -> list[Line]:
    """The lines with which the running text begins, notes left out."""
    lines: list[Line] = []
    for paragraph in document.paragraphs:
        if paragraph.note:
            continue
        for part in paragraph.text.lines():
            if part.strip():
                raw = " ".join(part.chars.split())
                lines.append(Line(prose(part.strip()).string, paragraph.heading, raw))
        if len(lines) >= FIRST_LINES:
            break
    return lines[:FIRST_LINES]


def last_lines(document: Document) -> list[Line]:
    """The lines with which the running text ends."""
    return [
        Line(prose(part.strip()).string, paragraph.heading, part.chars.strip())
        for paragraph in document.paragraphs[-8:]
        for part in paragraph.text.lines()
        if part.strip()
    ]


def title_of(document: Document, lines: list[Line]) -> str | None:
    """The title as printed (white space inside it removed); None where the report prints none."""
    candidates = [index for index, line in enumerate(lines) if line.heading and _fits(line.string)]
    candidates += [index for index, line in enumerate(lines) if _fits(line.string) and _ENDS_TITLE.search(line.string)]
    front = [index for index, line in enumerate(lines) if not _LABELLED.match(prose_of(line.string))][:3]
    candidates += [index for index in front if _fits(lines[index].string) and len(lines[index].string) <= 50]
    candidates += [index for index, line in enumerate(lines) if _WANTS_MORE.match(line.string)]
    if candidates:
        heading = [index for index in candidates if lines[index].heading]
        return _with_the_rest(lines, min(heading or candidates, key=lambda index: (_weight(lines[index]), index)))
    if document.title and _fits(prose_of(document.title)):
        return prose_of(document.title)
    return None


def prose_of(words: str) -> str:
    """`words` without white space."""
    return "".join(words.split())


def _fits(string: str) -> bool:
    plain = prose_of(string)
    well_formed = 4 <= len(plain) <= 120 and bool(regex.search(r"\p{Han}{2}", plain))
    return (
        well_formed
        and not _NOT_A_TITLE.search(plain)
        and not DOCUMENT_NUMBER.fullmatch(plain)
        and not _LABELLED.match(plain)
    )


def _weight(line: Line) -> int:
    return (
        0
        if not _MASTHEAD.match(line.string)
        and regex.search(r"关于|情况|报告|表$|）$|方案|规划|意见|通知|办法|总结|计划|公报|月报|快报", line.string)
        else 1
    )


def _with_the_rest(lines: list[Line], index: int) -> str:
    """A long title is broken over lines: put the parts together."""
    title = _NAMED_AS_TITLE.sub("", prose_of(lines[index].string))
    before = index - 1
    if before >= 0 and _WANTS_MORE.match(lines[before].string) and not title.startswith("关于"):
        title = prose_of(lines[before].string) + title
    elif _WANTS_MORE.match(title) and index + 1 < len(lines) and len(lines[index + 1].string) <= 40:
        following = prose_of(lines[index + 1].string)
        if _ENDS_TITLE.search(following):
            title += following
    return title
