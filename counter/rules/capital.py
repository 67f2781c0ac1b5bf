"""Sums in capital figures (大写) as receipts and letters carry them, for renminbi only.

Rules: 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定).
"""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")


def to_capital(fen: int) -> str:
    """Writes a sum of fen in capital figures with its 人民币 prefix, ending in 整 unless it ends in 分."""
    sign = "负" if fen < 0 else ""
    yuan, odd = divmod(abs(fen), 100)
    return f"人民币{sign}{_yuan(yuan, odd)}{_jiao_and_fen(odd, after_yuan=yuan > 0)}"


def _yuan(yuan: int, odd: int) -> str:
    """The part up to 元; a sum below one yuan starts at 角 or 分, and nothing at all reads 零元."""
    if yuan == 0:
        return "" if odd else "零元"
    return _number(yuan) + "元"


def _jiao_and_fen(odd: int, *, after_yuan: bool) -> str:
    """The part after 元: a zero 角 before a 分 is read 零 when yuan stand before it."""
    jiao, fen = divmod(odd, 10)
    if fen == 0:
        return (DIGITS[jiao] + "角" if jiao else "") + "整"
    if jiao:
        return DIGITS[jiao] + "角" + DIGITS[fen] + "分"
    return ("零" if after_yuan else "") + DIGITS[fen] + "分"


def _number(n: int) -> str:
    """A positive number in capital figures, read in steps of 亿 and 万."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if n >= unit:
            high, low = divmod(n, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return _number(high) + name + gap + (_number(low) if low else "")
    return _below_ten_thousand(n)


def _below_ten_thousand(n: int) -> str:
    """1 to 9999; zeros between figures collapse to one 零, and ten is 壹拾, never a bare 拾."""
    text, gap = "", False
    for place, figure in zip(_PLACES, f"{n:04d}", strict=True):
        if figure == "0":
            gap = bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[int(figure)] + place
        gap = False
    return text
