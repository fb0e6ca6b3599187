// Totals as one types: of a row, of a column, of all.
import { hundredths, written } from "./grid_numbers";
import { keys } from "./grid_table";

export function showTotals(table: HTMLTableElement): void {
  const sums = { row: new Map<string, number>(), col: new Map<string, number>(), all: 0 };
  for (const cell of table.querySelectorAll<HTMLElement>("[data-row][data-col]")) {
    const value = cell instanceof HTMLInputElement ? cell.value : (cell.dataset["value"] ?? "");
    const hours = hundredths(value) ?? 0;
    const { row, col } = keys(cell);
    sums.row.set(row, (sums.row.get(row) ?? 0) + hours);
    sums.col.set(col, (sums.col.get(col) ?? 0) + hours);
    sums.all += hours;
  }
  for (const cell of table.querySelectorAll<HTMLElement>("[data-total]")) {
    const { row, col } = keys(cell);
    const kind = cell.dataset["total"];
    const total = kind === "row" ? sums.row.get(row) : kind === "col" ? sums.col.get(col) : sums.all;
    cell.textContent = written(total ?? 0);
  }
}
