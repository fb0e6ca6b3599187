// Keys of a spreadsheet: arrows, Enter, Home and End, Escape. Tab stays the browser's.
import type { Cells, Field } from "./grid_table";

/** Where a key leads from this cell; null when the key is the field's own business. */
export function destination(cells: Cells, input: Field, event: KeyboardEvent): Field | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  // In a list of choices the arrows choose.
  if (!(input instanceof HTMLInputElement) && event.key !== "Enter") return null;
  switch (event.key) {
    case "Enter":
      return cells.follow(input, event.shiftKey ? -1 : 1) ?? input;
    case "ArrowDown":
      return cells.beside(input, 1, 0) ?? input;
    case "ArrowUp":
      return cells.beside(input, -1, 0) ?? input;
    case "ArrowRight":
      return atEdge(input, true) ? cells.beside(input, 0, 1) : null;
    case "ArrowLeft":
      return atEdge(input, false) ? cells.beside(input, 0, -1) : null;
    case "Home":
      return cells.endOfRow(input, false);
    case "End":
      return cells.endOfRow(input, true);
    default:
      return null;
  }
}

/** Whether the arrow has nothing to do inside the text: all of it is selected, or the caret is at that end. */
function atEdge(input: Field, right: boolean): boolean {
  if (!(input instanceof HTMLInputElement)) return false;
  const { selectionStart: start, selectionEnd: end, value } = input;
  if (start === 0 && end === value.length) return true;
  return start === end && end === (right ? value.length : 0);
}
