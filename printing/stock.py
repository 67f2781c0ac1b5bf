"""The pre-printed receipt stock that Counterfoil knows from the start: 241 mm wide, half a page high."""

from printing.form import RowSpots, Spot, Stock

# Where a common three-part receipt book has its lines, in mm; an office moves the whole by its own offsets.
RECEIPT_STOCK = Stock(
    (
        Spot("number", 205, 18, align="right"),
        Spot("form_number", 205, 24, align="right"),
        Spot("date", 36, 24),
        Spot("unit", 36, 32),
        Spot("payer", 120, 32, width=80),
        Spot("capital", 48, 108, width=110),
        Spot("total", 205, 108, size=12, align="right"),
        Spot("cashier", 120, 124),
        Spot("mark", 100, 12, size=12),
        Spot("code", 208, 112, 22),
    ),
    RowSpots((26, 96, 205), (False, False, True), 46, 8, 7, width=66, detail_x=130),
)
