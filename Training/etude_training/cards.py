"""Tables of a model card: each stands between a mark with its name and an end."""

from pathlib import Path

from .files import write_atomically

END = "<!-- end -->"


def with_table(card: str, name: str, found: str) -> str:
    """A card with another table of that name; a card without its marks is an error."""
    begin = f"<!-- measured: {name} -->"
    before, mark, rest = card.partition(begin)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"the card has no table between {begin} and {END}")
    return f"{before}{begin}\n{found}\n{end}{after}"


def insert(path: Path, name: str, found: str) -> None:
    """Writes a card anew with another table of that name."""
    text = with_table(path.read_text(encoding="utf-8"), name, found)
    write_atomically(path, lambda file: file.write(text.encode()))
