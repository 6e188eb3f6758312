"""Changes to project files, and what they change, told apart from the program."""
import shutil
import sqlite3
from collections import defaultdict

TABLES = ["project", "signer", "seal", "event", "state", "slot", "value", "head"]


class NothingToChangeError(Exception):
    """A change that cannot be made to this file, such as one that a constraint refuses."""


def rows(path):
    """Every row of every table with its types, by this reader of SQLite files.

    What the program would refuse before it looks at rows (another file type, another schema) counts
    as a row, too.
    """
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        connection.text_factory = bytes
        found = [("schema", *connection.execute("PRAGMA user_version").fetchone()),
                 ("schema", *connection.execute("PRAGMA application_id").fetchone())]
        objects = connection.execute(
            "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_auto%'")
        found += sorted(("object", *row) for row in objects)
        for table in TABLES:
            found += sorted(
                (table, *((type(cell).__name__, cell) for cell in row))
                for row in connection.execute(f"SELECT * FROM {table}").fetchall())
        return found
    finally:
        connection.close()


def covered(path):
    """The rows, or None where this reader cannot read them."""
    try:
        return rows(path)
    except (sqlite3.Error, OverflowError, UnicodeDecodeError):
        return None


def open_for_change(path):
    """A connection that checks no references."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def flip_bits(path, draw):
    """Some bits, anywhere in the file."""
    data = bytearray(path.read_bytes())
    for _ in range(draw.choice([1, 1, 1, 2, 4, 16])):
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    path.write_bytes(data)


def overwrite(path, draw):
    """A stretch of bytes."""
    data = bytearray(path.read_bytes())
    size = draw.choice([1, 4, 32, 500, 5000])
    start = draw.randrange(max(1, len(data) - size))
    filler = bytes(size) if draw.random() < 0.5 else draw.randbytes(size)
    data[start:start + size] = filler
    path.write_bytes(data)


def cut_file(path, draw):
    """The end of the file."""
    data = path.read_bytes()
    path.write_bytes(data[:draw.randrange(len(data))])


def changed(cell, draw):
    """Another value for a cell."""
    if cell is None:
        return draw.randrange(1, 9)
    if isinstance(cell, int):
        return draw.choice([cell + 1, cell - 1, 0, -cell, 2**62, str(cell) + "x", None])
    if isinstance(cell, bytes):
        data = bytearray(cell)
        if data:
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        return draw.choice([bytes(data), cell[:-1], cell + b"\0", b"", None, cell.hex()])
    place = draw.randrange(len(cell) + 1)
    return draw.choice([
        cell[:place] + draw.choice("abc019 {}\"\0é") + cell[place:],
        cell[:place] + cell[place + 1:],
        cell.upper(), cell + " ", "", None, cell.encode(), 7])


def pick(connection, draw):
    """A table, one of its rows by position, and its columns."""
    table = draw.choice(TABLES)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    found = connection.execute(f"SELECT * FROM {table}").fetchall()
    if not found:
        raise NothingToChangeError
    return table, columns, found


def condition(columns, row):
    """A condition that holds for one row, with its values."""
    return " AND ".join(f"{column} IS ?" for column in columns), list(row)


def edit_cell(path, draw):
    """A cell of a row, by SQL."""
    connection = open_for_change(path)
    try:
        table, columns, found = pick(connection, draw)
        row = draw.choice(found)
        index = draw.randrange(len(columns))
        others = [other[index] for other in found if other[index] != row[index]]
        value = draw.choice(others) if others and draw.random() < 0.4 else changed(row[index], draw)
        where, values = condition(columns, row)
        connection.execute(
            f"UPDATE {table} SET {columns[index]} = ? WHERE {where}", [value, *values])
    except sqlite3.IntegrityError as error:
        raise NothingToChangeError from error
    finally:
        connection.close()


def delete_row(path, draw):
    """A row, by SQL."""
    connection = open_for_change(path)
    try:
        table, columns, found = pick(connection, draw)
        where, values = condition(columns, draw.choice(found))
        connection.execute(f"DELETE FROM {table} WHERE {where}", values)
    finally:
        connection.close()


def insert_row(path, draw):
    """A row that is much like another, by SQL."""
    connection = open_for_change(path)
    try:
        table, columns, found = pick(connection, draw)
        row = list(draw.choice(found))
        row[0] = (max((other[0] for other in found), default=0) + 1
                  if isinstance(row[0], int) else changed(row[0], draw))
        marks = ", ".join("?" * len(columns))
        connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
    except sqlite3.IntegrityError as error:
        raise NothingToChangeError from error
    finally:
        connection.close()


def exchange(path, draw):
    """Two events with their records, or the records alone."""
    connection = open_for_change(path)
    try:
        count = connection.execute("SELECT max(id) FROM event").fetchone()[0]
        first, second = draw.sample(range(1, count + 1), 2)
        tables = draw.choice([["event", "seal"], ["seal"], ["event"]])
        for table in tables:
            key = "id" if table == "event" else "event"
            for old, new in [(first, -1), (second, first), (-1, second)]:
                connection.execute(f"UPDATE {table} SET {key} = ? WHERE {key} = ?", (new, old))
    finally:
        connection.close()


def move_up(path, draw):
    """An event is taken out, and those after it move up."""
    connection = open_for_change(path)
    try:
        count = connection.execute("SELECT max(id) FROM event").fetchone()[0]
        gone = draw.randrange(1, count)
        for table, key in [("event", "id"), ("seal", "event")]:
            connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (gone,))
            for number in range(gone + 1, count + 1):
                connection.execute(
                    f"UPDATE {table} SET {key} = ? WHERE {key} = ?", (number - 1, number))
    finally:
        connection.close()


def truncate(path, draw):
    """The last events are taken out with all that they made, so that nothing contradicts."""
    connection = open_for_change(path)
    try:
        count = connection.execute("SELECT max(id) FROM event").fetchone()[0]
        first = connection.execute("SELECT min(event) FROM seal").fetchone()[0]
        if count <= first:
            raise NothingToChangeError
        last = draw.randrange(first, count)
        connection.execute("DELETE FROM seal WHERE event > ?", (last,))
        connection.execute("DELETE FROM event WHERE id > ?", (last,))
        redo, head = defaultdict(lambda: None), None
        for verb, before, after in connection.execute(
                "SELECT verb, before, after FROM event ORDER BY id").fetchall():
            if before != after:
                if verb == "undo":
                    redo[after] = before
                elif verb != "redo":
                    redo[before] = None
                    redo[after] = None
            head = after
        kept = ", ".join(str(state) for state in redo if state is not None)
        connection.execute(f"DELETE FROM slot WHERE state NOT IN ({kept})")
        connection.execute(f"DELETE FROM state WHERE id NOT IN ({kept})")
        connection.execute("DELETE FROM value WHERE digest NOT IN (SELECT digest FROM slot)")
        for state, way in redo.items():
            connection.execute("UPDATE state SET redo = ? WHERE id = ?", (way, state))
        connection.execute("UPDATE head SET state = ?", (head,))
        connection.execute(
            "DELETE FROM signer WHERE (SELECT count(*) FROM seal) = 0")
    finally:
        connection.close()


def rolled_back(earlier):
    """A change that puts an earlier copy of the whole file in place."""
    def roll_back(path, draw):
        """An earlier copy of the project takes its place."""
        shutil.copyfile(draw.choice(earlier), path)
    return roll_back
