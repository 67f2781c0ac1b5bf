"""A receipt as most are: three charges of one flat, cash, change."""

from counter.papers.receipt import PaidTo, ReceiptFacts, ReceiptLine, TenderLine, receipt_paper
from counter.rules.codes import receipt_code
from counter.words import Words
from printing.blocks import Paper


def sample_receipt() -> Paper:
    """Return the worded receipt."""
    number = 123
    return receipt_paper(
        ReceiptFacts(
            number="2021-000123",
            at="2021-01-04T01:30:00.000Z",
            estate="阳光花园",
            collector="阳光物业服务有限公司",
            seal_line="收款单位(盖章)",
            unit_codes=("3-2-1201",),
            payer="欧阳娜娜",
            lines=(
                ReceiptLine("物业费", "2021-01", "3-2-1201", "89.50 m² × 2.80", 25_060, 25_060),
                ReceiptLine("车位费", "2021-01", "3-2-1201", "150.00", 15_000, 15_000),
                ReceiptLine("公共能耗", "2021-01", "3-2-1201", "15.37", 1537, 1537),
            ),
            kept=(),
            rounding=0,
            total=41_597,
            tenders=(TenderLine("cash", 41_597, ""),),
            received=50_000,
            change=8_403,
            paid_to=(PaidTo("物业费", "3-2-1201", "2021-01-31"),),
            cashier="王芳",
            till=1,
            code=receipt_code("R2021", number, "0" * 64),
        ),
        Words.load("zh_CN"),
    )
