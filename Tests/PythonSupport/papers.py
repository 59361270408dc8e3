"""What other programs see in a PDF of ours: Poppler reads it, and draws it."""

import re
import subprocess
from pathlib import Path

from PIL import Image

DOTS = 72  # per inch: a pixel is a point


class Paper:
    """A PDF in a folder."""

    def __init__(self, folder: Path, content: bytes, name: str = "paper"):
        assert content.startswith(b"%PDF-1.")
        self.file = Path(folder) / f"{name}.pdf"
        self.file.write_bytes(content)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        # Poppler complains on standard error about whatever is not as the standard has it.
        assert done.stderr == "", done.stderr
        return done.stdout

    @property
    def facts(self) -> dict[str, str]:
        lines = self._run("pdfinfo", str(self.file)).splitlines()
        return {name: value.strip() for name, value in (line.split(":", 1) for line in lines)}

    @property
    def pages(self) -> int:
        return int(self.facts["Pages"])

    def text(self, page: int | None = None) -> str:
        """As somebody gets it who selects it and copies it."""
        only = [] if page is None else ["-f", str(page), "-l", str(page)]
        return self._run("pdftotext", "-layout", *only, str(self.file), "-")

    def fonts(self) -> list[dict[str, bool]]:
        """Of each font: whether it is in the file, and whether its characters can be copied."""
        rows = self._run("pdffonts", str(self.file)).splitlines()[2:]
        found = [re.search(r"(yes|no) (yes|no) (yes|no) +\d+ +\d+$", row) for row in rows]
        assert all(found), rows
        return [{"embedded": row[1] == "yes", "unicode": row[3] == "yes"} for row in found]

    def drawn(self, last: int) -> list[Image.Image]:
        """The first pages as pictures."""
        stem = self.file.with_suffix("")
        self._run("pdftoppm", "-r", str(DOTS), "-gray", "-l", str(last), str(self.file), str(stem))
        return [Image.open(file) for file in sorted(self.file.parent.glob(f"{stem.name}-*.pgm"))]
