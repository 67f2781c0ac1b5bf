"""Mails as servers and programs send them back: a bounce, a delay, a notice of reading, an answer, advertising."""

from pathlib import Path

BOUNCE = """\
From: MAILER-DAEMON@mx.example.net
To: office@garden.example
Date: Tue, 24 Nov 2026 09:12:03 +0800
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 24 Nov 2026 09:12:01 +0800

Final-Recipient: rfc822; zhang@example.net
Original-Recipient: rfc822;zhang@example.net
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; 550 5.1.1 <zhang@example.net>: user unknown

--B1
Content-Type: {kind}

From: office@garden.example
To: zhang@example.net
Subject: letter
Message-ID: <{message_id}>

--B1--
"""
READ = """\
From: zhang@example.net
To: office@garden.example
Date: Wed, 25 Nov 2026 20:00:00 +0800
Subject: Read: letter
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="B2"

--B2
Content-Type: text/plain

The message was displayed.

--B2
Content-Type: message/disposition-notification

Reporting-UA: mail.example.net; Mail 1.0
Final-Recipient: rfc822;zhang@example.net
Original-Message-ID: <{message_id}>
Disposition: manual-action/MDN-sent-manually; displayed

--B2--
"""
ANSWER = """\
From: zhang@example.net
To: office@garden.example
Date: Thu, 26 Nov 2026 08:00:00 +0800
Subject: =?utf-8?B?5Zue5aSN?=
In-Reply-To: <{message_id}>
References: <{message_id}>
{more}Content-Type: text/plain; charset=utf-8

I pay tomorrow.
"""
OTHER = "From: shop@example.org\nTo: office@garden.example\nSubject: cheap paper\n\nBuy now.\n"


def bounce(message_id: str, *, action: str = "failed", status: str = "5.1.1", whole: bool = True) -> str:
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return BOUNCE.format(action=action, status=status, kind=kind, message_id=message_id)


def mailbox(folder: Path, **mails: str) -> Path:
    """A folder in which mails were saved, with the line ends of the network."""
    folder.mkdir(exist_ok=True)
    for name, text in mails.items():
        (folder / f"{name}.eml").write_bytes(text.replace("\n", "\r\n").encode())
    return folder
