#!/usr/bin/env bash
# What the documents name must exist: linked files and headings, the files and tests of docs/specs.md and docs/threat-model.md, each
# decision once and in order, each setting with its default. Prints one line per fault and ends with status 1 if there is any.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 - <<'PYTHON'
import pathlib
import re
import sys

faults = []


def fault(path, line, text):
    faults.append(f"{path}:{line}: {text}")


def lines(path):
    """Numbered lines outside of code blocks."""
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            inside = not inside
        elif not inside:
            yield number, line


def anchors(path):
    """What GitHub calls the headings."""
    headings = (line.lstrip("#").strip() for _, line in lines(path) if line.startswith("#"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check_links(path):
    for number, line in lines(path):
        for target, anchor in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", line):
            if ":" in target:
                continue
            file = path.parent / target if target else path
            if not file.exists():
                fault(path, number, f"{target} does not exist")
            elif anchor and anchor not in anchors(file):
                fault(path, number, f"{target} has no heading #{anchor}")


def test_functions():
    """Names of functions by the name of the file below Tests/."""
    found = {}
    for path in pathlib.Path("Tests").rglob("*"):
        if path.suffix in (".swift", ".py"):
            names = re.findall(r"\b(?:func|def) +`?(\w+)", path.read_text(encoding="utf-8"))
            found.setdefault(path.stem, set()).update(names)
    return found


def check_names(path, tests):
    """`Folder/File.swift` below Sources/ or from the root, `SomeTests`, `SomeTests.function`, `.function` of the suite before it."""
    for number, line in lines(path):
        suite = None
        for name in re.findall(r"`([^`\s]+)`", line) if line.startswith("|") else []:
            if re.fullmatch(r"[A-Z]\w*/[\w/.+-]+|\w+/[\w/+-]+\.(?:swift|sh|py)", name):
                if not pathlib.Path("Sources", name).exists() and not pathlib.Path(name).exists():
                    fault(path, number, f"there is no file {name}")
                continue
            match = re.fullmatch(r"(\w+Tests|test_\w+)?(?:\.(\w+))?", name)
            if not match or not (match[1] or suite):
                continue
            suite = match[1] or suite
            if suite not in tests:
                fault(path, number, f"there is no test file {suite}")
            elif match[2] and match[2] not in tests[suite]:
                fault(path, number, f"{suite} has no test {match[2]}")


def check_decisions():
    folder = pathlib.Path("docs/decisions")
    listed = re.findall(r"^\| \[(\d{4})\]\((\S+)\) \| (.*) \|$", (folder / "README.md").read_text(encoding="utf-8"), re.M)
    for number, name, title in listed:
        path = folder / name
        if path.exists() and path.read_text(encoding="utf-8").splitlines()[0] != f"# {number} {title}":
            fault(path, 1, "another number or title than in the list")
    files = sorted(path.name for path in folder.glob("0*.md"))
    if [name for _, name, _ in listed] != files:
        fault(folder / "README.md", 1, "does not list every decision once, in order")
    if len({name[:4] for name in files}) != len(files):
        fault(folder, 1, "two decisions have the same number")


def check_settings():
    source = pathlib.Path("Sources/voordeur/Configuration/Setting.swift").read_text(encoding="utf-8")
    names = dict(re.findall(r'^    case (\w+) = "([A-Z_]+)"', source, re.M))
    standard = re.findall(r'^        case (\.[\w., ]+): "([^"]+)"', source, re.M)
    defaults = {names[case.strip(" .")]: value for cases, value in standard for case in cases.split(",")}
    path = pathlib.Path("docs/configuration.md")
    text = path.read_text(encoding="utf-8")
    explained = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", text, re.M))
    for name in sorted(set(names.values()) ^ set(explained)):
        fault(path, 1, f"{name} is no setting" if name in explained else f"{name} is not explained")
    for name, value in defaults.items():
        if not explained.get(name, "").startswith(f"`{value}`"):
            fault(path, 1, f"{name} is {value} unless somebody sets it")


tests = test_functions()
for path in sorted(pathlib.Path(".").glob("*.md")) + sorted(pathlib.Path("docs").rglob("*.md")):
    check_links(path)
for name in ("docs/specs.md", "docs/threat-model.md"):
    check_names(pathlib.Path(name), tests)
check_decisions()
check_settings()
if faults:
    sys.exit("\n".join(faults))
PYTHON
