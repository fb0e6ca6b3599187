// What every place with one key for each action shares: which key counts, and what pressing does.

const TYPED_IN = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

/** The key, in small letters; nothing while a field is typed in, with a modifier, or while the key is held down. */
export function plainKey(event: KeyboardEvent): string | undefined {
  const typed = event.target instanceof Element && event.target.closest(TYPED_IN) !== null;
  if (typed || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  return event.key.toLowerCase();
}

/** Do what a click does; a form that opens takes the focus in its first field. */
export function press(found: HTMLElement): void {
  const box = found.tagName === "SUMMARY" ? found.closest("details") : null;
  if (!box) return found.click();
  box.open = true;
  box.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
}
