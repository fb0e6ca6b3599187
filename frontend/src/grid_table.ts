// The cells of a grid by row and column, and the way from one to the next.

export type Place = { row: number; col: number };

/** What each cell says of itself: `data-row` and `data-col`; an input may be typed in, anything else is only counted. */
export class Cells {
  readonly inputs: HTMLInputElement[] = [];
  private readonly rows: string[] = [];
  private readonly cols: string[] = [];
  private readonly byPlace = new Map<string, HTMLElement>();

  constructor(table: HTMLTableElement) {
    for (const cell of table.querySelectorAll<HTMLElement>("[data-row][data-col]")) {
      const { row, col } = keys(cell);
      if (!this.rows.includes(row)) this.rows.push(row);
      if (!this.cols.includes(col)) this.cols.push(col);
      this.byPlace.set(placeKey(row, col), cell);
      if (cell instanceof HTMLInputElement) this.inputs.push(cell);
    }
  }

  /** The input of this row and column, if it can be typed in. */
  find(row: string, col: string): HTMLInputElement | null {
    const cell = this.byPlace.get(placeKey(row, col));
    return cell instanceof HTMLInputElement ? cell : null;
  }

  placeOf(cell: HTMLElement): Place {
    const { row, col } = keys(cell);
    return { row: this.rows.indexOf(row), col: this.cols.indexOf(col) };
  }

  at(place: Place): HTMLInputElement | null {
    const row = this.rows[place.row];
    const col = this.cols[place.col];
    return row === undefined || col === undefined ? null : this.find(row, col);
  }

  /** The next input in a direction, over cells that cannot be typed in; null at the edge. */
  beside(cell: HTMLElement, rowStep: number, colStep: number): HTMLInputElement | null {
    const place = this.placeOf(cell);
    for (;;) {
      place.row += rowStep;
      place.col += colStep;
      if (place.row < 0 || place.col < 0 || place.row >= this.rows.length || place.col >= this.cols.length) return null;
      const found = this.at(place);
      if (found) return found;
    }
  }

  /** Below, and at the end of a column the first of the next one; above in the same way. */
  follow(cell: HTMLElement, step: 1 | -1): HTMLInputElement | null {
    const inColumn = this.beside(cell, step, 0);
    if (inColumn) return inColumn;
    const edge = { row: step > 0 ? -1 : this.rows.length, col: this.placeOf(cell).col };
    for (edge.col += step; edge.col >= 0 && edge.col < this.cols.length; edge.col += step) {
      for (let row = edge.row + step; row >= 0 && row < this.rows.length; row += step) {
        const found = this.at({ row, col: edge.col });
        if (found) return found;
      }
    }
    return null;
  }

  /** The first or last input of the row. */
  endOfRow(cell: HTMLElement, last: boolean): HTMLInputElement | null {
    const { row } = keys(cell);
    const found = this.inputs.filter((input) => input.dataset["row"] === row);
    return found[last ? found.length - 1 : 0] ?? null;
  }
}

export function keys(cell: HTMLElement): { row: string; col: string } {
  return { row: cell.dataset["row"] ?? "", col: cell.dataset["col"] ?? "" };
}

export function placeKey(row: string, col: string): string {
  return `${row}|${col}`;
}

/** How a cell is called: by its label. */
export function nameOf(input: HTMLInputElement): string {
  return input.labels?.[0]?.textContent?.trim() || input.getAttribute("aria-label") || "";
}
