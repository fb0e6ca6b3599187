// One key for what one does all day: `data-shortcut="a"` on a button, a link or the summary of a form that opens.
// They can be switched off where a page shows `[data-shortcuts]` (a tick box), which this device remembers.

import { plainKey, press } from "./keys";

const SWITCH = "clause-keys-off";

function isOff(): boolean {
  try {
    return localStorage.getItem(SWITCH) === "1";
  } catch {
    return false;
  }
}

export function shortcuts(): void {
  const box = document.querySelector<HTMLInputElement>("input[data-shortcuts]");
  if (box) {
    box.closest<HTMLElement>("[data-shortcuts-switch]")?.removeAttribute("hidden");
    box.checked = !isOff();
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(SWITCH, box.checked ? "0" : "1");
      } catch {
        // Without storage the choice holds for this page.
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    const key = plainKey(event);
    if (!key || (box && !box.checked)) return;
    const found = [...document.querySelectorAll<HTMLElement>("[data-shortcut]")].find(
      (one) => one.dataset["shortcut"] === key && !(one as HTMLButtonElement).disabled,
    );
    if (!found) return;
    event.preventDefault();
    press(found);
  });
}
