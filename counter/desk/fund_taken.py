"""Whether this counter takes the maintenance fund: where it does not, nothing of it is charged, billed or paid here."""

from counter.desk.office import Office

COUNTER = "counter"


class FundNotCollected(Exception):
    """The maintenance fund is not taken at this counter; it is paid to the fund's own bank account."""

    code = "fund_not_collected"


def require_collected(office: Office) -> None:
    """Raise FundNotCollected where the office does not take the fund."""
    if office.maintenance_fund != COUNTER:
        raise FundNotCollected
