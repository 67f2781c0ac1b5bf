"""The sample estate's registers as a file would bring them: buildings, shops, parking places, people and prices."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from counter.demo.names import person_name, phone, plate
from counter.desk.estate_rows import EstateFile, FileHolder, FileOpening, FilePrice, FileUnit, Place
from counter.rules.periods import DAY, month_of

PROPERTY_FEE, PARKING_FEE, SHARED_ENERGY = "物业费", "车位费", "公共能耗"
ENGLISH = {PROPERTY_FEE: "Property fee", PARKING_FEE: "Parking fee", SHARED_ENERGY: "Shared energy"}
DEVELOPER = "阳光置业有限公司"
STEWARDS = ("周敏", "孙丽", "何军", "罗燕")
ENTRANCES, FLOORS, FLATS_A_FLOOR = 2, 18, 3
_A_BUILDING = ENTRANCES * FLOORS * FLATS_A_FLOOR
# The floor plans of a building, in hundredths of a square metre; corner flats are larger.
_PLANS = ((8950, 11832, 8950), (9280, 12645, 9512), (7864, 10220, 13075))
_SAMPLE = Place("sample", 0)


class Household(NamedTuple):
    """Who comes to the window for which units, the flat or shop first."""

    units: tuple[str, ...]
    payer: str
    developer: bool


class SampleEstate(NamedTuple):
    """The file, who pays for what, and the units that bring a balance."""

    file: EstateFile
    households: tuple[Household, ...]
    savers: frozenset[str]


def sample_estate(flats: int, first_day: date, seed: int) -> SampleEstate:
    """Return an estate of so many flats, with shops and parking places in proportion, as of a first day."""
    chance = Random(f"estate-{seed}")
    units: list[FileUnit] = []
    holders: list[FileHolder] = []
    households: list[Household] = []
    free_places = list(_parking_codes(max(1, flats // 4)))
    developer = FileHolder(_SAMPLE, "", DEVELOPER, "02088886666", "developer", "developer")
    for code, building, entrance, room, area in _flats(flats):
        handed_over = date(2019, 6, 30) if int(building) % 3 else date(2020, 9, 30)
        steward = STEWARDS[int(building) % len(STEWARDS)]
        units.append(
            FileUnit(_SAMPLE, code, building, entrance, room, "flat", area, handed_over.isoformat(), None, steward)
        )
        if chance.randrange(100) < 3:
            holders.append(developer._replace(unit=code))
            households.append(Household((code,), DEVELOPER, True))
            continue
        people = _people(chance, code, handed_over, first_day)
        holders += people
        place = free_places.pop(0) if free_places and chance.randrange(100) < 27 else None
        if place:
            units.append(_place(chance, place))
            holders.append(people[0]._replace(unit=place, since=None))
        households.append(Household((code, place) if place else (code,), people[0].name, False))
    for place in free_places:
        units.append(_place(chance, place)._replace(plates=()))
        holders.append(developer._replace(unit=place))
    shops = [_shop(chance, n) for n in range(1, max(1, flats // 60) + 1)]
    units += [unit for unit, _ in shops]
    holders += [holder for _, holder in shops]
    households += [Household((unit.code,), holder.name, False) for unit, holder in shops]
    openings = tuple(_openings(chance, households, first_day))
    file = EstateFile(tuple(units), tuple(holders), tuple(sample_prices(first_day)), openings)
    savers = frozenset(each.unit for each in openings if each.kind == "balance")
    return SampleEstate(file, tuple(households), savers)


def sample_prices(first_day: date) -> list[FilePrice]:
    """Return the prices: the property fee rises once, by resolution, at the start of the sample's second year."""
    before, rise = f"{first_day.year - 1}-01-01", f"{first_day.year + 1}-01-01"
    contract = ("service_contract", f"{first_day.year - 1}-03", f"{first_day.year - 1}-03-15")
    resolution = ("assembly_resolution", f"{first_day.year}-02", f"{first_day.year}-11-20")
    return [
        _price(PROPERTY_FEE, "flat", "area", 25_000, before, contract),
        _price(PROPERTY_FEE, "flat", "area", 28_000, rise, resolution),
        _price(PROPERTY_FEE, "shop", "area", 50_000, before, contract),
        _price(PARKING_FEE, "parking", "fixed", 1_500_000, before, contract),
    ]


def _price(
    item: str, kind: str, method: str, price: int, since: str, basis: tuple[str, str, str], months: int = 1
) -> FilePrice:
    return FilePrice(
        _SAMPLE, item, ENGLISH[item], kind, None, method, price, since, None, months, 15, 0 if months == 1 else 1,
        "operating", *basis,
    )  # fmt: skip


def _flats(count: int) -> Iterator[tuple[str, str, str, str, int]]:
    """Code, building, entrance, room and area of each flat: 3-2-1201 is building 3, entrance 2, floor 12, door 1."""
    for n in range(count):
        building, rest = divmod(n, _A_BUILDING)
        entrance, rest = divmod(rest, FLOORS * FLATS_A_FLOOR)
        floor, door = divmod(rest, FLATS_A_FLOOR)
        room = f"{floor + 1}{door + 1:02d}"
        area = _PLANS[building % len(_PLANS)][door]
        yield f"{building + 1}-{entrance + 1}-{room}", str(building + 1), str(entrance + 1), room, area


def _parking_codes(count: int) -> Iterator[str]:
    return (f"B1-{n:03d}" for n in range(1, count + 1))


def _place(chance: Random, code: str) -> FileUnit:
    level, number = code.split("-")
    return FileUnit(_SAMPLE, code, level, "", number, "parking", None, None, (plate(chance),))


def _shop(chance: Random, number: int) -> tuple[FileUnit, FileHolder]:
    code = f"商铺S-{number}"
    area = 3500 + 10 * chance.randrange(600)
    unit = FileUnit(_SAMPLE, code, "", "", code, "shop", area, "2019-06-30", None, STEWARDS[0])
    return unit, FileHolder(_SAMPLE, code, person_name(chance), phone(chance))


def _people(chance: Random, code: str, handed_over: date, first_day: date) -> list[FileHolder]:
    """The owner first, then perhaps a co-owner and a tenant who pays the shared energy."""
    owner = FileHolder(_SAMPLE, code, person_name(chance), phone(chance), since=(handed_over + DAY).isoformat())
    people = [owner]
    if chance.randrange(100) < 15:
        people.append(owner._replace(name=person_name(chance), phone=phone(chance), role="co_owner"))
    if chance.randrange(100) < 12:
        people.append(
            owner._replace(
                name=person_name(chance), phone=phone(chance), role="occupier", since=first_day.isoformat(),
                items=(SHARED_ENERGY,),
            )
        )  # fmt: skip
    return people


def _openings(chance: Random, households: list[Household], first_day: date) -> Iterator[FileOpening]:
    """Every fortieth household owes the two months before these books began; every sixtieth brings a balance."""
    last = month_of(first_day - DAY)
    earlier = month_of(last.first - DAY)
    for household in households:
        unit = household.units[0]
        if household.developer or unit.startswith("商铺"):
            continue
        if chance.randrange(40) == 0:
            owed = 22_375 + 10 * chance.randrange(500)
            for period in (earlier, last):
                yield FileOpening(_SAMPLE, unit, "arrears", owed, PROPERTY_FEE, period.label)
        elif chance.randrange(60) == 0:
            yield FileOpening(_SAMPLE, unit, "balance", 10_000 * chance.randint(1, 5))
