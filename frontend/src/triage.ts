// A list of cards to decide upon, one key each. The keys work inside a card only, so that they take nobody by surprise.

import { plainKey, press } from "./keys";

const CARD = "[data-card]";

function focusCard(card: Element | null | undefined): void {
  if (!(card instanceof HTMLElement)) return;
  card.querySelector<HTMLElement>("[data-key]")?.focus();
  card.scrollIntoView({ block: "nearest" });
}

function sibling(card: Element, forward: boolean): Element | null {
  return forward ? card.nextElementSibling : card.previousElementSibling;
}

function onKey(event: KeyboardEvent): void {
  const card = (event.target as Element).closest(CARD);
  const key = plainKey(event);
  if (!card || !key) return;
  if (key === "arrowdown" || key === "arrowup") {
    event.preventDefault();
    focusCard(sibling(card, key === "arrowdown"));
    return;
  }
  const wanted = card.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  press(wanted);
}

/** Keys of every list of cards on the page; the card that the address names takes the focus. */
export function triage(root: Document | Element): void {
  for (const form of root.querySelectorAll<HTMLElement>("form[data-triage]")) {
    form.addEventListener("keydown", onKey);
    form.addEventListener("click", (event) => {
      const later = (event.target as Element).closest('[data-key="p"]');
      if (!later) return;
      event.preventDefault();
      const card = later.closest(CARD);
      focusCard(card && sibling(card, true));
    });
    document.querySelector<HTMLElement>("[data-triage-help]")?.removeAttribute("hidden");
    if (location.hash.startsWith("#lot-")) focusCard(document.getElementById(location.hash.slice(1)));
  }
}
