#!/usr/bin/env bash
# Turns Templates/, Translations/, Guides/ and Public/ into string literals in Sources/PageAssets/Generated.
# With --check: changes nothing, exits 1 if the generated files are not up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 - "$@" <<'PYTHON'
import hashlib
import pathlib
import sys

GENERATED = pathlib.Path("Sources/PageAssets/Generated")
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
HEAD = """// swift-format-ignore-file
// Written by scripts/embed-assets.sh from {folder}/. Do not edit.

{intro}
package enum {name} {{
    package static let all: [String: {type}] = [
"""


def files(folder, suffixes):
    found = sorted(path for path in pathlib.Path(folder).iterdir() if not path.name.startswith("."))
    for path in found:
        if path.suffix not in suffixes:
            sys.exit(f"{path}: only {', '.join(sorted(suffixes))} can be embedded")
        yield path, path.read_text(encoding="utf-8")


def literal(text):
    """A raw string literal whose value is exactly `text`."""
    hashes = "#"
    while '"""' + hashes in text or "\\" + hashes in text:
        hashes += "#"
    return f'{hashes}"""\n{text}\n"""{hashes}'


def source(folder, name, intro, type_, entries):
    body = "".join(f'        "{key}": {value},\n' for key, value in entries)
    return HEAD.format(folder=folder, name=name, intro=intro, type=type_) + body + "    ]\n}\n"


def public_file(path, text):
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
    served = f"{path.stem}.{digest}{path.suffix}"
    return f'EmbeddedFile(servedName: "{served}", contentType: "{CONTENT_TYPES[path.suffix]}", text: {literal(text)})'


wanted = {
    "Templates.swift": source(
        "Templates", "EmbeddedTemplates", "/// Mustache texts by name.", "String",
        [(path.stem, literal(text)) for path, text in files("Templates", {".mustache"})]),
    "Translations.swift": source(
        "Translations", "EmbeddedTranslations", "/// Translation files by language code.", "String",
        [(path.stem, literal(text)) for path, text in files("Translations", {".txt"})]),
    "Guides.swift": source(
        "Guides", "EmbeddedGuides", "/// Guides of the documentation in Markdown, by language code and name: `en/errors`.", "String",
        [(f"{language.name}/{path.stem}", literal(text))
         for language in sorted(pathlib.Path("Guides").iterdir()) for path, text in files(language, {".md"})]),
    "PublicFiles.swift": source(
        "Public", "EmbeddedPublicFiles", "/// Public files by plain name.", "EmbeddedFile",
        [(path.name, public_file(path, text)) for path, text in files("Public", set(CONTENT_TYPES))]),
}

stale = []
for name, text in wanted.items():
    path = GENERATED / name
    if path.exists() and path.read_text(encoding="utf-8") == text:
        continue
    stale.append(str(path))
    if "--check" not in sys.argv[1:]:
        GENERATED.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
if stale and "--check" in sys.argv[1:]:
    sys.exit("not up to date, run `make assets`: " + ", ".join(stale))
PYTHON
