"""The rule of lights: red before yellow before blue, and mistakes in the file told by line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from rules.errors import RuleMistake
from rules.lights import FILE, Standing, judged_light, load_lights


@pytest.mark.parametrize(
    ("standing", "light", "reason"),
    [
        (Standing(Fraction(20), Fraction(50)), "红灯", "完成20%，比时间进度50%慢30个百分点"),
        (Standing(Fraction(44), Fraction(50)), "黄灯", "完成44%，比时间进度50%慢6个百分点"),
        (Standing(Fraction(46), Fraction(50)), "蓝灯", "进度与时间相当，没有对不上的数字"),
        (Standing(Fraction(100), Fraction(100), findings=frozenset({("warning", "stale")})), "黄灯", "涉及的数字存疑"),
        (Standing(Fraction(44), Fraction(50), findings=frozenset({("error", "sum")})), "红灯", "涉及的数字对不上"),
        (Standing(Fraction(90), Fraction(50), True, "2024-05-31"), "红灯", "期限2024-05-31已过，完成90%"),
        (Standing(Fraction(60), Fraction(50), findings=frozenset({("notice", "deadline")})), "红灯",
         "目标里写明的期限已过，完成60%"),
        (Standing(Fraction(60), Fraction(50), findings=frozenset({("notice", "progress")})), "黄灯",
         "未达目标，有提示"),
        (Standing(untold=True), "黄灯", "没有填报进度"),
        (Standing(None, Fraction(50), findings=frozenset({("notice", "target")})), "蓝灯",
         "进度与时间相当，没有对不上的数字"),
    ],
)  # fmt: skip
def test_the_first_light_that_is_called_for(standing: Standing, light: str, reason: str) -> None:
    judged = judged_light(load_lights(), standing)
    assert (judged.light, judged.reason) == (light, reason)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("{completion: 43%, time: 50%}", "{completion: 3%, time: 50%}", "黄灯的例子评出来是红灯"),
        ("behind: 20", "behind: twenty", "behind"),
        ("  say: 进度与时间相当，没有对不上的数字", "  when: [{behind: 0, say: 慢}]", "最后一盏灯"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, before: str, after: str, message: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / "lights.yaml"
    file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(RuleMistake, match=message) as mistake:
        load_lights(file)
    assert mistake.value.line
