"""Papers as most are: a receipt over three charges, and a demand over six with its table, late fee and code."""

from counter.papers.letter import BasisLine, LetterFacts, LetterLine, letter_paper
from counter.papers.letter_texts import CLOSINGS, OPENINGS
from counter.papers.receipt import PaidTo, ReceiptFacts, ReceiptLine, TenderLine, receipt_paper
from counter.rules.codes import payment_reference, receipt_code
from counter.words import Words
from printing.blocks import Paper


def sample_receipt(number: int = 123) -> Paper:
    """Return the worded receipt with a number; unit, payer and sums differ from one to the next."""
    unit, payer = (
        f"{number % 9 + 1}-{number % 3 + 1}-{number}",
        f"欧阳{'芳敏静丽'[number % 4]}{'娜婷建国强'[number % 5]}",
    )
    fee, energy = 25_060 + 7 * number, 1_537 + number
    total = fee + 15_000 + energy
    received = -(-total // 10_000) * 10_000
    return receipt_paper(
        ReceiptFacts(
            number=f"2021-{number:06d}",
            at="2021-01-04T01:30:00.000Z",
            estate="阳光花园",
            collector="阳光物业服务有限公司",
            seal_line="收款单位(盖章)",
            unit_codes=(unit,),
            payer=payer,
            lines=(
                ReceiptLine("物业费", "2021-01", unit, f"{fee / 280:.2f} m² × 2.80", fee, fee),
                ReceiptLine("车位费", "2021-01", unit, "150.00", 15_000, 15_000),
                ReceiptLine("公共能耗", "2021-01", unit, f"{energy / 100:.2f}", energy, energy),
            ),
            kept=(),
            rounding=0,
            total=total,
            tenders=(TenderLine("cash", total, ""),),
            received=received,
            change=received - total,
            paid_to=(PaidTo("物业费", unit, "2021-01-31"),),
            cashier="王芳",
            till=1,
            code=receipt_code("R2021", number, f"{number:064x}"[::-1]),
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
