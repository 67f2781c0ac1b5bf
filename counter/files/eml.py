"""A letter as an e-mail in a file (.eml), as every mail program opens it, ready to be sent."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple


class Mail(NamedTuple):
    """One e-mail with a PDF; message_id without its angle brackets; at in UTC."""

    message_id: str
    sender: str
    to: str
    subject: str
    text: str
    at: datetime
    pdf: bytes
    pdf_name: str


def eml_bytes(mail: Mail) -> bytes:
    """Return the file; the same mail gives the same bytes."""
    made = EmailMessage(policy=SMTP)
    made["From"] = mail.sender
    made["To"] = mail.to
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(mail.at)
    made["Message-ID"] = f"<{mail.message_id}>"
    made["X-Unsent"] = "1"  # mail programs open it as a draft
    made.set_content(mail.text, cte="base64")
    made.add_attachment(mail.pdf, maintype="application", subtype="pdf", filename=mail.pdf_name)
    made.set_boundary(f"=_{mail.message_id.partition('@')[0]}")
    return made.as_bytes()
