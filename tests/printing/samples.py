"""Papers as the counter words them, for the tests of this room."""

from datetime import UTC, datetime
from pathlib import Path

from printing.blocks import Block, Code, Column, Pair, Paper, Row, Rule, Sign, Sum, Table, Text, Title
from printing.profile import FontFiles

FONT_FOLDER = Path(__file__).resolve().parents[2] / "counter" / "fonts"
FONTS = FontFiles(FONT_FOLDER / "CounterfoilSansSC-Regular.ttf", FONT_FOLDER / "CounterfoilSansSC-Bold.ttf")
CREATED = datetime(2026, 11, 23, 9, 41, 5, tzinfo=UTC)
QR = "CF1:R:2026-000123:9f3a2b7c11d0"
PARTS_ZH = ("①存根", "②交款人", "③记账")
PARTS_EN = ("① Stub", "② Payer", "③ Books")

_LINES_ZH = (
    ("物业服务费", "2026-10", "268.50", "89.50㎡×3.00元/㎡·月"),
    ("物业服务费", "2026-11", "268.50", "89.50㎡×3.00元/㎡·月"),
    ("公共区域能耗分摊费（电梯、水泵、楼道照明）", "2026-10", "1,036.20", "第3栋总额 124,344.00元÷120户"),
    ("地下车位管理费", "2026-10至2026-12", "240.00", "80.00元/月×3个月"),
    ("违约金", "2026-09", "3.21", "268.50元×0.05%×24天，封顶为本金"),
)
_LINES_EN = (
    ("Property service fee", "2026-10", "268.50", "89.50 m² × 3.00 yuan/m² per month"),
    ("Property service fee", "2026-11", "268.50", "89.50 m² × 3.00 yuan/m² per month"),
    ("Shared energy (lifts, pumps, stairway light)", "2026-10", "1,036.20", "building 3: 124,344.00 ÷ 120 households"),
    ("Underground parking space", "2026-10 to 2026-12", "240.00", "80.00 per month × 3 months"),
    ("Late fee", "2026-09", "3.21", "268.50 × 0.05 % × 24 days, capped at the principal"),
)


def _table(titles: tuple[str, str, str], lines: tuple[tuple[str, str, str, str], ...]) -> Table:
    columns = (Column(titles[0], share=3), Column(titles[1], share=2), Column(titles[2], "right", 2))
    return Table(columns, tuple(Row((item, period, amount), detail) for item, period, amount, detail in lines))


def receipt_zh(parts: tuple[str, ...] = ()) -> Paper:
    """Return a Chinese receipt of five lines with long names and a split tender."""
    blocks: tuple[Block, ...] = (
        Title("收款收据", "阳光花园物业服务中心"),
        Pair("收据号", "2026-000123", "number"),
        Pair("印刷号", "0034567", "form_number"),
        Pair("日期", "2026-11-23 09:41"),
        Pair("房屋", "3-2-1201"),
        Pair("交款人", "欧阳文静、司马长风（共有人）", "payer"),
        Pair("收款台", "1号台"),
        Text("今收到 欧阳文静、司马长风 交来以下款项："),
        _table(("收费项目", "所属期间", "金额"), _LINES_ZH),
        Rule(),
        Sum("应收", "1,816.41"),
        Sum("抹零", "-0.01"),
        Sum("实收合计", "¥1,816.40", large=True),
        Sum("合计人民币(大写)", "人民币壹仟捌佰壹拾陆元肆角整", name="capital"),
        Sum("现金", "1,000.00"),
        Sum("刷卡 622848******1234 凭证号 000217", "816.40"),
        Sum("收 现金", "1,100.00"),
        Sum("找零", "100.00"),
        Text("已缴至：物业服务费 2026-11-30；地下车位管理费 2026-12-31"),
        Sign(("收款单位(盖章)", "收款人 王芳", "交款人")),
        Code(QR, "扫码查询本收据"),
        Text("本收据不作为发票使用，需发票请凭本收据换开。", small=True),
    )
    return Paper("receipt", "收据 2026-000123", "zh_CN", blocks, parts)


def receipt_en(parts: tuple[str, ...] = ()) -> Paper:
    """Return the same receipt in English."""
    blocks: tuple[Block, ...] = (
        Title("Receipt", "Sunshine Garden Service Centre"),
        Pair("No.", "2026-000123", "number"),
        Pair("Form", "0034567", "form_number"),
        Pair("Date", "Mon 2026-11-23 09:41"),
        Pair("Unit", "3-2-1201"),
        Pair("Payer", "Ouyang Wenjing, Sima Changfeng (co-owners)", "payer"),
        Pair("Till", "Till 1"),
        Text("Received from Ouyang Wenjing, Sima Changfeng:"),
        _table(("Fee item", "Period", "Amount"), _LINES_EN),
        Rule(),
        Sum("To pay", "1,816.41"),
        Sum("Rounding", "-0.01"),
        Sum("Received in all", "¥1,816.40", large=True),
        Sum("In capitals", "人民币壹仟捌佰壹拾陆元肆角整", name="capital"),
        Sum("Cash", "1,000.00"),
        Sum("Card 622848******1234, voucher 000217", "816.40"),
        Sum("Cash handed over", "1,100.00"),
        Sum("Change", "100.00"),
        Text("Paid up to: property service fee 2026-11-30; underground parking space 2026-12-31"),
        Sign(("Received by (seal)", "Cashier Wang Fang", "Payer")),
        Code(QR, "Scan to find this receipt"),
        Text("This receipt is not a tax invoice; an invoice is issued in exchange for it.", small=True),
    )
    return Paper("receipt", "Receipt 2026-000123", "en", blocks, parts)


def z_report_zh(rows: int = 12) -> Paper:
    """Return a Z report with as many lines by fee item as wanted."""
    items = tuple(
        Row((f"收费项目 {n:02d}", str(3 * n + 1), f"{n * 1234 + 56:,}.50", f"{n * 13}.00", f"{n * 1221 + 56:,}.50"))
        for n in range(1, rows + 1)
    )
    columns = (
        Column("收费项目", share=4), Column("笔数", "right", 1), Column("应收", "right", 2),
        Column("减免", "right", 2), Column("实收", "right", 2),
    )  # fmt: skip
    tenders = (Row(("现金", "41", "12,906.50")), Row(("刷卡", "17", "9,133.00")), Row(("扫码", "63", "31,870.20")))
    blocks: tuple[Block, ...] = (
        Title("收费日结单", "阳光花园物业服务中心"),
        Pair("编号", "Z000412", "number"),
        Pair("营业日", "2026-11-23 周一"),
        Pair("收款台", "1号台"),
        Pair("开台", "08:31 王芳"),
        Pair("结账", "17:32 王芳"),
        Pair("收据", "2026-000101 至 2026-000221，共121张，作废2张"),
        Table(columns, items),
        Table((Column("付款方式", share=4), Column("笔数", "right", 2), Column("金额", "right", 3)), tenders),
        Rule(),
        Sum("备用金", "500.00"),
        Sum("应有现金", "13,406.50"),
        Sum("实点现金", "13,405.50"),
        Sum("长短款", "-1.00"),
        Sum("今日实收", "¥53,909.70", large=True),
        Sum("合计人民币(大写)", "人民币伍万叁仟玖佰零玖元柒角整", name="capital"),
        Pair("累计总额", "18,204,771.35"),
        Pair("链首", "5e1f0c7b 99d2a4e1 3c08b6f7 d1a0e255"),
        Sign(("收款员", "复核", "财务")),
        Code("CF1:Z:000412:5e1f0c7b99d2", "Z000412"),
        Text("累计总额与链首可与日结档案核对。", small=True),
    )
    return Paper("z_report", "日结单 Z000412", "zh_CN", blocks)


def marked(paper: Paper, text: str = "补打 第2次") -> Paper:
    """Return the paper with a copy mark."""
    return paper.with_mark(text)
