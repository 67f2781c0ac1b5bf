"""E-mails as files and what comes back: the standards' reports read, a mailbox's rest passed over, a table."""

import email
from datetime import UTC, date, datetime
from email.policy import default
from pathlib import Path

import pytest

from counter.desk.long_work import Cancelled
from counter.files.eml import Mail, eml_bytes
from counter.files.grid import FileUnreadable
from counter.files.mail_folder import MailFolders
from counter.files.mail_results import MailResult, NoMailResults, read_results
from tests.files.mails import ANSWER, OTHER, READ, bounce, mailbox

ID = "L2026-000001.0123456789ab@garden.example"
MAIL = Mail(
    ID, "office@garden.example", "zhang@example.net", "【阳光花园】函件L2026-000001", "张三：\n\n您好！\n",
    datetime(2026, 11, 23, 1, 0, tzinfo=UTC), b"%PDF-1.4 letter", "L2026-000001.pdf",
)  # fmt: skip


def test_an_email_is_a_file_that_other_programs_read_and_always_the_same_bytes() -> None:
    made = eml_bytes(MAIL)
    assert made == eml_bytes(MAIL)
    read = email.message_from_bytes(made, policy=default)
    assert (read["From"], read["To"], read["Message-ID"]) == (MAIL.sender, MAIL.to, f"<{ID}>")
    assert read["Subject"] == MAIL.subject
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == MAIL.text
    (pdf,) = read.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == (MAIL.pdf_name, MAIL.pdf)
    assert max(map(len, made.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("action", "status", "outcome"), [("failed", "5.1.1", "bounced"),
                         ("delayed", "4.4.1", "delayed"), ("delivered", "2.0.0", "arrived")])  # fmt: skip
def test_a_report_of_a_mail_server_is_known_by_the_message_it_returns(
    tmp_path: Path, action: str, status: str, outcome: str, whole: bool
) -> None:
    folder = mailbox(tmp_path / "in", a=bounce(ID, action=action, status=status, whole=whole))
    assert read_results(folder).found == (MailResult(ID, outcome, status, date(2026, 11, 24), "a.eml"),)


def test_readers_and_answers_are_told_and_the_rest_of_a_mailbox_is_counted(tmp_path: Path) -> None:
    folder = mailbox(
        tmp_path / "in", read=READ.format(message_id=ID), answer=ANSWER.format(message_id=ID, more=""),
        away=ANSWER.format(message_id=ID, more="Auto-Submitted: auto-replied\n"), other=OTHER,
        relayed=bounce(ID, action="relayed", status="2.0.0"),
    )  # fmt: skip
    found = read_results(folder)
    assert [(each.outcome, each.letter) for each in found.found] == [("answered", ID), ("opened", ID)]
    assert (found.others, found.unreadable) == (3, ())


def test_a_broken_mail_stops_no_other(tmp_path: Path) -> None:
    folder = mailbox(tmp_path / "in", b=bounce(ID))
    (folder / "a.eml").write_bytes(b"\xff\xfe\x00" * 50)
    (folder / "c.eml").mkdir()
    found = read_results(folder)
    assert [each.outcome for each in found.found] == ["bounced"]
    assert found.unreadable == ("c.eml",)


def test_a_folder_without_mails_and_a_table_without_its_columns_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.eml"):
        with pytest.raises(NoMailResults):
            read_results(path)
    table = tmp_path / "r.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FileUnreadable):
        read_results(table)


def test_a_table_of_outcomes_is_read_in_both_languages(tmp_path: Path) -> None:
    table = tmp_path / "results.csv"
    table.write_text(
        "编号,结果,日期\nL2026-000001,退信,2026/11/24\nl2026-000002,已读,\nL2026-000003,也许,\nL2026-000004,,\n"
        "L2026-000005,已送达,昨天\nL2026-000006,未知,\n", "utf-8",
    )  # fmt: skip
    found = read_results(table)
    assert [(each.letter, each.outcome, each.on) for each in found.found] == [
        ("L2026-000001", "bounced", date(2026, 11, 24)), ("l2026-000002", "opened", None),
    ]  # fmt: skip
    assert (found.others, found.unclear) == (0, ("4 (L2026-000003 也许)", "6 (L2026-000005 已送达 昨天)"))


def test_a_mail_program_that_gave_the_mail_its_own_id_is_met_by_the_number_in_the_subject(tmp_path: Path) -> None:
    own = "20261123.ABCDEF@mail.example.com"
    said = bounce(own).replace("Subject: letter", "Subject: Garden: letter L2026-000007, 3-2-1201")
    heads = bounce(own, whole=False).replace("Subject: letter", "Subject: Garden: letter L2026-000008, 3-2-1202")
    answer = ANSWER.format(message_id=own, more="").replace("=?utf-8?B?5Zue5aSN?=", "Re: letter L2026-000009, x")
    folder = mailbox(tmp_path / "in", a=said, b=heads, c=answer, d=ANSWER.format(message_id=own, more=""))
    assert [(each.letter, each.outcome) for each in read_results(folder).found] == [
        ("L2026-000007", "bounced"), ("L2026-000008", "bounced"), ("L2026-000009", "answered"), (own, "answered"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "outcome", "status"),
    [
        ("550 Mailbox not found or access denied", "bounced", ""), ("SMTP error 5.1.1, 用户不存在", "bounced", "5.1.1"),
        ("451 4.4.1 host 10.4.4.11 is not answering", "delayed", "4.4.1"),
    ],
)  # fmt: skip
def test_a_server_that_writes_no_report_is_understood_by_what_it_returns(
    tmp_path: Path, text: str, outcome: str, status: str
) -> None:
    head = (
        "From: PostMaster@mail.example.com\nTo: office@garden.example\nSubject: =?utf-8?B?6YCA5L+h?=\n"
        "Date: Tue, 24 Nov 2026 09:12:03 +0800\n"
    )
    plain = f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\nSubject: Garden: letter L2026-000001, 3-2-1201\n"
    mixed = (
        f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n--B\n'
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n--B\nContent-Type: message/rfc822\n\n"
        f"Message-ID: <{ID}>\nSubject: x\n\nhello\n--B--\n"
    )
    found = read_results(mailbox(tmp_path / "in", a=plain, b=mixed, c=f"{head}\nbuy more disk\n"))
    assert [(each.letter, each.outcome, each.status) for each in found.found] == [
        ("L2026-000001", outcome, status), (ID, outcome, status),
    ]  # fmt: skip
    assert found.others == 1


def test_a_folder_of_mails_is_whole_recorded_first_or_not_there_at_all(tmp_path: Path) -> None:
    recorded: list[bool] = []
    target = tmp_path / "email-L2026-000001"

    def write(cancel: bool = False, fault: OSError | None = None) -> Path:
        def record() -> None:
            recorded.append(target.exists())
            if fault is not None:
                raise fault

        folders = MailFolders(tmp_path / "notes", lambda request: len(recorded) > 1)
        return folders.write(target, "r", [("a.eml", MAIL)], 1, record, lambda done, total: None, lambda: cancel)

    with pytest.raises(Cancelled):
        write(cancel=True)
    with pytest.raises(OSError, match="full"):
        write(fault=OSError("full"))
    assert [each.name for each in tmp_path.rglob("*")] == ["notes"]
    assert write() == target
    assert write() == tmp_path / "email-L2026-000001-2"
    assert recorded == [False, False, True]
    assert (target / "a.eml").read_bytes() == eml_bytes(MAIL)
