"""Arrears, page 3: letters as e-mails in a folder or on a stick, and what came back read in again."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from counter.desk.email_letters import LetterMail, MailPreview, note_results, note_written, preview_mails
from counter.desk.letters_file import letters_pdf, sent_papers
from counter.desk.long_work import Cancel, Progress
from counter.files.eml import Mail
from counter.files.mail_folder import MailFolders
from counter.files.mail_results import MailResults, read_results
from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from counter.presenters.arrears_page import ArrearsPage, first_few
from counter.presenters.pay_view import Asked
from counter.presenters.session import Session
from counter.words import Words, formats
from counter.words.errors import together
from counter.words.message_terms import DROPPED
from counter.words.terms import term
from db.queries import dunning
from printing.profile import FontFiles


def mail_text(mail: LetterMail, estate: str, words: Words) -> tuple[str, str]:
    """Return subject and text of the e-mail of a letter; the sum stands in the letter alone."""
    subject = words("{estate}: letter {number}, {unit}", estate=estate, number=mail.number, unit=mail.unit_code)
    text = words(
        "{name},\n\nour letter {number} about {unit} is attached as a PDF. If it is settled already, please ignore it."
        "\n\nPlease answer this e-mail if you have questions, or if you want no letters by e-mail.\n\n{estate}\n",
        name=mail.name, number=mail.number, unit=mail.unit_code, estate=estate,
    )  # fmt: skip
    return subject, text


def ask_mails(page: ArrearsPage, letters: Sequence[int], name: str) -> None:
    """Ask where the e-mails of letters are written, having said how many; name: of their folder."""
    session = page.session
    try:
        found = preview_mails(session.connection, letters, page.today.isoformat())
    except Exception as error:
        page.failed(error)
        return
    left_out = page.w(", ").join(
        page.w("{n} × {reason}", n=n, reason=term(why, DROPPED, session.words)) for why, n in found.left_out.items()
    )
    told = page.w("Left out: {reasons}.", reasons=left_out) if left_out else ""
    if not found.mails:
        page.view.say("risk", page.w("None of these letters can go out by e-mail."), told)
        return
    text = page.w("Each is a file with the letter attached; a mail program elsewhere sends them.")
    title = session.words.n("{n} e-mail", "{n} e-mails", len(found.mails))
    field = Asked("folder", page.w("Folder or stick"), str(page.places.folder))
    page.ask(title, together(text, told), page.w("Write them"), (field,),
             lambda values: _write(page, found, Path(values["folder"].strip()).expanduser() / name))  # fmt: skip


def _write(page: ArrearsPage, found: MailPreview, folder: Path) -> str:
    session, request_id = page.session, page.session.new_request()
    cut_off = list[Path]()
    person, estate = session.person, session.office.estate(session.paper_words.language)

    def record() -> None:
        note_written(session.books, found.mails, request_id=request_id, staff=person)

    def work(progress: Progress, cancel: Cancel) -> Path:
        reader = session.books.reader()
        try:
            mails = _mails(reader.connection(), found, estate, session.paper_words)
            folders = mail_folders(session, page.places.folder)
            cut_off.extend(folders.finish())
            return folders.write(folder, request_id, mails, len(found.mails), record, progress, cancel)
        finally:
            reader.close()

    def done(written: Path) -> None:
        told = session.words.n("{n} e-mail written.", "{n} e-mails written.", len(found.mails))
        finished = finished_words(cut_off, session.words)[0] if cut_off else ""
        page.saved(told, together(page.w("Written: {file}", file=written), finished))

    page.view.work(page.w("Writing e-mails"), work, done, lambda error: _not_written(page, folder, error))
    return ""


def mail_folders(session: Session, notes: Path) -> MailFolders:
    """Return the folders of e-mails of these books; notes: where letters are written as files on this computer."""

    def recorded(request: str) -> bool:
        with closing(session.books.reader()) as reader:
            return dunning.is_posted(reader.connection(), request)

    return MailFolders(notes, recorded)


def finished_words(folders: Sequence[Path], words: Words) -> tuple[str, str]:
    """Return what is said of folders whose writing was cut off and that are whole now."""
    told = words.n("{n} folder of e-mails that was cut off is complete now.",
                   "{n} folders of e-mails that were cut off are complete now.", len(folders))  # fmt: skip
    return told, words("Written: {file}", file=words(", ").join(map(str, folders)))


def _mails(connection: object, found: MailPreview, estate: str, words: Words) -> Iterator[tuple[str, Mail]]:
    fonts = FontFiles(FONT_REGULAR, FONT_BOLD)
    for each in found.mails:
        subject, text = mail_text(each, estate, words)
        papers = sent_papers(connection, [each.letter.event_id])[:1]  # the copy is for the occupier
        pdf = letters_pdf(papers, fonts, date.fromisoformat(each.letter.day))
        at = datetime.fromisoformat(each.letter.at)
        yield (
            f"{each.number}.eml",
            Mail(each.message_id, found.sender, each.to, subject, text, at, pdf, f"{each.number}.pdf"),
        )


def _not_written(page: ArrearsPage, folder: Path, error: Exception) -> None:
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        page.view.say("risk", page.w("{file} cannot be written: {reason}", file=folder, reason=reason))
    else:
        page.failed(error)


def ask_results(page: ArrearsPage) -> None:
    """Ask where what came back lies."""
    text = page.w(
        "A folder of answers and reports saved as .eml files, or a table with the columns letter, outcome, day."
    )
    field = Asked("path", page.w("Folder or file"), file=True)
    page.ask(page.w("What came back to the e-mails?"), text, page.w("Read it in"), (field,),
             lambda values: _read(page, Path(values["path"].strip().strip('"')).expanduser()))  # fmt: skip


def _read(page: ArrearsPage, path: Path) -> str:
    session = page.session
    try:
        found = read_results(path)
        noted = note_results(session.books, found.found, request_id=session.new_request(), staff=session.person)
    except OSError as error:
        return page.w("{file} cannot be read: {reason}", file=path, reason=error.strerror or str(error))
    except Exception as error:
        return session.sentence(error)
    told = session.words.n("{n} result noted.", "{n} results noted.", noted.noted)
    page.saved(told, _rest(page, found, noted.known, noted.strange))
    return ""


def _rest(page: ArrearsPage, found: MailResults, known: int, strange: int) -> str:
    parts = []
    if known:
        parts.append(page.w("{n} were noted before.", n=formats.count(known)))
    if found.others + strange:
        parts.append(page.w("{n} are about none of our letters.", n=formats.count(found.others + strange)))
    if found.unclear:
        parts.append(page.w("Not understood, by row: {rows}.", rows=first_few(found.unclear, page.w)))
    if found.unreadable:
        parts.append(page.w("Not readable: {files}.", files=first_few(found.unreadable, page.w)))
    return together(*parts)
