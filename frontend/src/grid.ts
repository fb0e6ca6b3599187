// A grid of figures: a table of plain fields that behaves like a spreadsheet and saves itself.
//
// What a page gives, around a `<table data-grid>` inside a `[data-grid-box]`:
// - on the table: `data-save-url`, where batches go, and `data-grid-key`, the name under which values not yet saved are
//   kept on this device (one for a person and a subject);
// - cells: `<input data-row data-col id>` with a label, its value as saved; or an element with `data-row`, `data-col`
//   and `data-value` (12.50) that is only counted; totals: `data-total="row|col|all"` with `data-row` or `data-col`;
// - in the box, all optional: `[data-grid-state]` (a live line), `[data-grid-messages]` (a list), `[data-grid-cell]`
//   (what is said of the current cell), buttons `[data-grid-undo]`, `[data-grid-redo]`, `[data-grid-retry]`, and
//   `[data-grid-plain]`, shown only without this script.
//
// What goes: `{cells: [{row, col, value, before}]}`, `value` as typed, `before` as last saved. What comes back:
// `{at: "14:03", cells: [{row, col, state: "saved" | "refused", value, error?, warning?}]}`, `value` as saved now.
import { History, type Change } from "./grid_history";
import { destination } from "./grid_keys";
import { Messages } from "./grid_messages";
import { block, fill } from "./grid_paste";
import { Saving, type Answer, type Answers, type State } from "./grid_saving";
import { Store } from "./grid_store";
import { Cells, keys, placeKey } from "./grid_table";
import { showTotals } from "./grid_totals";
import { leftOut, words } from "./grid_words";

const WHILE_TYPING = 1500;
const AFTER_A_CELL = 300;

class Grid {
  private readonly cells: Cells;
  private readonly saved = new Map<HTMLInputElement, string>();
  private readonly store: Store;
  private readonly saving: Saving;
  private readonly history: History;
  private readonly messages: Messages;
  /** Whether nothing gets through: what is typed meanwhile changes nothing to what is told. */
  private isCut = false;
  /** The cell in which one stands, with its value on arrival. */
  private current: { input: HTMLInputElement; value: string } | null = null;

  constructor(
    private readonly table: HTMLTableElement,
    private readonly box: HTMLElement,
  ) {
    this.cells = new Cells(table);
    for (const input of this.cells.inputs) this.saved.set(input, input.defaultValue);
    this.messages = new Messages(this.part("messages"), this.part("cell"));
    this.history = new History(() => this.showButtons());
    this.store = new Store(table.dataset["gridKey"] ?? location.pathname);
    this.saving = new Saving(
      table.dataset["saveUrl"] ?? "",
      this.store,
      (sent, answers) => this.take(sent, answers),
      (state) => this.tell(state),
    );
    this.listen();
    this.restore();
    showTotals(table);
    this.showButtons();
  }

  private part(name: string): HTMLElement | null {
    return this.box.querySelector<HTMLElement>(`[data-grid-${name}]`);
  }

  private listen(): void {
    this.table.addEventListener("focusin", (event) => this.on(event, (input) => this.arrive(input)));
    this.table.addEventListener("focusout", (event) => this.on(event, (input) => this.leave(input)));
    this.table.addEventListener("input", (event) => this.on(event, (input) => this.note([input], WHILE_TYPING)));
    this.table.addEventListener("keydown", (event) => this.on(event, (input) => this.key(input, event)));
    this.table.addEventListener("paste", (event) => this.on(event, (input) => this.paste(input, event)));
    this.part("undo")?.addEventListener("click", () => this.step("undo"));
    this.part("redo")?.addEventListener("click", () => this.step("redo"));
    this.part("retry")?.addEventListener("click", () => this.saving.now());
    for (const plain of this.box.querySelectorAll<HTMLElement>("[data-grid-plain]")) plain.hidden = true;
    for (const tools of this.box.querySelectorAll<HTMLElement>("[data-grid-tools]")) tools.hidden = false;
  }

  private on(event: Event, act: (input: HTMLInputElement) => void): void {
    if (event.target instanceof HTMLInputElement && this.saved.has(event.target)) act(event.target);
  }

  private arrive(input: HTMLInputElement): void {
    this.current = { input, value: input.value };
    this.messages.show(input);
    input.select();
  }

  private leave(input: HTMLInputElement): void {
    this.remember(input);
    this.current = null;
    const { row, col } = keys(input);
    if (!this.store.pending.has(placeKey(row, col))) input.value = this.saved.get(input) ?? "";
    if (this.store.waiting.length) this.saving.soon(AFTER_A_CELL);
  }

  /** What was typed in a cell becomes one step that can be undone. */
  private remember(input: HTMLInputElement): void {
    if (this.current?.input !== input || this.current.value === input.value) return;
    this.history.add([{ input, from: this.current.value, to: input.value }]);
    this.current = { input, value: input.value };
  }

  private key(input: HTMLInputElement, event: KeyboardEvent): void {
    const letter = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
    if (letter === "z" || letter === "y") {
      event.preventDefault();
      this.step(letter === "y" || event.shiftKey ? "redo" : "undo");
    } else if (event.key === "Escape" && this.current) {
      input.value = this.current.value;
      this.note([input], AFTER_A_CELL);
      input.select();
    } else {
      const next = destination(this.cells, input, event);
      if (!next) return;
      event.preventDefault();
      if (next === input) this.remember(input);
      next.focus();
      next.select();
    }
  }

  private paste(input: HTMLInputElement, event: ClipboardEvent): void {
    const rows = block(event.clipboardData?.getData("text/plain") ?? "");
    if (!rows) return;
    event.preventDefault();
    this.remember(input);
    const { changes, left } = fill(this.cells, input, rows);
    this.history.add(changes);
    this.current = { input, value: input.value };
    this.note(changes.map((change: Change) => change.input), AFTER_A_CELL);
    const beside = this.part("cell");
    if (beside && left) beside.textContent = leftOut(left);
  }

  private step(way: "undo" | "redo"): void {
    if (this.current) this.remember(this.current.input);
    const moved = this.history[way]();
    const first = moved[0];
    if (!first) return;
    first.focus();
    first.select();
    this.current = { input: first, value: first.value };
    this.note(moved, AFTER_A_CELL);
  }

  /** These cells hold something else than what the server has: keep it, count it, send it. */
  private note(inputs: HTMLInputElement[], pause: number): void {
    for (const input of inputs) {
      const { row, col } = keys(input);
      const before = this.saved.get(input) ?? "";
      if (input.value.trim() === before && !this.store.pending.has(placeKey(row, col))) continue;
      this.store.set(placeKey(row, col), { value: input.value.trim(), before });
    }
    showTotals(this.table);
    if (!this.store.waiting.length) return;
    if (!this.isCut) this.tell({ kind: "saving" });
    this.saving.soon(pause);
  }

  /** What an earlier visit could not send is typed again, and sent. */
  private restore(): void {
    for (const [place, kept] of [...this.store.pending]) {
      const [row, col] = place.split("|");
      const input = this.cells.find(row ?? "", col ?? "");
      if (input) input.value = kept.value;
      this.store.set(place, { value: kept.value, before: kept.before });
    }
    this.tell({ kind: "idle" });
    if (this.store.waiting.length) this.saving.soon(0);
  }

  private take(sent: Map<string, string>, answers: Answers): void {
    for (const answer of answers.cells) {
      const place = placeKey(answer.row, answer.col);
      const input = this.cells.find(answer.row, answer.col);
      const kept = this.store.pending.get(place);
      const isSaved = answer.state === "saved";
      if (kept && kept.value !== sent.get(place)) {
        // Typed again while the batch was on its way: the next one says it. What was refused is judged as before.
        if (input && isSaved) this.saved.set(input, answer.value);
        this.store.set(place, { value: kept.value, before: isSaved ? answer.value : kept.before });
        continue;
      }
      if (isSaved) this.store.delete(place);
      else if (kept) this.store.set(place, { ...kept, refused: true });
      if (input) this.show(input, answer);
    }
    showTotals(this.table);
  }

  private show(input: HTMLInputElement, answer: Answer): void {
    const isSaved = answer.state === "saved";
    this.saved.set(input, answer.value);
    if (isSaved && document.activeElement !== input) input.value = answer.value;
    const text = isSaved ? answer.warning : answer.error;
    this.messages.set(input, text ? { text, isError: !isSaved } : null);
  }

  private tell(state: State): void {
    this.isCut = state.kind === "offline" || state.kind === "stopped";
    const line = this.part("state");
    if (line) {
      line.dataset["kind"] = state.kind;
      line.textContent = words(state);
    }
    const retry = this.part("retry");
    if (retry) retry.hidden = state.kind !== "offline";
  }

  private showButtons(): void {
    const buttons = { undo: this.history.canUndo, redo: this.history.canRedo };
    for (const [name, isOpen] of Object.entries(buttons)) {
      const button = this.part(name);
      if (button instanceof HTMLButtonElement) button.disabled = !isOpen;
    }
  }
}

for (const table of document.querySelectorAll<HTMLTableElement>("table[data-grid]")) {
  new Grid(table, table.closest<HTMLElement>("[data-grid-box]") ?? document.body);
}
