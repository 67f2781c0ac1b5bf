"""What is told after the sticks were let go of."""

from counter.desk.let_go import LetGo
from counter.words import Words


def let_go_words(done: LetGo, w: Words) -> tuple[str, str]:
    """Return a sentence and the next step; only a stick that nobody holds is called safe to remove."""
    comma = w(", ")
    if done.held:
        return (
            w("The system still holds stick “{name}”; everything on it is written and read back.",
              name=comma.join(done.held)),
            w("Close what shows its files and try again, or use the system's own eject before you pull it."),
        )  # fmt: skip
    if done.freed:
        return w("Stick “{name}” is safe to remove.", name=comma.join(done.freed)), ""
    if done.folders:
        return w("Nothing has to be pulled: the copy lies in the folder {folder}.", folder=comma.join(done.folders)), ""
    return (
        w("No stick of these books is in the computer."),
        w("One that was let go of before may be pulled; it has to be put in anew for the next copy."),
    )
