"""Makes docs/images/report-nl.png and report-en.png: the top of the demo's report, answer and map.

    .venv/bin/python tools/screenshots.py

Needs Chromium (or Google Chrome) and what `make setup` installs; asks nothing of the network.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
WIDTH = 1200  # pixels; the height follows from where the legend of the map ends
MARGIN = 8
COLOURS = 256  # enough for flat colours and smooth letters, and a small file
LARGEST = 300_000  # bytes


def main() -> None:
    """Assess the demo in both languages and photograph the top of each report."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is missing (Debian, Ubuntu: apt-get install chromium).")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang in ("nl", "en"):
            out = Path(folder) / lang
            command = [
                str(Path(sys.executable).parent / "scharnier"),
                "demo",
                "--once",
                "--lang",
                lang,
                "--out",
                str(out),
            ]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            target = IMAGES / f"report-{lang}.png"
            photograph(browser, out / "report.html", target)
            print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1000} kB")
        browser.close()


def photograph(browser: Browser, page_file: Path, target: Path) -> None:
    """The page from its top to the end of the map's legend, in few colours."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 1600})
    page.goto(page_file.as_uri())
    height = page.evaluate("document.querySelector('#figure-map .legend').getBoundingClientRect().bottom")
    clip = FloatRect(x=0, y=0, width=WIDTH, height=round(height) + MARGIN)
    page.screenshot(path=target, full_page=True, clip=clip)
    page.close()
    with Image.open(target) as picture:
        few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(target, optimize=True)
    if target.stat().st_size > LARGEST:
        sys.exit(f"{target.name} is larger than {LARGEST // 1000} kB: use fewer colours.")


if __name__ == "__main__":
    main()
