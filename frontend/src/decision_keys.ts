// One key for each answer of a decision: `data-keys` on the panel, `data-key` on what each key presses.
//
// Keys are heard only while the panel, or something in it, has the focus, and never while a field is typed in: who
// works with a screen reader or by voice is not surprised by a letter (WCAG 2.1.4). The panel takes the focus on arrival.

/** Arms a panel of decision. */
export function decisionKeys(panel: HTMLElement): void {
  panel.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTypedIn(event.target)) return;
    const target = panel.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
    target.closest("details")?.querySelector<HTMLElement>("input:not([type=hidden]), textarea")?.focus();
  });
  if (!document.querySelector("[data-summary]")) panel.focus({ preventScroll: true });
}

function isTypedIn(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}
