"""A look at the addresses of one small network for printers that take raw bytes: only where somebody asks for it."""

import errno
import ipaddress
import selectors
import socket
import time
from collections.abc import Iterable

from printing.find import Candidate
from printing.network import PORT

LOOK_S = 2.0
_UNDER_WAY = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK))


def own_network() -> str:
    """Return the first three figures of this computer's own address, as 192.168.1; '' where it is on no such network.

    Nothing is sent: the address is only chosen, as if something were.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as chooser:
        try:
            chooser.connect(("192.0.2.1", 9))
            own = ipaddress.ip_address(chooser.getsockname()[0])
        except OSError:
            return ""
    return str(own).rpartition(".")[0] if own.is_private and not own.is_loopback else ""


def hosts_of(network: str) -> tuple[str, ...]:
    """Return the 254 addresses of a network named by its first three figures. Raises ValueError for another text."""
    base = ipaddress.ip_network(f"{network.strip().rstrip('.')}.0/24")
    if not base.is_private:
        raise ValueError(network)  # strangers' computers are not knocked at
    return tuple(str(each) for each in base.hosts())


def network_printers(hosts: Iterable[str], port: int = PORT, seconds: float = LOOK_S) -> tuple[Candidate, ...]:
    """Return the hosts that take a connection at a port, all asked at once; no byte is sent to any of them."""
    until, open_at = time.monotonic() + seconds, list[str]()
    with selectors.DefaultSelector() as waiting:
        for host in hosts:
            _knock(waiting, host, port)
        while waiting.get_map() and (left := until - time.monotonic()) > 0:
            for key, _events in waiting.select(left):
                line: socket.socket = key.fileobj  # type: ignore[assignment]
                waiting.unregister(line)
                if line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                    open_at.append(key.data)
                line.close()
        for key in list(waiting.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    ordered = sorted(open_at, key=lambda host: ipaddress.ip_address(host))
    return tuple(Candidate("network", f"{host}:{port}") for host in ordered)


def _knock(waiting: selectors.BaseSelector, host: str, port: int) -> None:
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    line.setblocking(False)
    if line.connect_ex((host, port)) in _UNDER_WAY:
        waiting.register(line, selectors.EVENT_WRITE, host)
    else:
        line.close()
