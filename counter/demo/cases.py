"""Cases of the sample's last months: what owners brought, how it was answered, and what waits for the person."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import NamedTuple, TypeVar

from counter.demo.days import SampleClock
from counter.demo.team import Team
from counter.demo.window import Window
from counter.desk.move_case import StepIn, move_case
from counter.desk.open_case import CaseIn, Disputed, open_case
from counter.desk.settle_case import settle_case
from counter.rules.cases import Kind, Step
from db.books import Books
from db.queries.sample import Line, flats, lines_to_dispute

T = TypeVar("T")


class _Then(NamedTuple):
    """A step, so many office days before the last one."""

    before: int
    to: Step
    told: str
    members: str = ""
    rating: int | None = None


class _Story(NamedTuple):
    """What somebody brought, so many office days before the last one; upheld: per cent of the disputed sum let off.

    paid: the charge was paid already; share: per cent of the charge that is disputed.
    """

    before: int
    kind: Kind
    topic: str
    said: str
    wants: str
    then: tuple[_Then, ...] = ()
    channel: str = "window"
    urgent: bool = False
    paid: bool = False
    share: int = 100
    upheld: int = 0


_STORIES = (
    _Story(70, Kind.DISPUTE, "meter", "水表读数抄错，多抄了 5 吨", "按实际读数重算", (
        _Then(67, Step.EXAMINED, "复抄水表，读数确实多录 5 吨"), _Then(64, Step.SETTLED, "读数录错，多收部分核减"),
    ), paid=True, upheld=40),
    _Story(58, Kind.COMPLAINT, "noise", "楼上夜间装修", "晚上停工", (
        _Then(57, Step.IN_HAND, "约谈装修负责人，二十点后停工", "孙丽"),
        _Then(54, Step.SETTLED, "已停工，回访满意", rating=3),
    ), channel="phone"),
    _Story(44, Kind.DISPUTE, "not_rendered", "电梯停运四天，物业费应减", "减四天", (
        _Then(41, Step.EXAMINED, "核对维保记录，停运两天"), _Then(33, Step.REJECTED, "停运属年检，已提前公示"),
    ), channel="letter", share=20),
    _Story(38, Kind.REPAIR, "leak", "卫生间顶板渗水", "尽快来修", (
        _Then(37, Step.IN_HAND, "联系楼上住户，更换角阀", "工程部周强"), _Then(35, Step.SETTLED, "已修好", rating=3),
    ), channel="phone", urgent=True),
    _Story(30, Kind.SUGGESTION, "parking", "东门高峰期多开一个道闸", "早晚各一小时", (
        _Then(24, Step.SETTLED, "已调整，工作日早晚各开一小时", rating=2),
    ), channel="mailbox"),
    _Story(22, Kind.DISPUTE, "meter", "两个月没人住，水费却有 14 吨", "查表", (
        _Then(20, Step.EXAMINED, "现场查表，另有一处阀门滴漏"),
        _Then(12, Step.MEDIATION, "滴漏各半承担，待双方签字", "街道调解员周敏、业委会刘强"),
    ), share=50),
    _Story(16, Kind.COMPLAINT, "cleaning", "地下车库积水无人清扫", "安排清扫", (
        _Then(15, Step.IN_HAND, "安排保洁清扫，疏通地漏", "孙丽"), _Then(13, Step.SETTLED, "已清扫", rating=1),
    )),
    _Story(9, Kind.REPAIR, "lift", "2 号电梯按键失灵", "修好", channel="phone"),
    _Story(5, Kind.DISPUTE, "area", "产证面积比收费面积小", "按产证面积收", share=30),
    _Story(3, Kind.COMPLAINT, "service", "前台中午没人", "中午安排人值班"),
    _Story(1, Kind.REPAIR, "door", "单元门关不上", "今天修好", urgent=True),
)  # fmt: skip


class Cases:
    """Brings the stories in as the days of the sample go by."""

    def __init__(self, books: Books, clock: SampleClock, window: Window, team: Team, seed: int) -> None:
        self._books, self._clock, self._window, self._team = books, clock, window, team
        self._chance = Random(f"cases-{seed}")
        self._open: dict[int, tuple[int, Line | None]] = {}

    def live(self, day: date, left: int) -> None:
        """Do what is to be done in the morning of an office day, of which so many are left."""
        for place, story in enumerate(_STORIES):
            self._clock.set(day, 8, 16, place)
            if story.before == left:
                self._bring(place, story)
            elif place in self._open:
                for then in story.then:
                    if then.before == left:
                        self._step(place, story, then)

    def _bring(self, place: int, story: _Story) -> None:
        connection = self._books.database.connection()
        line, unit_id = None, 0
        if story.kind is Kind.DISPUTE:
            line = self._one(lines_to_dispute(connection, metered=story.topic == "meter", paid=story.paid))
            unit_id = line.unit_id if line else 0
        else:
            unit_id = self._one(flats(connection)) or 0
        if not unit_id:
            return
        charges = (Disputed(line.charge_id, line.amount * story.share // 100),) if line else ()
        case = CaseIn(
            story.kind, story.topic, unit_id, story.said, story.wants, story.channel, charges=charges,
            urgent=story.urgent,
        )  # fmt: skip
        opened = open_case(
            self._books, case, request_id=f"sample-case-{place}", staff=self._team.cashier, till=self._window.till,
            office=self._window.office, words=self._window.words,
        )  # fmt: skip
        self._open[place] = (opened.case_id, line)

    def _one(self, several: Sequence[T]) -> T | None:
        return several[self._chance.randrange(len(several))] if several else None

    def _step(self, place: int, story: _Story, then: _Then) -> None:
        case_id, line = self._open[place]
        request, window = f"sample-case-{place}-{then.to}", self._window
        if then.to is not Step.SETTLED:
            step = StepIn(then.to, then.told, members=then.members)
            move_case(
                self._books, case_id, step, request_id=request, staff=self._team.finance, till=window.till,
                office=window.office, words=window.words,
            )  # fmt: skip
            return
        off = line.amount * story.share * story.upheld // 10_000 if line else 0
        upheld = (Disputed(line.charge_id, off),) if line and off else ()
        settle_case(
            self._books, case_id, then.told, upheld, request_id=request, staff=self._team.finance, till=window.till,
            approver=self._team.manager if upheld else None, rating=then.rating, office=window.office,
            words=window.words,
        )  # fmt: skip
