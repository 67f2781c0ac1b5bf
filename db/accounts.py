"""The chart of accounts: what a posting may name, with its class and normal side.

Debits are positive, credits negative. Units, items, periods, charges and tenders are columns of the posting, so one
account serves every unit. A fund (operating, maintenance, held for others) never mixes with another.
"""

from typing import Literal, NamedTuple

Fund = Literal["operating", "maintenance", "held"]
FUNDS: tuple[Fund, ...] = ("operating", "maintenance", "held")

AccountClass = Literal["asset", "liability", "income", "expense", "equity"]


class Account(NamedTuple):
    """One account: its name in every posting, its class, and its names for people."""

    name: str
    account_class: AccountClass
    zh: str
    en: str


_CHART = (
    Account("till_cash", "asset", "收款台现金", "Till cash"),
    Account("float_left", "asset", "留存备用金", "Float left in the drawer"),
    Account("petty_cash", "asset", "零星开支备用金", "Petty cash"),
    Account("safe_cash", "asset", "保险柜现金", "Safe cash"),
    Account("cash_in_transit", "asset", "在途现金", "Cash in transit"),
    Account("bank", "asset", "银行存款", "Bank"),
    Account("card_clearing", "asset", "刷卡待清算", "Card clearing"),
    Account("scan_clearing", "asset", "扫码待清算", "Scan clearing"),
    Account("code_clearing", "asset", "收款码待核", "Static code, to be checked"),
    Account("transfer_clearing", "asset", "转账待核", "Transfers, to be checked"),
    Account("cheque_clearing", "asset", "支票待兑付", "Cheques until cleared"),
    Account("missing_money", "asset", "未到账款项", "Money that did not arrive"),
    Account("receivable", "asset", "应收账款", "Receivable"),
    Account("balance", "liability", "预存款", "Balances"),
    Account("paid_ahead", "liability", "预交款", "Paid ahead"),
    Account("deposits_held", "liability", "押金", "Deposits held"),
    Account("unclaimed", "liability", "待认领来款", "Unclaimed money"),
    Account("collected_for_others", "liability", "代收款", "Collected for others"),
    Account("refunds_payable", "liability", "应付退款", "Refunds payable"),
    Account("fund_owed", "liability", "应付维修资金", "Maintenance fund owed to owners"),
    Account("income", "income", "收费收入", "Fee income"),
    Account("late_fee_income", "income", "违约金收入", "Late fee income"),
    Account("other_income", "income", "其他收入", "Other income"),
    Account("over_short", "expense", "长短款", "Over/short"),
    Account("rounding", "expense", "抹零", "Rounding"),
    Account("discounts", "expense", "优惠", "Discounts"),
    Account("waivers", "expense", "减免", "Waivers"),
    Account("adjustments", "expense", "调整", "Adjustments"),
    Account("bad_debt", "expense", "坏账损失", "Bad debt"),
    Account("pay_out", "expense", "收款台支出", "Paid out of the till"),
    Account("opening", "equity", "期初余额", "Opening balances"),
    Account("interfund", "equity", "基金往来", "Between funds"),
)

CHART: dict[str, Account] = {account.name: account for account in _CHART}

# Where the money of each tender lies until the bank or the safe has it.
TENDER_ACCOUNT: dict[str, str] = {
    "cash": "till_cash",
    "card": "card_clearing",
    "scan": "scan_clearing",
    "qr_code": "code_clearing",
    "transfer": "transfer_clearing",
    "cheque": "cheque_clearing",
    "balance": "balance",
}
