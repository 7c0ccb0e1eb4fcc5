"""Who submits a report and which place it is about, from title, letterhead, source line and signature."""

from __future__ import annotations

import regex

_OFFICE = (
    r"(?:财政局|财政厅|财政部|国库司|国库处|统计局|税务局|发展和改革委员会|发展改革局|发改委|发改局|教育局|教育厅|卫生健康委员会|卫健委|卫健局"
    r"|人民政府办公室|人民政府|政府办公室|管理委员会|管委会|委员会|住房和城乡建设局|住建局|建设局|交通运输局|交通局|水利局|水务局|农业农村局"
    r"|民政局|人力资源和社会保障局|人社局|审计局|公安局|自然资源局|生态环境局|文化广电旅游局|文旅局|商务局|科技局|科学技术局"
    r"|经济和信息化局|经信局|医疗保障局|医保局|应急管理局|市场监督管理局|城市管理局|城管局|住房保障局|国资委|金融办|司法局|体育局|街道办事处|街道|镇政府|集团有限公司|集团)"
)
_UNIT = regex.compile(
    r"(?P<unit>中共\p{Han}{2,12}?[省市区县州旗]委(?!员会)"
    rf"|(?:中共)?\p{{Han}}{{2,5}}?(?:省|市|区|县|州|旗|盟|镇|乡)\p{{Han}}{{0,12}}?{_OFFICE}"
    rf"|中共\p{{Han}}{{2,10}}?委员会|{_OFFICE}(?=$|[：，（\s])|财政部)"
)
_REGION = regex.compile(
    r"^(?:中共)?(?P<region>(?:\p{Han}{2,4}?(?:省|自治区))?\p{Han}{2,6}?(?:自治州|市|州|县|区|旗|盟)"
    r"(?:\p{Han}{1,4}?(?:区|县|市|旗)(?!域|级|直|长|间|政|场|民|本))?|\p{Han}{2,4}?(?:省|自治区))"
)
_NOT_A_PLACE = regex.compile(r"全市|全省|全区|全县|全国|各区|各市|各县|本市|我市|我区|市区|城市|省市|城区|地区")
_SOURCE = regex.compile(
    r"(?:来源|信息来源|发布机构|发布单位|填报单位|报送单位|编制单位|责任单位|单位名称|单位|供稿)[：:]\s*(?P<unit>(?!亿|万|元|%)\p{Han}{2,20}?)"
    r"(?=(?:填报|报送|填表|上报|编制|制表)(?:日期|时间|人)|(?:金额|计量)?单位[：:]|发布|日期|时间|浏览|点击|阅读|作者|字号|编辑|索引|[^\p{Han}]|$)"
)


def unit_in_words(words: str) -> str | None:
    """The submitting unit named in a title, letterhead or signature."""
    plain = "".join(words.split())
    plain = regex.sub(r"^.*(?:次|全体)?会议上", "", plain)
    plain = regex.sub(r"^(?:19|20)\d{2}(?:[-—至](?:19|20)?\d{2})?年?度?(?:\d{1,2}月份?)?", "", plain)
    match = _UNIT.search(plain)
    return match["unit"] if match and not _NOT_A_PLACE.match(match["unit"]) else None


def unit_in_source_line(words: str) -> str | None:
    """The unit after 来源：, 填报单位： and the like."""
    match = _SOURCE.search(words)
    return match["unit"] if match else None


def region_in_words(words: str) -> str | None:
    """The place that a unit's name or a title begins with: 青川市财政局 → 青川市."""
    plain = "".join(words.split())
    plain = regex.sub(
        r"^(?:中共|关于|(?:19|20)\d{2}(?:[-—至](?:19|20)?\d{2})?年?度?(?:[一二三四]季度|上半年|\d{1,2}(?:-\d{1,2})?月份?)?)+",
        "",
        plain,
    )
    match = _REGION.match(plain)
    if match is None or _NOT_A_PLACE.match(match["region"]):
        return None
    return match["region"]
