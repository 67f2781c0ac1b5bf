"""Papers as most are: a receipt over three charges, and a demand over six with its table, late fee and code."""

from counter.papers.letter import BasisLine, LetterFacts, LetterLine, letter_paper
from counter.papers.letter_texts import CLOSINGS, OPENINGS
from counter.papers.receipt import PaidTo, ReceiptFacts, ReceiptLine, TenderLine, receipt_paper
from counter.rules.codes import payment_reference, receipt_code
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


def sample_letter(number: int) -> Paper:
    """Return the worded demand with a number; owner, unit and sums differ from one to the next."""
    w, series = Words.load("zh_CN"), "L2026"
    lines = tuple(
        LetterLine(item, f"2026-{month:02d}", f"2026-{month:02d}-15", made_of, amount, amount)
        for month in (8, 9, 10)
        for item, made_of, amount in (
            ("物业费", "89.50 m² × 2.80", 25_060 + number % 97),
            ("公共能耗", "10,574.00 分摊 0.31 %", 1_500 + number % 89),
        )
    )  # fmt: skip
    owner, unit = f"{'王李赵陈'[number % 4]}{'芳敏静丽强'[number % 5]}", f"{number % 9 + 1}-{number % 3 + 1}-{number}"
    total = sum(line.open for line in lines)
    fields = {
        "name": owner, "unit": unit, "estate": "阳光花园", "total": f"¥{total / 100:,.2f}", "day": "2026-11-26",
        "deadline": "2026-12-11", "count": str(len(lines)),
    }  # fmt: skip
    return letter_paper(
        LetterFacts(
            step="demand", number=f"{series}-{number:06d}", code=receipt_code(series, number, f"{number:064x}"),
            reference=payment_reference(number), day="2026-11-26", deadline="2026-12-11", times=2, estate="阳光花园",
            collector="阳光物业服务有限公司", contact="1号楼底商，8:30–17:30，电话 8888 8888", unit_code=unit,
            owner=owner, area=8_950, lines=lines, late_fee=1_000 + number % 83, fee_demanded=True,
            opening=w(OPENINGS["demand"]).format(**fields), closing=w(CLOSINGS["demand"]).format(**fields),
            bases=(BasisLine("物业费", "service_contract", "2025-03", "2025-03-01"),),
            bank_account="中国工商银行 6222 0000 0000 0000",
        ),
        w,
    )  # fmt: skip
