// A grid of figures: a table of plain fields that behaves like a spreadsheet and saves itself.
//
// What a page gives, around a `<table data-grid>` inside a `[data-grid-box]`:
// - on the table: `data-save-url`, where batches go, and `data-grid-key`, the name under which values not yet saved are
//   kept on this device (one for a person and a subject);
// - cells: `<input data-row data-col id>` or `<select>` with a label, its value as saved; or an element with `data-row`, `data-col`
//   and `data-value` (12.50) that is only counted; totals: `data-total="row|col|group|all"` with `data-row`, `data-col`, `data-group`;
//   marks of rows of which nothing is told: `data-while-empty` with `data-row`, counted in `data-total="empty"`;
// - on forms of the page, `<input data-grid-version>`: the version that an answer tells goes there;
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
import { Cells, isField, keys, placeKey, placeOfKey, savedOf, selectAll, type Field } from "./grid_table";
import { showTotals } from "./grid_totals";
import { leftOut, words } from "./grid_words";

const WHILE_TYPING = 1500;
const AFTER_A_CELL = 300;

class Grid {
  private readonly cells: Cells;
  private readonly saved = new Map<Field, string>();
  private readonly store: Store;
  private readonly saving: Saving;
  private readonly history: History;
  private readonly messages: Messages;
  /** Whether nothing gets through: what is typed meanwhile changes nothing to what is told. */
  private isCut = false;
  /** Whether the server takes nothing more from this window: its own page says why. */
  private isStopped = false;
  /** The cell in which one stands, with its value on arrival. */
  private current: { input: Field; value: string } | null = null;

  constructor(
    private readonly table: HTMLTableElement,
    private readonly box: HTMLElement,
  ) {
    this.cells = new Cells(table);
    for (const input of this.cells.inputs) this.saved.set(input, savedOf(input));
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
    if (this.box instanceof HTMLFormElement) this.waitBeforeSubmit(this.box);
    for (const plain of this.box.querySelectorAll<HTMLElement>("[data-grid-plain]")) plain.hidden = true;
    for (const tools of this.box.querySelectorAll<HTMLElement>("[data-grid-tools]")) tools.hidden = false;
  }

  /** The form leaves once what is on its way has arrived; before anything else learns that it was sent. */
  private waitBeforeSubmit(form: HTMLFormElement): void {
    document.addEventListener(
      "submit",
      (event) => {
        if (event.target !== form || !this.store.waiting.length || this.isStopped) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        void this.saving.settle().then(() => {
          if (!this.store.waiting.length || this.isStopped) form.requestSubmit(event.submitter);
        });
      },
      true,
    );
  }

  private on(event: Event, act: (input: Field) => void): void {
    if (isField(event.target) && this.saved.has(event.target)) act(event.target);
  }

  private arrive(input: Field): void {
    this.current = { input, value: input.value };
    this.messages.show(input);
    selectAll(input);
  }

  private leave(input: Field): void {
    this.remember(input);
    this.current = null;
    const { row, col } = keys(input);
    if (!this.store.pending.has(placeKey(row, col))) input.value = this.saved.get(input) ?? "";
    if (this.store.waiting.length) this.saving.soon(AFTER_A_CELL);
  }

  /** What was typed in a cell becomes one step that can be undone. */
  private remember(input: Field): void {
    if (this.current?.input !== input || this.current.value === input.value) return;
    this.history.add([{ input, from: this.current.value, to: input.value }]);
    this.current = { input, value: input.value };
  }

  private key(input: Field, event: KeyboardEvent): void {
    const letter = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
    if (letter === "z" || letter === "y") {
      event.preventDefault();
      this.step(letter === "y" || event.shiftKey ? "redo" : "undo");
    } else if (event.key === "Escape" && this.current) {
      input.value = this.current.value;
      this.note([input], AFTER_A_CELL);
      selectAll(input);
    } else {
      const next = destination(this.cells, input, event);
      if (!next) return;
      event.preventDefault();
      if (next === input) this.remember(input);
      next.focus();
      selectAll(next);
    }
  }

  private paste(input: Field, event: ClipboardEvent): void {
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
    selectAll(first);
    this.current = { input: first, value: first.value };
    this.note(moved, AFTER_A_CELL);
  }

  /** These cells hold something else than what the server has: keep it, count it, send it. */
  private note(inputs: Field[], pause: number): void {
    for (const input of inputs) {
      const { row, col } = keys(input);
      const before = this.saved.get(input) ?? "";
      if (input.value.trim() === before && !this.store.pending.has(placeKey(row, col))) continue;
      this.store.set(placeKey(row, col), { value: input.value.trim(), before });
      this.store.judgeAgain(row);
    }
    showTotals(this.table);
    if (!this.store.waiting.length) return;
    if (!this.isCut) this.tell({ kind: "saving" });
    this.saving.soon(pause);
  }

  /** What an earlier visit could not send is typed again, and sent. */
  private restore(): void {
    for (const [place, kept] of [...this.store.pending]) {
      const { row, col } = placeOfKey(place);
      const input = this.cells.find(row, col);
      if (input) input.value = kept.value;
      this.store.set(place, { value: kept.value, before: kept.before });
    }
    const typed = this.cells.inputs.filter((input) => this.isTyped(input));
    const focused = document.activeElement;
    if (isField(focused) && this.saved.has(focused)) {
      this.current = { input: focused, value: this.saved.get(focused) ?? "" };
    }
    this.note(typed, 0);
    this.tell({ kind: "idle" });
    if (this.store.waiting.length) this.saving.soon(0);
  }

  /**
   * A page that was refused shows what was typed beside what is saved; and who is quick types before this script has
   * come (browsers fill nothing in here by themselves: cells are `autocomplete="off"`).
   */
  private isTyped(input: Field): boolean {
    if (input.value.trim() === this.saved.get(input)) return false;
    if ("saved" in input.dataset) return true;
    const { row, col } = keys(input);
    const isQuick = input instanceof HTMLInputElement && input.value !== input.defaultValue;
    return isQuick && !this.store.pending.has(placeKey(row, col));
  }

  private take(sent: Map<string, string>, answers: Answers): void {
    if (answers.version !== undefined) {
      // Forms of the same thing on this page are told, so that they are not taken for older than it is.
      for (const input of document.querySelectorAll<HTMLInputElement>("input[data-grid-version]")) {
        input.value = String(answers.version);
      }
    }
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

  private show(input: Field, answer: Answer): void {
    const isSaved = answer.state === "saved";
    this.saved.set(input, answer.value);
    if (isSaved && document.activeElement !== input) input.value = answer.value;
    const text = isSaved ? answer.warning : answer.error;
    this.messages.set(input, text ? { text, isError: !isSaved } : null);
  }

  private tell(state: State): void {
    this.isCut = state.kind === "offline" || state.kind === "stopped";
    this.isStopped = state.kind === "stopped";
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
