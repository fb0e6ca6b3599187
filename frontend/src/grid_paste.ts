// A block copied from a spreadsheet: lines and tabs, laid over the grid from the current cell.
import type { Change } from "./grid_history";
import type { Cells, Field } from "./grid_table";

/** The rows of a copied block; null for a single value, which the field takes as it is. */
export function block(text: string): string[][] | null {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(lines)) return null;
  return lines.split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
}

/** Fills from a cell on; what falls on cells that cannot be typed in, or outside, is counted as left out. */
export function fill(cells: Cells, start: Field, rows: string[][]): { changes: Change[]; left: number } {
  const origin = cells.placeOf(start);
  const changes: Change[] = [];
  let left = 0;
  rows.forEach((line, rowOffset) =>
    line.forEach((value, colOffset) => {
      const input = cells.at({ row: origin.row + rowOffset, col: origin.col + colOffset });
      if (!(input instanceof HTMLInputElement)) {
        left += value === "" ? 0 : 1;
        return;
      }
      changes.push({ input, from: input.value, to: value });
      input.value = value;
    }),
  );
  return { changes, left };
}
