"""The SQL texts that stand in the programs. They are taken out of what was built, so that none can be forgotten."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from own_installation import BUILD

VERBS = r"(?:SELECT|UPDATE|INSERT INTO|DELETE FROM|REPLACE|WITH [a-z]+ AS) "
TEXT = re.compile(VERBS.encode() + rb"[\n\x20-\x7e]*(?=\x00)")


def in_one_line(text):
    return " ".join(text.split())


def of_programs(*names):
    """Without what belongs to the files of sql/: those are migrations and views."""
    files = in_one_line(" ".join(path.read_text() for path in sorted((ROOT / "sql").rglob("*.sql"))))
    found = {in_one_line(text.decode()) for name in names for text in TEXT.findall((BUILD / name).read_bytes())}
    return sorted(text for text in found if text not in files)


def put_together():
    """Texts of the source to which something is added at run time. Short ones are no text in the program any more."""
    sources = " ".join(path.read_text() for path in sorted((ROOT / "src").rglob("*.cc")))
    return {in_one_line(text) for text in re.findall(rf'"({VERBS}[^"]*)" \+', sources)}


def views_without_functions():
    """What an installation has besides where its server refuses functions."""
    files = [path.read_text() for path in sorted((ROOT / "sql/without_functions").glob("**/*.sql"))]
    return "".join(statement + ";" for text in files for statement in re.findall(r"(?ms)^CREATE .*?(?=;$)", text))
