// One key for each answer of a decision: `data-keys` on the panel, `data-key` on what each key presses.
//
// Keys are heard only while the panel, or something in it, has the focus, and never while a field is typed in: who
// works with a screen reader or by voice is not surprised by a letter (WCAG 2.1.4). The panel takes the focus on arrival.
// `data-then` names the field that comes after a choice. In a form, arrows begin with the first choice, and Ctrl + Enter
// sends from any field.

import { plainKey, press } from "./keys";

function pressAndGoOn(target: HTMLElement): void {
  press(target);
  const next = target.dataset["then"];
  if (next) document.getElementById(next)?.focus();
}

/** Arrows on the panel itself go to the choice that holds, or take the first one; the browser does the rest. */
function beginChoosing(panel: HTMLElement): boolean {
  const chosen = panel.querySelector<HTMLInputElement>("input[type=radio]:checked");
  const radio = chosen ?? panel.querySelector<HTMLInputElement>("input[type=radio]");
  if (!radio) return false;
  if (!chosen) radio.click();
  radio.focus();
  return true;
}

/** Arms a panel of decision. */
export function decisionKeys(panel: HTMLElement): void {
  panel.addEventListener("keydown", (event) => {
    if (panel instanceof HTMLFormElement && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      panel.requestSubmit();
      return;
    }
    const key = plainKey(event);
    const isArrow = key === "arrowdown" || key === "arrowup";
    if (isArrow && event.target === panel && beginChoosing(panel)) {
      event.preventDefault();
      return;
    }
    const target = key && panel.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    pressAndGoOn(target);
  });
  if (!document.querySelector("[data-summary]")) panel.focus({ preventScroll: true });
}
