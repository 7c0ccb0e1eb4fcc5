"""Examples for the help of every command: what is typed, and what comes of it. A test has each of them understood."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

EXAMPLES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "run": (
            ("hedui run", "读入 data/raw"),
            ("hedui run /srv/收件夹 --store /srv/hedui.db", "另外的收件夹和数据库"),
        ),
        "findings": (
            ("hedui findings", "全部未了结的疑点"),
            ("hedui findings --severity error --unit 财政局", "名称含“财政局”的单位的错误"),
        ),
        "explain": (
            ("hedui explain 33403825da6a0eb2", "编号见 hedui findings"),
            ("hedui explain 33403825da6a0eb2 --image 疑点.png", "再把所在的页画成图片"),
        ),
        "serve": (
            ("hedui serve", "只有本机能打开"),
            ("hedui serve --host 0.0.0.0 --port 8080", "局域网里都能打开，要先有账号"),
        ),
        "notice": (
            ("hedui notice 通知单 --dry-run", "先看会写给谁、几处"),
            ("hedui notice 通知单 --due 2024-07-31 --by 王敏", "写出来，并记下通知了什么"),
        ),
        "status": (
            ("hedui status", "看昨晚的运行"),
            ("hedui status --json", "供监控程序读"),
        ),
        "summary": (("hedui summary 六月汇总 --month 2024-06", "写出 六月汇总.docx 和 六月汇总.xlsx"),),
        "coverage": (
            ("hedui coverage", "最近十二期"),
            ("hedui coverage --as-of 2024-07-20 --format csv", "按 7 月 20 日算，输出 CSV"),
        ),
        "query": (
            ("hedui query", "有哪些表和视图可查"),
            ('hedui query "SELECT unit, count(*) FROM monthly GROUP BY unit"', "各单位有多少个当月数"),
        ),
        "export": (
            ("hedui export 导出 --format xlsx", "一个 Excel 工作簿"),
            ("hedui export 导出", "每张表一个 jsonl 文件"),
        ),
        "report withdraw": (
            ('hedui report withdraw 0123456789abcdef --reason "报错了月份"', "编号见导出的 reports"),
            ("hedui report withdraw 0123456789abcdef --undo", "取消撤回"),
        ),
        "rules list": (
            ("hedui rules list", "全部规则"),
            ("hedui rules list --family 占比 --severity error", "只看占比类的错误"),
        ),
        "rules explain": (("hedui rules explain share_of_whole", "编号见 hedui rules list"),),
        "rules unknown": (("hedui rules unknown --limit 20", "最多的 20 个"),),
        "rules check": (
            ("hedui rules check", "检查正在用的规则"),
            ("hedui rules check --folder 规则副本", "检查改动中的副本"),
        ),
        "score": (
            ("hedui score 导出/facts.jsonl 标注.tsv 五月简报.txt", "五月简报.txt 读对了多少"),
            ("hedui score 导出/facts.jsonl 标注.tsv 五月简报.txt --misses", "再列出漏掉和读错的"),
        ),
        "synth": (("hedui synth 试验 --units 3 --months 6", "3 个虚构单位各 6 份月报"),),
        "doctor": (
            ("hedui doctor", "检查这台机器"),
            ("hedui doctor --inbox /srv/收件夹 --json", "收件夹在别处，输出 JSON"),
        ),
        "watch": (("hedui watch /srv/收件夹 --every 30", "每 30 秒看一次"),),
        "flows up": (('hedui flows up /srv/收件夹 --cron "0 2 * * *"', "每天凌晨两点运行"),),
        "flows status": (("hedui flows status", "下次何时运行，上次结果如何"),),
        "user add": (("hedui user add wangmin --role reviewer --name 王敏", "密码随后输入两遍"),),
        "user list": (("hedui user list", "全部账号"),),
        "user role": (("hedui user role wangmin approver", "改为审定"),),
        "user password": (("hedui user password wangmin", "新密码随后输入两遍"),),
        "user disable": (
            ("hedui user disable wangmin", "停用"),
            ("hedui user disable wangmin --enable", "重新启用"),
        ),
        "audit verify": (
            ("hedui audit verify", "核验"),
            ("hedui audit verify --against 审计-6月.jsonl", "再与先前导出的对照"),
        ),
        "audit export": (("hedui audit export 审计-6月.jsonl", "已有的文件不覆盖"),),
        "audit corrections": (("hedui audit corrections 更正.csv", "也可以写成 .jsonl"),),
        "audit replay": (("hedui audit replay 审计-6月.jsonl --store 新库.db", "新库里已重新读过同样的文件"),),
        "store upgrade": (("hedui store upgrade", "升级程序之后运行一次"),),
        "store check": (("hedui store check --originals", "连存档的原件一起核对"),),
        "store copy": (
            ("hedui store copy data/curated/hedui.db postgresql+psycopg://hedui@数据库主机/hedui", "搬到 PostgreSQL"),
        ),
        "store vacuum": (("hedui store vacuum", "腾出不用的空间"),),
        "store backup": (("hedui store backup /备份/2024-06-30", "须是新的或空的文件夹"),),
        "store restore": (("hedui store restore /备份/2024-06-30 --store 恢复.db", "恢复到另一个数据库"),),
    }
)
"""By the command's words after `hedui`: lines to type, each with what it does."""
