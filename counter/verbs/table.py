"""The verbs by name, in the order in which help lists them; a verb stands here only when it works."""

from collections.abc import Mapping

from counter.verbs import (
    audit,
    back_up,
    bench,
    check,
    day,
    demo,
    devices,
    disputes,
    explain,
    import_file,
    journal,
    letters,
    recover,
    reprint,
    restore,
    run_bill,
    selftest,
    window,
)
from counter.verbs.answer import Verb

VERBS: Mapping[str, Verb] = {
    "window": window.VERB,
    "demo": demo.VERB,
    "day": day.VERB,
    "check": check.VERB,
    "journal": journal.VERB,
    "backup": back_up.VERB,
    "restore": restore.VERB,
    "import": import_file.VERB,
    "bill": run_bill.VERB,
    "letters": letters.VERB,
    "explain": explain.VERB,
    "reprint": reprint.VERB,
    "audit": audit.VERB,
    "disputes": disputes.VERB,
    "recover": recover.VERB,
    "bench": bench.VERB,
    "selftest": selftest.VERB,
    "devices": devices.VERB,
}
