#!/usr/bin/env python3
"""Writes Sources/PortalDomain/People/CommonPasswordList.swift from two published frequency lists and ours.

Run by hand where both packages are installed (pip install zxcvbn Django): the result is committed. Words of at least four ASCII
characters, in lower case, sorted by their bytes, because they are searched by halving.
"""

import gzip
import re
import textwrap
from pathlib import Path

import django
from zxcvbn.frequency_lists import FREQUENCY_LISTS

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "Sources/PortalDomain/People/CommonPasswordList.swift"
OURS = ROOT / "scripts/common-passwords.txt"
WORD = re.compile(r"[!-~]{4,}")

HEAD = """\
/// Passwords that are tried first, in lower case, sorted by their bytes. Written by scripts/common-passwords.py.
///
/// From the frequency list of zxcvbn (MIT licence, Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.), from the list in Django (BSD
/// 3-clause licence, Copyright (c) Django Software Foundation; made by Royce Williams from breach data), and our own
/// scripts/common-passwords.txt: the usual Dutch ones.
enum CommonPasswordList {
    // One token to the compiler, and read where it lies: nothing is loaded.
    // swift-format-ignore
    static let text: StaticString = #\"\"\"
"""


def main() -> None:
    words = set(FREQUENCY_LISTS["passwords"])
    with gzip.open(Path(django.__file__).parent / "contrib/auth/common-passwords.txt.gz", "rt", encoding="utf-8") as list_:
        words.update(list_.read().split("\n"))
    words.update(OURS.read_text().split())
    kept = sorted(word for word in {word.lower() for word in words} if WORD.fullmatch(word) and '\"\"\"#' not in word)
    lines = textwrap.wrap(" ".join(kept), 118, break_long_words=False, break_on_hyphens=False)
    TARGET.write_text(HEAD + "".join(f"{line}\n" for line in lines) + '\"\"\"#\n}\n')
    print(f"{len(kept)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
