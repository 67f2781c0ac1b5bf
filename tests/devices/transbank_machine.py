"""A Transbank terminal of memory, written from the published reference; it shares nothing with the driver."""

from dataclasses import dataclass, field


def framed(text: str) -> bytes:
    check = 3
    for letter in text:
        check ^= ord(letter)
    return b"\x02" + text.encode() + b"\x03" + bytes([check])


@dataclass
class TransbankMachine:
    """Takes every card at once. lose: answers that never arrive, by their number; mute: no word at all."""

    lose: set[str] = field(default_factory=set)
    mute: bool = False
    drop_acks: bool = False
    response: str = "00"
    number: str = "ABC1234C"
    authorisation: str = "XZ1234"
    sales: list[list[str]] = field(default_factory=list)
    reversed: set[str] = field(default_factory=set)
    acked: int = 0
    asked: list[str] = field(default_factory=list)
    _out: bytes = b""

    def heard(self, data: bytes) -> None:
        if self.mute:
            return
        self.acked += data.count(b"\x06")
        for piece in data.split(b"\x02")[1:]:
            text = piece.split(b"\x03")[0].decode()
            self._out += b"" if self.drop_acks else b"\x06"
            self.asked.append(text[:4])
            answer = self._answer(text.split("|"))
            if answer and answer[:4] not in self.lose:
                self._out += framed(answer)

    def outgoing(self) -> bytes:
        out, self._out = self._out, b""
        return out

    def _answer(self, wish: list[str]) -> str:
        if wish[0] == "0200":
            if self.response == "00":
                self.sales.append([wish[2], wish[1], str(len(self.sales) + 1).zfill(6)])
            return self._told("0210", self.response, [wish[2], wish[1], str(len(self.sales)).zfill(6)])
        if wish[0] == "0250":
            return self._told("0260", "00", self.sales[-1]) if self.sales else "0260|11|597029414300|ABC1234C|||||||||"
        if wish[0] == "1200":
            known = wish[1].zfill(6) in {each[2] for each in self.sales}
            code = "04" if wish[1] in self.reversed else "00" if known else "05"
            self.reversed.add(wish[1])
            return f"1210|{code}|597029414300|ABC1234C|123456|{wish[1]}|"
        if wish[0] == "0700":
            return f"0710|00|{len(self.sales)}|{sum(int(each[1]) for each in self.sales)}|"
        return "0510|00|597029414300|ABC1234C|" if wish[0] == "0500" else ""

    def _told(self, kind: str, code: str, one: list[str]) -> str:
        ticket, amount, operation = one
        account = "6222021234560123"
        return (
            f"{kind}|{code}|597029414300|{self.number}|{ticket}|{self.authorisation}|{amount}|0||0123|{operation}|DB||{account}|VI|"
            "23112026|003002|||"
        )
