"""Every sentence shown to a person, in English and in Simplified Chinese.

English is the source: the sentence in the code is the key of the catalogue. The catalogue is one file,
`counter/words/zh_CN/LC_MESSAGES/counterfoil.po`, sorted by sentence and without line numbers so that many hands can
add to it; at run time only the compiled `counterfoil.mo` beside it is read, by the standard library's gettext.

How to add a sentence: write it in the code as `w("Saved. Receipt {number}", number=number)`, or with `w.n` where the
English has a plural, `w.c` where one English word has two meanings, or `N_` where a table holds the sentence for
later. Then give its translation as JSON and let the script sort it in and compile:

    echo '{"Saved. Receipt {number}": "已保存　收据 {number}"}' | python scripts/words.py add

`python scripts/words.py update` finds new sentences, drops none, compiles and lists what is untranslated;
`update --prune` also drops what the code no longer says; `check` changes nothing and fails where a test would.
"""

from counter.words.words import LANGUAGES, N_, Language, Words

__all__ = ["LANGUAGES", "N_", "Language", "Words"]
