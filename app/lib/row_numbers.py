"""Numbers of rows as people and devices send them: never larger than any database can be asked for."""

LARGEST_ROW = 2**31 - 1


def row_number(text: str) -> int:
    """Read the number of a row; raises ValueError for what no row can have."""
    number = int(text)
    if not 0 <= number <= LARGEST_ROW:
        raise ValueError(text)
    return number
