"""A key pair for tests, sealed with so little work that opening it takes no time; real ones take seconds."""

from pathlib import Path

from backup.copy_key import CopyKey

PASSPHRASE = "four green kettles sing"
QUICK_KEY = CopyKey(
    "age1wx9xqd6ffzmly5t4402cudqalt5lhrnukwt6ynga3curlg3hcsmq4u84n8",
    Path(__file__).parent.parent.joinpath("data", "copy_key.age").read_text(encoding="ascii"),
)
