"""Full-width forms, as a Chinese input method types them, brought back to ASCII."""

# The full-width block FF01 to FF5E mirrors ASCII 21 to 7E. Compatibility normalisation (NFKC) would do
# more than is wanted for figures: it turns "5²" into "52".
_TO_ASCII = {0xFF01 + i: 0x21 + i for i in range(0x5E)} | {
    ord("\N{IDEOGRAPHIC SPACE}"): " ",
    ord("\N{NO-BREAK SPACE}"): " ",
    ord("\N{FULLWIDTH YEN SIGN}"): "¥",
    ord("\N{IDEOGRAPHIC FULL STOP}"): ".",
    ord("\N{HALFWIDTH IDEOGRAPHIC FULL STOP}"): ".",
    ord("\N{IDEOGRAPHIC COMMA}"): ",",
    ord("\N{MINUS SIGN}"): "-",
    ord("\N{EN DASH}"): "-",
    ord("\N{EM DASH}"): "-",
    ord("\N{HYPHEN}"): "-",
    ord("\N{NON-BREAKING HYPHEN}"): "-",
}


def to_ascii(text: str) -> str:
    """Full-width letters, figures and signs, 。 and the many dashes as plain ASCII; all else unchanged."""
    return text.translate(_TO_ASCII)
