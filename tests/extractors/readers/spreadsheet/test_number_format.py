"""What a cell displays, by its value and number format."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers.spreadsheet.number_format import displayed, is_date_format

at = datetime.fromisoformat
ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        # General: in full, without the noise of binary fractions
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (88.12345678901234, "General", "88.12345679"),
        (0.000012345, "General", "0.000012345"),
        (123456789012, "General", "123456789012"),
        (1234567890.123, "General", "1234567890"),
        (12345678900.5, "General", "12345678901"),
        (-7.5, "General", "-7.5"),
        (12, "", "12"),
        (5, 'General"亿元"', "5亿元"),
        (-5, 'G/通用格式"亿元"', "-5亿元"),
        # places and rounding: half away from zero, on the decimal value
        (2.675, "0.00", "2.68"),
        (-0.004, "0.00", "0.00"),
        (7, "000", "007"),
        (0.5, ".0", ".5"),
        (1.5, "0.0##", "1.5"),
        (1.5, "0.0?", "1.5"),
        # percent, thousands, scaling
        (0.123, "0.0%", "12.3%"),
        (0.57, "0%", "57%"),
        (-0.003, "0.0%", "-0.3%"),
        (57, '0"%"', "57%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (123456789, "#,##0.0,", "123,456.8"),
        (12345, '0!.0,"万元"', "1.2万元"),
        (345678, '0!.0,"万元"', "34.6万元"),
        (13900000000, "000-0000-0000", "139-0000-0000"),
        (1234.5, "0.00E+00", "1.23E+03"),
        # sections, signs and literals
        (-12.5, "0.00_);(0.00)", "(12.50)"),
        (-12.5, "0.00_ ;[Red]\\-0.00\\ ", "-12.50"),
        (-12.5, "#,##0.00;[Red]#,##0.00", "-12.50"),
        (-12.5, "0.0_);[红色](0.0)", "(12.5)"),
        (-12.5, '0.0;[Red]"▼"0.0', "▼12.5"),
        (-12.5, "0.0;0.0", "12.5"),
        (12345678, '0!.0,"万"', "1234.6万"),
        (-3, '0;"下降"0', "下降3"),
        (0, '0;-0;"持平"', "持平"),
        (0, "0.00;-0.00;;@", ""),
        (0, ACCOUNTING, "-"),
        (1234, ACCOUNTING, "1,234.00"),
        (12, '[>=10]0"大";0"小"', "12大"),
        (3, '[>=10]0"大";0"小"', "3小"),
        (1500, "￥#,##0.00", "￥1,500.00"),
        (1500, "[$￥-804]#,##0", "￥1,500"),
        (1.2, '0.00"亿元"', "1.20亿元"),
        (Decimal("203.425"), "0.00", "203.43"),
        # text and the rest
        ("完成", "@", "完成"),
        ("完成", "0.00", "完成"),
        ("甲", '"【"@"】"', "【甲】"),
        (5, "@", "5"),
        (0.5, "# ?/?", "0.5"),
        (True, "General", "TRUE"),
        (float("inf"), "#,##0.0", "Infinity"),
        (Decimal("1E+500"), "0.00%", "1E+500"),
    ],
)
def test_numbers(value: float | str | Decimal, number_format: str, shown: str) -> None:
    assert displayed(value, number_format) == shown


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (at("2022-03-31"), 'yyyy"年"m"月"', "2022年3月"),
        (at("2022-03-31"), "yyyy\\-mm\\-dd", "2022-03-31"),
        (at("2022-03-31"), "mm-dd-yy", "2022/3/31"),
        (at("2022-03-31"), "yyyy/m/d;@", "2022/3/31"),
        (at("2022-03-31"), "General", "2022/3/31"),
        (date(2022, 3, 31), 'm"月"d"日"', "3月31日"),
        (at("2022-12-30"), '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二二年十二月三十日"),
        (at("2022-03-01 09:05"), "yyyy-mm-dd h:mm:ss", "2022-03-01 9:05:00"),
        (at("2022-03-31"), "[$-804]aaaa", "星期四"),
        (time(21, 30), "h:mm AM/PM", "9:30 下午"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
    ],
)
def test_dates(value: datetime | date | time | timedelta, number_format: str, shown: str) -> None:
    assert displayed(value, number_format) == shown


@pytest.mark.parametrize(
    ("number_format", "is_date"),
    [
        ("General", False),
        ("[Red]0.00", False),
        ('0.0"亩"', False),
        ('yyyy"年"', True),
        ("[h]:mm", True),
        ("#,##0_);[Red](#,##0)", False),
    ],
)
def test_which_formats_are_dates(number_format: str, is_date: bool) -> None:
    assert is_date_format(number_format) is is_date


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=4),
    st.integers(min_value=0, max_value=4),
    st.sampled_from(["0", "#,##0"]),
)
def test_plain_formats_round_as_decimals_do(value: Decimal, places: int, whole: str) -> None:
    number_format = f"{whole}.{'0' * places}" if places else whole
    shown = Decimal(displayed(value, number_format).replace(",", ""))
    assert shown == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(
    st.text(alphabet='0#?.,%;@"\\_*[]EG+-年月dmyhs!/$', max_size=20), st.floats(allow_nan=False, allow_infinity=False)
)
def test_no_format_breaks_it(number_format: str, value: float) -> None:
    assert isinstance(displayed(value, number_format), str)
