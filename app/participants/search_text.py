"""What a search reads of somebody, in one column, so that one index answers it."""

from sqlalchemy.engine.default import DefaultExecutionContext

from app.lib.folding import folded

MOST_SEARCHED = 120  # letters of a name or a post: a row of an index has an end


def search_text(folded_name: str, position_name: str) -> str:
    """Name and post, folded, each word of the name between spaces."""
    return f" {folded_name[:MOST_SEARCHED]} | {folded(position_name)[:MOST_SEARCHED]}"


def search_text_of_row(context: DefaultExecutionContext) -> str:
    """The same for a row that is being written: the default of the column."""
    row = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return search_text(row["folded_name"], row.get("position_name", ""))
