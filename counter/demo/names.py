"""Names, telephone numbers and plates as they are met in an estate; none of them belongs to anybody we know."""

from random import Random

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗" "王李张刘陈杨赵黄周吴" "王李张刘陈"
    "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单查解仇"
)  # fmt: skip
_RARE_SURNAMES = ("欧阳", "司马", "上官", "诸葛")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红梅建国志文海峰晓燕雪琴春秀云飞鹏宇浩然思雨欣怡梓涵子轩佳琪俊凯"
    "婷慧玲鑫博斌凤莲林成龙庆东宁波嘉豪天佑一诺可心若曦"
)  # fmt: skip
_MOBILE = (130, 131, 133, 135, 136, 137, 138, 139, 150, 151, 158, 159, 177, 186, 188, 189)
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def person_name(chance: Random) -> str:
    """Return a Chinese name of two or three characters, now and then with a surname of two."""
    surname = chance.choice(_RARE_SURNAMES) if chance.randrange(200) == 0 else chance.choice(_SURNAMES)
    count = 1 if chance.randrange(100) < 22 else 2
    return surname + "".join(chance.sample(_GIVEN, count))


def phone(chance: Random) -> str:
    """Return a mobile number of eleven figures."""
    return f"{chance.choice(_MOBILE)}{chance.randrange(10**8):08d}"


def plate(chance: Random) -> str:
    """Return a plate; one in four is that of a new-energy car, with one more sign."""
    head = "京" + chance.choice("ABCEFGHJKLMNPQ")
    figures = f"{chance.randrange(10**5):05d}"
    if chance.randrange(4) == 0:
        return f"{head}{chance.choice('DF')}{figures}"
    if chance.randrange(3) == 0:
        return f"{head}{chance.choice(_PLATE_LETTERS)}{figures[1:]}"
    return head + figures
