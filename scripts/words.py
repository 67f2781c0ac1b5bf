"""Keep the catalogue of sentences: find them in the code, merge translations, compile, report what is missing.

python scripts/words.py update [--prune]   find, sort in, compile, list the untranslated
python scripts/words.py add < new.json     merge {"English": "中文", …} and compile; a key "context|English" with
                                           the separator U+0004 in place of | is a sentence said by w.c
python scripts/words.py check              change nothing; exit code 1 and a list where something is wrong
"""

import argparse
import ast
import json
import re
import string
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "counter" / "words" / "zh_CN" / "LC_MESSAGES" / "counterfoil.po"
MO = PO.with_suffix(".mo")
HEADER = (
    "Project-Id-Version: Counterfoil\n"
    "Language: zh_CN\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)
COMPILED = datetime(2026, 1, 1, tzinfo=UTC)
SPEAKERS = {"w", "_w", "words", "_words"}
SEPARATOR = "\u0004"
# What stays in Latin letters inside a Chinese sentence: signs, units, formats, names of keys and files.
_SIGNS = ("A4", "A5", "QR", "PIN", "USB", "PDF", "POS", "COM", "CUPS", "ESC", "SHA", "UTF", "GB", "MB", "KB", "mm")
_NAMES = (
    "SQLite",
    "Excel",
    "CSV",
    "TOML",
    "GB18030",
    "GBK",
    "Python",
    "Esc",
    "Enter",
    "Ctrl",
    "Shift",
    "Tab",
    "English",
    "Linux",
    "macOS",
    "ZVT",
    "CD5220",
    "LED8N",
    "Transbank",
    "quit",
    "SMS",
    "FAT32",
    "exFAT",
    "PDU",
    "PUK",
    "eml",
)
LATIN_IN_CHINESE = frozenset((*_SIGNS, *_NAMES, "Counterfoil"))


class Sentence(NamedTuple):
    """One sentence of the code: its key in the catalogue, where it stands, and the fields its call gives.

    `fields` is None where the call cannot tell (a deferred sentence, or fields handed on as **mapping).
    """

    context: str
    singular: str
    plural: str
    where: str
    fields: frozenset[str] | None

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells it from every other sentence."""
        return self.singular, self.context


class Entry(NamedTuple):
    """One sentence of the catalogue with its translation, empty where there is none yet."""

    context: str
    singular: str
    plural: str
    chinese: str


Entries = dict[tuple[str, str], Entry]


def fields_of(sentence: str) -> frozenset[str]:
    """Return the names of the {fields} in a sentence; raises ValueError where its braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def extract(source: str, where: str) -> Iterator[Sentence]:
    """Yield the sentences a module says, in the order they stand."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            kind = _speaks(node.func)
            if kind and (found := _sentence(kind, node, f"{where}:{node.lineno}")):
                yield found


def extract_tree(root: Path = ROOT) -> list[Sentence]:
    """Return every sentence said below counter/."""
    return [
        sentence
        for path in sorted((root / "counter").rglob("*.py"))
        for sentence in extract(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    ]


def _speaks(function: ast.expr) -> str:
    """Return w, n, c or N_ for a call that says a sentence, otherwise nothing."""
    name = _name(function)
    if name in SPEAKERS:
        return "w"
    if name in {"n", "c"} and isinstance(function, ast.Attribute) and _name(function.value) in SPEAKERS:
        return name
    return "N_" if name == "N_" else ""


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _sentence(kind: str, call: ast.Call, where: str) -> Sentence | None:
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if len(texts) < (2 if kind in {"n", "c"} else 1):
        return None
    names = [keyword.arg for keyword in call.keywords]
    known = kind != "N_" and None not in names
    fields = frozenset(name for name in names if name) | ({"n"} if kind == "n" else set())
    context, singular = (texts[0], texts[1]) if kind == "c" else ("", texts[0])
    return Sentence(context, singular, texts[1] if kind == "n" else "", where, fields if known else None)


def read_po(path: Path = PO) -> Entries:
    """Return the catalogue; an absent file is an empty one. Raises ValueError at a fuzzy entry."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale="zh_CN", abort_invalid=True)
    entries: Entries = {}
    for message in catalogue:
        if not message.id:
            continue
        if message.fuzzy:
            raise ValueError(f"fuzzy: {message.id!r}")
        singular, plural = (*_texts(message.id), "")[:2]
        chinese = _texts(message.string)[0]
        entries[singular, message.context or ""] = Entry(message.context or "", singular, plural, chinese)
    return entries


def _texts(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)


def write_po(entries: Entries, path: Path = PO) -> None:
    """Write the catalogue sorted by sentence, one line per text, so that changes merge line by line."""
    blocks = ['msgid ""\nmsgstr ""\n' + "\n".join(_quote(line) for line in HEADER.splitlines(keepends=True))]
    blocks.extend(_block(entries[key]) for key in sorted(entries))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8", newline="\n")


def _block(entry: Entry) -> str:
    lines = [f"msgctxt {_quote(entry.context)}"] if entry.context else []
    lines.append(f"msgid {_quote(entry.singular)}")
    lines.append(f"msgid_plural {_quote(entry.plural)}\nmsgstr[0]" if entry.plural else "msgstr")
    return "\n".join(lines) + f" {_quote(entry.chinese)}"


def _quote(text: str) -> str:
    return pofile.escape(text)


def compile_mo(entries: Entries, path: Path = MO) -> None:
    """Write the compiled catalogue; only what is translated goes in."""
    team = {"last_translator": "Counterfoil", "language_team": "Counterfoil", "project": "Counterfoil"}
    # Fixed dates, so that the same sentences give the same bytes.
    catalogue = Catalog("zh_CN", **team, creation_date=COMPILED, revision_date=COMPILED, fuzzy=False)
    for key in sorted(entries):
        context, singular, plural, chinese = entries[key]
        if chinese:
            ids = (singular, plural) if plural else singular
            catalogue.add(ids, (chinese,) if plural else chinese, context=context or None)
    with path.open("wb") as file:
        mofile.write_mo(file, catalogue)


def merge(entries: Entries, sentences: Iterable[Sentence], prune: bool) -> Entries:
    """Return the catalogue with every sentence of the code in it; prune drops those the code no longer says."""
    said = {sentence.key: sentence for sentence in sentences}
    merged = {key: entry for key, entry in entries.items() if not prune or key in said}
    for key, sentence in said.items():
        old = merged.get(key)
        plural = sentence.plural or (old.plural if old else "")
        merged[key] = Entry(sentence.context, sentence.singular, plural, old.chinese if old else "")
    return merged


def add(entries: Entries, translations: dict[str, str]) -> Entries:
    """Return the catalogue with translations merged in; a sentence the code does not say yet is kept for it."""
    merged = dict(entries)
    for text, chinese in translations.items():
        context, _, singular = text.rpartition(SEPARATOR)
        old = merged.get((singular, context))
        merged[singular, context] = Entry(context, singular, old.plural if old else "", chinese)
    return merged


def problems(sentences: Iterable[Sentence], entries: Entries) -> list[str]:
    """Return in plain words everything a test would fail for, except an outdated compiled file."""
    sentences = list(sentences)
    said = {sentence.key for sentence in sentences}
    wrong = [line for sentence in sentences for line in _wrong_in_code(sentence, entries)]
    wrong.extend(line for entry in entries.values() for line in _wrong_in_catalogue(entry))
    wrong.extend(f"no longer said in the code: {entry.singular!r}" for key, entry in entries.items() if key not in said)
    return wrong


def _wrong_in_code(sentence: Sentence, entries: Entries) -> Iterator[str]:
    entry = entries.get(sentence.key)
    if entry is None or not entry.chinese:
        yield f"{sentence.where}: no translation of {sentence.singular!r}"
    wanted = fields_of(sentence.singular) | fields_of(sentence.plural)
    if sentence.fields is not None and sentence.fields | {"n"} != wanted | {"n"}:
        yield f"{sentence.where}: {sentence.singular!r} wants {sorted(wanted)} and is given {sorted(sentence.fields)}"


def _wrong_in_catalogue(entry: Entry) -> Iterator[str]:
    if not entry.chinese:
        return
    if fields_of(entry.chinese) != fields_of(entry.plural or entry.singular):
        yield f"fields differ between {entry.singular!r} and {entry.chinese!r}"
    if foreign := english_left(entry.chinese):
        yield f"English left in {entry.chinese!r}: {', '.join(foreign)}"


def english_left(chinese: str) -> list[str]:
    """Return the Latin words of a Chinese sentence that are neither fields, single letters nor on the allow list."""
    bare = re.sub(
        r"\{[^{}]*\}|[\w-]*\.(?:py|toml|sqlite|xlsx|csv|pdf)\b|[FQ]\d+|COM\d+|[0-9a-f]{4}:[0-9a-f]{4}",
        " ",
        chinese,
        flags=re.ASCII,
    )
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", bare)
    return [word for word in words if len(word) > 1 and word not in LATIN_IN_CHINESE]


def _report(lines: list[str]) -> int:
    print("\n".join(lines) if lines else "Every sentence is translated.")
    return 1 if lines else 0


def main(arguments: list[str] | None = None) -> int:
    """Run one of the three commands; returns 0, or 1 where something is wrong."""
    parser = argparse.ArgumentParser(description="Keep the catalogue of sentences.")
    parser.add_argument("command", choices=("update", "add", "check"))
    parser.add_argument("--prune", action="store_true", help="drop sentences the code no longer says")
    wanted = parser.parse_args(arguments)
    # Several people may add at once: one reads, merges and writes while the others wait.
    with FileLock(Path(tempfile.gettempdir()) / "counterfoil-words.lock"):
        sentences, entries = extract_tree(), read_po()
        if wanted.command == "check":
            return _report(problems(sentences, entries))
        if wanted.command == "add":
            entries = add(entries, json.load(sys.stdin))
        entries = merge(entries, sentences, wanted.prune)
        write_po(entries)
        compile_mo(entries)
    if wanted.command == "add":
        return 0
    return _report([f"no translation: {entry.singular!r}" for entry in entries.values() if not entry.chinese])


if __name__ == "__main__":
    sys.exit(main())
