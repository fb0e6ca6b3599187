// The keys of a page, each said by an attribute:
//   data-key="a"     on a button, a link, a choice or the summary of a form that opens: what the key presses;
//   data-keys="…"    on a part of the page that hears its keys only while it, or something in it, has the focus; its
//                    value says where, for the panel of keys ("Dans un lot"). Without such a part, the whole page hears;
//   data-card        in such a part: one of several cards, each with the same keys; arrows go from card to card;
//   data-then="id"   on what a key presses: the field that comes next;
//   data-later       on what goes to the next card;
//   data-keys-help   on a list of further keys of the page, told by the panel too.
// A letter in a field is only a letter, and one switch turns letters off on every page (WCAG 2.1.4): see keys_panel.

import { areOff, onSwitch, openPanel, prepareButton } from "./keys_panel";

const TYPED_IN = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const PART = "[data-keys]";
const CARD = "[data-card]";

/** The key, in small letters; nothing while a field is typed in, with a modifier, or while the key is held down. */
function plainKey(event: KeyboardEvent): string | undefined {
  const typed = event.target instanceof Element && event.target.closest(TYPED_IN) !== null;
  if (typed || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  return event.key.toLowerCase();
}

/** Do what a click does; a form that opens takes the focus in its first field. */
function press(found: HTMLElement): void {
  const box = found.tagName === "SUMMARY" ? found.closest("details") : null;
  if (box) {
    box.open = true;
    box.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
  } else found.click();
  const next = found.dataset["then"];
  if (next) document.getElementById(next)?.focus();
}

/** What a key presses, heard from here: in the card or the part around, else anywhere that is in no part. */
function pressedBy(key: string, from: Element): HTMLElement | undefined {
  const around = from.closest(CARD) ?? from.closest(PART);
  const among = (root: Document | Element) => [
    ...root.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]:not(:disabled)`),
  ];
  return (around && among(around)[0]) ?? among(document).find((one) => !one.closest(PART));
}

function focusCard(card: Element | null | undefined): void {
  if (!(card instanceof HTMLElement)) return;
  card.querySelector<HTMLElement>("[data-key]")?.focus();
  card.scrollIntoView({ block: "nearest" });
}

/** Arrows on a part itself go to the choice that holds, or take the first one; the browser does the rest. */
function beginChoosing(part: Element): boolean {
  const chosen = part.querySelector<HTMLInputElement>("input[type=radio]:checked");
  const radio = chosen ?? part.querySelector<HTMLInputElement>("input[type=radio]");
  if (!radio) return false;
  if (!chosen) radio.click();
  radio.focus();
  return true;
}

function arrow(isDown: boolean, from: Element): boolean {
  const card = from.closest(CARD);
  if (!card) return from.matches(PART) && beginChoosing(from);
  focusCard(isDown ? card.nextElementSibling : card.previousElementSibling);
  return true;
}

/** Ctrl and Enter send the form of a part from any of its fields. */
function sends(event: KeyboardEvent, from: Element): boolean {
  const form = from.closest(PART);
  if (!(form instanceof HTMLFormElement) || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return false;
  form.requestSubmit();
  return true;
}

function isServed(event: KeyboardEvent, from: Element): boolean {
  if (sends(event, from)) return true;
  const key = plainKey(event);
  if (!key) return false;
  if (key === "arrowdown" || key === "arrowup") return arrow(key === "arrowdown", from);
  if (areOff()) return false;
  if (key === "?") return openPanel();
  const found = pressedBy(key, from);
  if (found) press(found);
  return found !== undefined;
}

/** Tell what each key does to who does not see it written, and stop telling it when letters are off. */
function tell(root: Document | Element): void {
  for (const one of root.querySelectorAll<HTMLElement>("[data-key]")) {
    if (areOff()) one.removeAttribute("aria-keyshortcuts");
    else one.setAttribute("aria-keyshortcuts", (one.dataset["key"] ?? "").toUpperCase());
  }
  document.documentElement.toggleAttribute("data-has-keys", !areOff());
}

/** Keys of what has just arrived: a part that decides takes the focus, and the card that the address names. */
export function keys(root: Document | Element): void {
  tell(root);
  for (const later of root.querySelectorAll<HTMLElement>("[data-later]")) {
    later.addEventListener("click", (event) => {
      event.preventDefault();
      focusCard(later.closest(CARD)?.nextElementSibling);
    });
  }
  if (areOff() || document.querySelector("[data-summary]")) return;
  const part = root.querySelector<HTMLElement>(`${PART}[tabindex]`);
  if (part) part.focus({ preventScroll: true });
  const named = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (named?.matches(CARD) && root.contains(named)) focusCard(named);
}

/** Listen to the keys of the page, once. */
export function listenToKeys(): void {
  prepareButton();
  onSwitch(() => tell(document));
  document.addEventListener("keydown", (event) => {
    const from = event.target instanceof Element ? event.target : document.body;
    if (!document.querySelector("dialog[open]") && isServed(event, from)) event.preventDefault();
  });
}
