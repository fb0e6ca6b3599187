// Small comforts, each asked for by an attribute; without this script the page does the same with one click more.

type Root = Document | Element;

const known = new WeakMap<Element, Set<string>>();

/** Each element of the root, the root itself included, that was not yet met by this selector. */
function fresh<E extends HTMLElement>(root: Root, selector: string): E[] {
  const found = [...root.querySelectorAll<E>(selector)];
  if (root instanceof HTMLElement && root.matches(selector)) found.push(root as E);
  return found.filter((element) => {
    const met = known.get(element) ?? new Set();
    known.set(element, met);
    return !met.has(selector) && met.add(selector);
  });
}

/** Every comfort, for a page or for a part of it that has just arrived. */
export function comforts(root: Root): void {
  focusSummary(root);
  submitOnChange(root);
  printOnClick(root);
  warnBeforeLeaving(root);
  oneSubmit(root);
  checkAll(root);
  arrows(root);
  copyOnClick(root);
  sendCodeOfAddress(root);
}

/** A refused form says first what is wrong: the summary takes the focus. */
function focusSummary(root: Root): void {
  fresh(root, "[data-summary]")[0]?.focus();
}

/**
 * Filters apply as soon as one is chosen; by keyboard with their button, as each key on a closed list chooses something
 * and the page would be gone before the next key.
 */
function submitOnChange(root: Root): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-submit-on-change]")) {
    let isByKey = false;
    form.addEventListener("keydown", () => (isByKey = true));
    form.addEventListener("pointerdown", () => (isByKey = false));
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement && !isByKey) form.requestSubmit();
    });
  }
}

/** Buttons that print are shown only where they can. */
function printOnClick(root: Root): void {
  for (const button of fresh<HTMLButtonElement>(root, "button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** What was typed is not lost by a click elsewhere. */
function warnBeforeLeaving(root: Root): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-warn-unsaved]")) {
    let changed = false;
    form.addEventListener("input", (event) => {
      // A grid saves itself, and keeps what it could not save.
      if (!(event.target instanceof Element && event.target.closest("table[data-grid]"))) changed = true;
    });
    form.addEventListener("submit", () => (changed = false));
    window.addEventListener("beforeunload", (event) => {
      if (!changed) return;
      event.preventDefault();
      // Runs once the browser's question is answered: who stays may send any form of the page again.
      window.setTimeout(() => document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach(release), 0);
    });
  }
}

function release(form: HTMLFormElement): void {
  delete form.dataset["sent"];
}

/** A second click on a button that is at work does nothing. */
function oneSubmit(root: Root): void {
  for (const form of fresh<HTMLFormElement>(root, 'form[method="post"]')) {
    form.addEventListener("submit", (event) => {
      if (form.dataset["sent"]) event.preventDefault();
      form.dataset["sent"] = "1";
      window.addEventListener("pageshow", () => release(form), { once: true });
    });
  }
}

/** One box ticks all those of its table. */
function checkAll(root: Root): void {
  for (const all of fresh<HTMLInputElement>(root, "input[data-check-all]")) {
    const label = all.closest("label");
    if (label) label.hidden = false;
    const boxes = () =>
      [...(all.form ?? document).querySelectorAll<HTMLInputElement>(`input[name="${all.dataset["checkAll"]}"]`)];
    all.addEventListener("change", () => boxes().forEach((box) => (box.checked = all.checked)));
  }
}

/** What is to be pasted elsewhere is copied by one click; the button is shown only where that works. */
function copyOnClick(root: Root): void {
  for (const button of fresh<HTMLButtonElement>(root, "button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset["copy"] ?? "")?.textContent ?? "";
      void navigator.clipboard.writeText(text.trim()).then(() => (button.textContent = "Copié"));
    });
  }
}

/** In a table of fields, the arrows up and down go to the same column of the next row that has it. */
function arrows(root: Root): void {
  for (const table of fresh<HTMLTableElement>(root, "table[data-arrows]")) {
    table.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      const field = event.target;
      const row = field instanceof HTMLInputElement ? field.closest("tr") : null;
      if (!step || !row || !(field instanceof HTMLInputElement)) return;
      const column = [...row.cells].findIndex((cell) => cell.contains(field));
      for (let at = row.rowIndex + step; table.rows[at]; at += step) {
        const next = table.rows[at]?.cells[column]?.querySelector<HTMLInputElement>("input");
        if (!next) continue;
        event.preventDefault();
        next.focus();
        next.select();
        return;
      }
    });
  }
}

/** A personal link carries its code behind the "#", which no server sees: it is sent by the form, and leaves the address. */
function sendCodeOfAddress(root: Root): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-code-of-address]")) {
    const field = form.querySelector<HTMLInputElement>("input[name='code']");
    const send = () => {
      const code = location.hash.slice(1);
      if (!field || !/^[\w-]{20,}$/.test(code)) return;
      history.replaceState(null, "", location.pathname);
      field.value = code;
      form.requestSubmit();
    };
    window.addEventListener("hashchange", send);
    send();
  }
}
