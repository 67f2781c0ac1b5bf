"""The passphrase of an encrypted copy: asked for, tried beside the window, and handed on; it is kept nowhere."""

from collections.abc import Callable
from pathlib import Path

from backup.manifest import Manifest
from backup.restore import identity_of
from counter.presenters.pay_view import Asked
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.presenters.settings_page import PageView


def with_passphrase(
    session: Session, view: PageView, root: Path, manifest: Manifest, then: Callable[[str], object]
) -> None:  # fmt: skip
    """Ask for the passphrase of a copy and go on once it is right; a plain copy goes on at once, with ''."""
    w = session.words
    if not manifest.recipient:
        then("")
        return

    def take(values: dict[str, str]) -> str:
        passphrase = values["passphrase"]
        if not passphrase:
            return w("Type the passphrase.")

        def work(_progress: object, _cancel: object) -> str:
            identity_of(root, manifest, passphrase)
            return passphrase

        view.work(w("Try the passphrase"), work, then, failed)
        return ""

    def failed(error: Exception) -> None:
        told = session.told(error)
        view.say("risk", told.sentence, told.next_step)

    text = w(
        "The copy on “{name}” is encrypted. Its passphrase is kept in a sealed envelope.", name=manifest.stick.name
    )
    fields = (Asked("passphrase", w("Passphrase"), "", True),)
    view.ask_secret(Form(w("Passphrase of the copy"), text, w("Go on"), take, fields))
