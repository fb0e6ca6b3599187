// Totals as one types: of a row, of a column, of a group of columns, of all; and the rows of which nothing is told.
import { hundredths, written } from "./grid_numbers";
import { isField, keys } from "./grid_table";

/** Cells marked `data-uncounted` fill their row without adding to it. Totals stand anywhere on the page. */
export function showTotals(table: HTMLTableElement): void {
  const sums = new Map<string, number>();
  const filled = new Set<string>();
  for (const cell of table.querySelectorAll<HTMLElement>("[data-row][data-col]")) {
    const value = isField(cell) ? cell.value : (cell.dataset["value"] ?? "");
    const { row, col } = keys(cell);
    if (value.trim()) filled.add(row);
    const hours = "uncounted" in cell.dataset ? 0 : (hundredths(value) ?? 0);
    for (const name of [`row ${row}`, `col ${col}`, `group ${cell.dataset["group"] ?? ""}`, "all"]) {
      sums.set(name, (sums.get(name) ?? 0) + hours);
    }
  }
  const empty = showEmptyRows(table, filled);
  for (const cell of totalsOf(table)) {
    const kind = cell.dataset["total"] ?? "";
    const name = kind === "all" ? "all" : `${kind} ${cell.dataset[kind] ?? ""}`;
    const sum = sums.get(name) ?? 0;
    cell.textContent = kind === "empty" ? String(empty) : sum || !("blank" in cell.dataset) ? written(sum) : "";
  }
}

/** A table that has no totals at all is not the one whose figures stand elsewhere on the page. */
function totalsOf(table: HTMLTableElement): Iterable<HTMLElement> {
  return table.querySelector("[data-total]") ? document.querySelectorAll<HTMLElement>("[data-total]") : [];
}

function showEmptyRows(table: HTMLTableElement, filled: Set<string>): number {
  const marks = [...table.querySelectorAll<HTMLElement>("[data-while-empty]")];
  for (const mark of marks) mark.hidden = filled.has(mark.dataset["row"] ?? "");
  return marks.filter((mark) => !mark.hidden).length;
}
