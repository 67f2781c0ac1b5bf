"""A drawer that stays open: told after a quarter of a minute, left open after one, forgotten once it is closed."""

from counter.rules.drawer_watch import DrawerSeen, look, seconds_open, verdict


def test_a_drawer_is_told_of_only_after_change_could_be_counted_out() -> None:
    seen = look(DrawerSeen(), True, 100)
    assert [verdict(seen, now) for now in (100, 114, 115, 159, 160)] == ["", "", "open", "open", "left_open"]
    assert seconds_open(seen, 160) == 60


def test_closing_it_begins_anew_and_silence_changes_nothing() -> None:
    seen = look(DrawerSeen(), True, 100)
    assert look(seen, True, 130) == seen
    assert look(seen, None, 130) == seen
    assert look(seen, False, 130) == DrawerSeen()
    assert look(look(seen, False, 130), True, 140).since == 140
