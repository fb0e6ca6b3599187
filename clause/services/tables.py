"""Tables that people take away. Nothing is read here: the rows are those that a page shows to the same reader."""

from clause.documents.table_pdf import table_pdf
from clause.documents.table_xlsx import table_xlsx
from clause.domain.documents import PDF, XLSX, StoredFile
from clause.domain.tables import Sheet
from clause.services.context import Context


def make_workbook(context: Context, sheet: Sheet, name: str) -> StoredFile:
    """The table as a workbook called ``name``, a word in small letters, with the day of the context."""
    content = table_xlsx(sheet, context.today)
    return StoredFile.of(f"{name}-{context.today.isoformat()}.xlsx", XLSX, content)


def make_pdf(context: Context, sheet: Sheet, name: str) -> StoredFile:
    """The same table as a PDF to print or to send."""
    return StoredFile.of(f"{name}-{context.today.isoformat()}.pdf", PDF, table_pdf(sheet, context.today))
