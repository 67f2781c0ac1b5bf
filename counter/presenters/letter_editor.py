"""The editor of letters: a text at a time in a box, and beside it a letter to a real unit as it will be printed."""

from collections.abc import Callable
from functools import partial

from counter.desk.change_settings import change_settings
from counter.desk.letter_example import step_shown
from counter.desk.letter_settings import TEXTS, LetterSettings, load_letter_settings
from counter.desk.owing import Owing
from counter.papers.letter_texts import PLACEHOLDERS
from counter.presenters.letter_drawing import Drawn, Wanted, draw_example
from counter.presenters.letter_editor_view import EditorView, Given, ShippedBeside, TextRow
from counter.presenters.letter_judged import judged, threats_told
from counter.presenters.letter_texts_state import TEXT_IDS, TextId, TextsState, name_of, text_id
from counter.presenters.session import Session
from counter.presenters.settings_knobs import choose
from counter.rules.arrears import Step
from counter.rules.permissions import Act
from counter.words import LANGUAGES, Language
from counter.words.errors import together


class LetterEditor:
    """One editor; what was typed stays in it until it is saved. left is called where the person goes back."""

    def __init__(self, session: Session, view: EditorView, left: Callable[[], None]) -> None:
        self._session, self._view, self._left = session, view, left
        self._texts = TextsState(self._settings())
        self._chosen = TEXT_IDS[0]
        self._language: Language = session.paper_words.language
        self._step = Step.REMINDER
        self._units: tuple[Owing, ...] | None = None
        self._unit_id = 0
        self._shown, self._asked, self._drawing, self._again = 0, 0, False, False
        self._request = session.new_request()
        self._in_box: tuple[TextId, Language] | None = None
        self._drawn: Drawn | None = None
        self._judged_with: Drawn | None = None  # None while the text at hand was not drawn yet

    @property
    def unsaved(self) -> int:
        """Return how many texts are typed and not saved."""
        return len(self._texts.unsaved)

    def open(self, text: str, language: Language) -> None:
        """Show the editor with a text, by its id "opening.demand", in a language."""
        self._chosen, self._language = text_id(text), language
        self.show()

    def show(self) -> None:
        """Show everything as it is now; what is typed stays."""
        self._texts.read_again(self._settings())
        self._units, self._shown = None, self._shown + 1
        if self._drawn is None:
            self._view.show_no_letter(self._session.words("The letter is being drawn …"))
        self._list()
        self._choose(self._chosen)

    def choose(self, text: str) -> None:
        """Bring a text into the box."""
        if text != str(self._chosen):
            self._choose(text_id(text))

    def typed(self, text: str) -> None:
        """Hear what stands in the box now."""
        if text == self._texts.now(self._chosen, self._language):
            return
        self._texts.take(self._chosen, self._language, text)
        self._request = self._session.new_request()  # another text is another wish
        self._view.show_row(self._row(self._chosen))
        self._judge()
        self._draw_soon()

    def put_in(self, number: int) -> None:
        """Put the placeholder of a number (from 1) in at the cursor."""
        self._view.put_in(f"{{{PLACEHOLDERS[number - 1]}}}")

    def next_unit(self, step: int) -> None:
        """Look at the letter to the next unit, or with -1 to the one before."""
        drawn = self._drawn
        if drawn is not None and drawn.found.units:
            units = drawn.found.units
            self._unit_id = units[(drawn.at + step) % len(units)].unit.id
            self._asked += 1
            self.draw()

    def other_language(self) -> None:
        """Turn to the words of the other language."""
        self._language = LANGUAGES[1 - LANGUAGES.index(self._language)]
        self._list()
        self._choose(self._chosen)

    def back_to_shipped(self) -> None:
        """Put the shipped words into the box; they hold once they are saved."""
        text = self._texts.shipped(self._chosen, self._language)
        self._view.show_text(self._name(self._chosen), text, anew=False, han=self._han)
        self.typed(text)

    def leave(self) -> None:
        """Go back; what is not saved is said, and stays."""
        if self.unsaved:
            told = self._session.words.n(
                "{n} text is typed and not saved; it is still there.",
                "{n} texts are typed and not saved; they are still there.",
                self.unsaved,
            )
            self._view.say("plain", told)
        self._left()

    def resized(self) -> None:
        """Have the letter drawn for the room that it has now."""
        drawn = self._drawn
        if drawn is None or drawn.width != self._view.picture_width:
            self._draw_soon()

    # Saving

    def save(self) -> None:
        """Put everything typed into force from today, after a warning where something in it threatens."""
        w = self._session.words
        if not self._session.allows(Act.CHANGE_SETTINGS):
            self._view.say("risk", w("Your role may look at arrears but not do this."))
        elif not self._texts.unsaved:
            self._view.say("plain", w("Nothing is typed that is not saved."))
        elif (unfit := self._texts.unfit()) is not None:
            self._go_to(*unfit)
            told = self._judge()
            self._view.say("risk", w("Not saved: {text}", text=self._name(unfit[0])), told)
        else:
            self._warn_or_save()

    def _warn_or_save(self) -> None:
        w = self._session.words
        typed = [(text, self._texts.now(text, language)) for text, language in self._texts.unsaved]
        found = [threats_told(self._name(text), words, w) for text, words in typed]
        if not any(found):
            self._save()
            return
        options = ((False, w("Back: change nothing")), (True, w("Save it all the same")))
        told = "\n".join(each for each in found if each)
        self._view.ask(
            choose(w("This seems to threaten what the law forbids"), told, options,
                   lambda save: self._save() if save else "")
        )  # fmt: skip

    def _save(self) -> str:
        session, w = self._session, self._session.words
        count = self.unsaved
        try:
            kept = self._settings().texts
            change_settings(
                session.books, {TEXTS: self._texts.to_save(kept)}, session.today(), request_id=self._request,
                staff=session.person,
            )  # fmt: skip
        except Exception as error:
            told = session.told(error)
            self._view.say("risk", told.sentence, told.next_step)
            return ""
        self._request = session.new_request()
        self._texts.saved(self._settings())
        self._view.say("saved", w.n("Saved: {n} text holds for letters from today.",
                                    "Saved: {n} texts hold for letters from today.", count),
                       w("Letters that were sent stay as they were."))  # fmt: skip
        session.on_commit()
        self._list()
        self._choose(self._chosen)
        return ""

    # Showing

    def _settings(self) -> LetterSettings:
        return load_letter_settings(self._session.connection, self._session.today().isoformat())

    def _name(self, text: TextId) -> str:
        return name_of(text, self._session.words)

    @property
    def _han(self) -> bool:
        return self._language == "zh_CN"

    def _row(self, text: TextId) -> TextRow:
        w, texts = self._session.words, self._texts
        own = w("own words") if texts.is_own(text, self._language) else w("shipped")
        return TextRow(str(text), self._name(text), w("not saved") if texts.is_typed(text, self._language) else own)

    def _list(self) -> None:
        w = self._session.words
        self._view.show_head(w("Words of the Chinese letters") if self._han else w("Words of the English letters"))
        self._view.show_texts([self._row(text) for text in TEXT_IDS], str(self._chosen))

    def _go_to(self, text: TextId, language: Language) -> None:
        self._chosen, self._language = text, language
        self._list()
        self._choose(text)

    def _choose(self, text: TextId) -> None:
        self._chosen = text
        self._judged_with = None
        anew, self._in_box = self._in_box != (text, self._language), (text, self._language)
        self._step, _segment = step_shown(text.part, text.of, self._step)
        self._view.show_text(self._name(text), self._texts.now(text, self._language), anew=anew, han=self._han)
        self._judge()
        self._asked += 1
        self.draw()

    def _judge(self) -> str:
        """Say what is to be said of the text, and return the first that keeps it from being saved."""
        drawn = self._judged_with
        found = judged(
            self._chosen.part, self._texts.now(self._chosen, self._language), self._session.words,
            sheets=drawn.sheets if drawn is not None else (0, 0),
            picture=drawn.picture if drawn is not None else None,
        )  # fmt: skip
        self._view.judge(found)
        return next((each.sentence for each in found.told if each.level == "risk"), "")

    # The letter

    def _draw_soon(self) -> None:
        self._asked += 1
        self._view.draw_soon()

    def draw(self) -> None:
        """Draw the letter beside the window: one at a time; what is of an older text is dropped."""
        if not self._view.picture_width:
            return  # it is drawn once the window knows its width
        if self._drawing:
            self._again = True
            return
        self._drawing, self._again = True, False
        done = partial(self._finished, self._shown, self._asked)
        self._view.draw(partial(draw_example, self._session.books, self._wanted()), done, self._failed)

    def _wanted(self) -> Wanted:
        chosen, language, texts = self._chosen, self._language, self._texts
        return Wanted(
            chosen, texts.words(language), texts.now(chosen, language), texts.shipped(chosen, language),
            texts.as_typed(), self._session.today(), self._session.office, self._step, self._units, self._unit_id,
            self._view.picture_width,
        )  # fmt: skip

    def _finished(self, shown: int, asked: int, drawn: Drawn) -> None:
        self._drawing = False
        if shown == self._shown:  # else who owes was read before somebody looked elsewhere
            self._units = drawn.units
        if asked == self._asked:
            self._drawn = self._judged_with = drawn
            self._show_drawn(drawn)
        if self._again:
            self.draw()

    def _failed(self, error: Exception) -> None:
        self._drawing = False
        told = self._session.told(error)
        self._view.say("risk", told.sentence, told.next_step)

    def _show_drawn(self, drawn: Drawn) -> None:
        w = self._session.words
        own = drawn.beside.added or drawn.beside.removed
        shipped = self._texts.shipped(self._chosen, self._language)
        self._view.show_beside(ShippedBeside(shipped, *drawn.beside) if own else None, han=self._han)
        self._view.show_given(self._given(drawn))
        if drawn.picture is None:
            self._view.show_no_letter(w("Nobody owes anything: there is no letter to look at."))
        else:
            self._unit_id = drawn.found.units[drawn.at].unit.id
            self._view.show_letter(self._caption(drawn), drawn.picture)
        self._judge()

    def _given(self, drawn: Drawn) -> list[Given]:
        return [
            Given(f"Shift+F{number}", f"{{{name}}}", drawn.values.get(name, ""))
            for number, name in enumerate(PLACEHOLDERS, start=1)
        ]

    def _caption(self, drawn: Drawn) -> str:
        w, found = self._session.words, drawn.found
        unit = found.units[drawn.at]
        told = w("{unit} {name}, {n} of {count}", unit=unit.unit.code, name=unit.owner.name or "" if unit.owner else "",
                 n=drawn.at + 1, count=len(found.units))  # fmt: skip
        return told if found.real else together(told, w("Nobody gets it today: shown with what another unit owes."))
