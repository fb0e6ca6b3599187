"""Tables that people take away. Nothing is read here: the rows are those that a page shows to the same reader."""

from collections.abc import Sequence

from clause.documents.streamed_xlsx import StreamedBook
from clause.documents.table_pdf import table_pdf
from clause.documents.table_xlsx import TableBook
from clause.domain.documents import PDF, XLSX, StoredFile
from clause.domain.tables import Cell, Sheet
from clause.services.context import Context


class Workbook:
    """A workbook called ``name``, a word in small letters, with the day of the context; its rows come as they may."""

    def __init__(self, context: Context, sheet: Sheet, name: str) -> None:
        self._file_name = f"{name}-{context.today.isoformat()}.xlsx"
        self._book = TableBook(sheet, context.today)

    def add(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Further rows."""
        self._book.add(rows)

    def file(self) -> StoredFile:
        """The finished file; nothing can be added any more."""
        return StoredFile.of(self._file_name, XLSX, self._book.finished())


class LongWorkbook:
    """The same of a list that may be long: :meth:`add` and :meth:`finished` give the bytes that can leave.

    At the end of a ``with``, what was not finished is let go of.
    """

    def __init__(self, context: Context, sheet: Sheet, name: str) -> None:
        self.file_name = f"{name}-{context.today.isoformat()}.xlsx"
        self._book = StreamedBook(sheet, context.today)

    def __enter__(self) -> "LongWorkbook":
        return self

    def __exit__(self, *failed: object) -> None:
        self._book.let_go()

    def add(self, rows: Sequence[tuple[Cell, ...]]) -> bytes:
        """Further rows."""
        return self._book.add(rows)

    def finished(self) -> bytes:
        """The last bytes; nothing can be added any more."""
        return self._book.finished()


def make_pdf(context: Context, sheet: Sheet, name: str) -> StoredFile:
    """The same table as a PDF to print or to send."""
    return StoredFile.of(f"{name}-{context.today.isoformat()}.pdf", PDF, table_pdf(sheet, context.today))
