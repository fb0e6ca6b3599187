// One key for each answer of a decision: `data-keys` on the panel, `data-key` on what each key presses.
//
// Keys are heard only while the panel, or something in it, has the focus, and never while a field is typed in: who
// works with a screen reader or by voice is not surprised by a letter (WCAG 2.1.4). The panel takes the focus on arrival.

import { plainKey, press } from "./keys";

/** Arms a panel of decision. */
export function decisionKeys(panel: HTMLElement): void {
  panel.addEventListener("keydown", (event) => {
    const key = plainKey(event);
    const target = key && panel.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    press(target);
  });
  if (!document.querySelector("[data-summary]")) panel.focus({ preventScroll: true });
}
