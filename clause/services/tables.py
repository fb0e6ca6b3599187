"""Tables that people take away. Nothing is read here: the rows are those that a page shows to the same reader."""

from clause.documents.table_xlsx import MEDIA_TYPE, table_xlsx
from clause.domain.documents import StoredFile
from clause.domain.tables import Sheet
from clause.services.context import Context


def make_workbook(context: Context, sheet: Sheet, name: str) -> StoredFile:
    """The table as a workbook called ``name``, a word in small letters, with the day of the context."""
    content = table_xlsx(sheet, context.today)
    return StoredFile.of(f"{name}-{context.today.isoformat()}.xlsx", MEDIA_TYPE, content)
