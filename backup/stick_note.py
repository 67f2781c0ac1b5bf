"""The note on every stick that tells in plain words, in both languages, what it is and how the books come back."""

from pathlib import Path

from backup.disk import Disk, put

NAME = "READ-ME.txt"
TEXT = """\
这是物业收费处的备份U盘（Counterfoil）。请勿删除或改动 COUNTERFOIL 文件夹里的任何文件。

电脑坏了、换新电脑，或账簿打不开时：
 1. 在新电脑上安装 Counterfoil 并启动。
 2. 选择语言，填小区名称，在“房屋、业主和价格从哪里来？”处按 4“从备份U盘恢复副本”。
    （旧电脑上账簿打不开时，屏幕会直接给出“恢复”。）
 3. 插入本U盘，选最新的一份；程序先把全部文件重读核对。
 4. 主管或项目经理输入自己的密码授权。
 5. 登录后按 F7、再按 B，登记副本之后已开出的收据号码，然后照常收款。

没有程序时：books 里的文件是普通 SQLite 数据库，journals 里每个日结日一个文件，任何 sqlite3 都能打开。
文件名以 .age 结尾的已加密：需要口令（封存在信封里），可用免费程序 age 解密：age -d -i keys/….age 文件
请把备用的一个U盘放在别处的保险柜里。

This is the backup stick of an estate's payment counter (Counterfoil). Please do not delete or change anything in the
folder COUNTERFOIL.

If the computer broke, was replaced, or its books cannot be opened:
 1. Install Counterfoil on the new computer and start it.
 2. Choose the language, type the name of the estate; at "Where do units, owners and prices come from?" press 4, "Bring
    a copy back from a backup stick". (On the old computer the screen offers it by itself.)
 3. Put this stick in and choose the newest copy; every file is read again first.
 4. A supervisor or manager agrees with their own PIN.
 5. After logging in press F7, then B, and declare the receipt numbers that were given out after the copy. Then take
    payments as always.

Without the program: the files in books are ordinary SQLite databases, and in journals there is one for every closed
day; any sqlite3 opens them. Files whose names end in .age are encrypted: the passphrase (in its sealed envelope) is
needed, and the free program age decrypts them: age -d -i keys/….age FILE
Keep a second stick in a safe somewhere else.
"""


def leave_note(folder: Path, disk: Disk) -> None:
    """Write the note where it is not there as it should be; folder: the stick's COUNTERFOIL. Raises OSError."""
    path, content = folder / NAME, b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    if not path.is_file() or path.read_bytes() != content:
        put(path, content, disk)
