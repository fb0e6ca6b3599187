// The cells of a grid by row and column, and the way from one to the next.

export type Place = { row: number; col: number };

/** What can be typed in or chosen from. */
export type Field = HTMLInputElement | HTMLSelectElement;

export function isField(found: unknown): found is Field {
  return found instanceof HTMLInputElement || found instanceof HTMLSelectElement;
}

/** What the server has of a field when the page arrives: `data-saved` where the page shows something else. */
export function savedOf(field: Field): string {
  if (field.dataset["saved"] !== undefined) return field.dataset["saved"];
  if (field instanceof HTMLInputElement) return field.defaultValue;
  return [...field.options].find((option) => option.defaultSelected)?.value ?? "";
}

/** All of a field's text is selected, to be typed over; a list of choices has none. */
export function selectAll(field: Field): void {
  if (field instanceof HTMLInputElement) field.select();
}

/** What each cell says of itself: `data-row` and `data-col`; an input may be typed in, anything else is only counted. */
export class Cells {
  readonly inputs: Field[] = [];
  private readonly rows: string[] = [];
  private readonly cols: string[] = [];
  private readonly byPlace = new Map<string, HTMLElement>();

  constructor(table: HTMLTableElement) {
    for (const cell of table.querySelectorAll<HTMLElement>("[data-row][data-col]")) {
      const { row, col } = keys(cell);
      if (!this.rows.includes(row)) this.rows.push(row);
      if (!this.cols.includes(col)) this.cols.push(col);
      this.byPlace.set(placeKey(row, col), cell);
      if (isField(cell)) this.inputs.push(cell);
    }
  }

  /** The input of this row and column, if it can be typed in. */
  find(row: string, col: string): Field | null {
    const cell = this.byPlace.get(placeKey(row, col));
    return isField(cell) ? cell : null;
  }

  placeOf(cell: HTMLElement): Place {
    const { row, col } = keys(cell);
    return { row: this.rows.indexOf(row), col: this.cols.indexOf(col) };
  }

  at(place: Place): Field | null {
    const row = this.rows[place.row];
    const col = this.cols[place.col];
    return row === undefined || col === undefined ? null : this.find(row, col);
  }

  /** The next input in a direction, over cells that cannot be typed in; null at the edge. */
  beside(cell: HTMLElement, rowStep: number, colStep: number): Field | null {
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
  follow(cell: HTMLElement, step: 1 | -1): Field | null {
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
  endOfRow(cell: HTMLElement, last: boolean): Field | null {
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

/** The row and column of such a key; a row holds no bar. */
export function placeOfKey(key: string): { row: string; col: string } {
  const bar = key.indexOf("|");
  return { row: key.slice(0, bar), col: key.slice(bar + 1) };
}

/** How a cell is called: by its label, or by the headings that name it. */
export function nameOf(input: Field): string {
  const headings = (input.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
  const named = headings.map((heading) => heading?.textContent?.trim() ?? "").filter(Boolean);
  return input.labels?.[0]?.textContent?.trim() || input.getAttribute("aria-label") || named.join(", ");
}
