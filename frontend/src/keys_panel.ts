// The panel that tells the keys of the page, opened by "?" or by the button at the foot of every page, and the one switch
// that turns letters off everywhere; this device remembers it.

const SWITCH = "clause-keys-off";
const listeners: (() => void)[] = [];
let off = remembered();

function remembered(): boolean {
  try {
    return localStorage.getItem(SWITCH) === "1";
  } catch {
    return false;
  }
}

/** Whether letters do nothing on this device. */
export function areOff(): boolean {
  return off;
}

/** Do this each time that letters are turned on or off. */
export function onSwitch(listener: () => void): void {
  listeners.push(listener);
}

function turn(isOff: boolean): void {
  off = isOff;
  try {
    localStorage.setItem(SWITCH, isOff ? "1" : "0");
  } catch {
    // Without storage the choice holds for this page.
  }
  listeners.forEach((listener) => listener());
}

function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = "",
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  element.append(...inside);
  return element;
}

/** The words of what a key presses, without the key that is written beside them. */
function nameOf(one: HTMLElement): string {
  const copy = (one.closest("label") ?? one).cloneNode(true) as HTMLElement;
  copy.querySelectorAll("kbd, .unseen").forEach((part) => part.remove());
  return (copy.textContent ?? "").trim().replace(/\s+/g, " ");
}

/** The keys of the page with what each does, and where it is heard; cards that share their keys are told once. */
function keysOfPage(): [string, string][] {
  const found = new Map<string, [string, string]>();
  for (const one of document.querySelectorAll<HTMLElement>("[data-key]:not(:disabled)")) {
    const key = (one.dataset["key"] ?? "").toUpperCase();
    const where = one.closest<HTMLElement>("[data-keys]")?.dataset["keys"] ?? "";
    const told = where ? `${nameOf(one)} (${where})` : nameOf(one);
    if (!found.has(key + where)) found.set(key + where, [key, told]);
  }
  return [...found.values()];
}

function listOfKeys(): HTMLElement {
  const list = made("dl");
  for (const [key, told] of keysOfPage()) list.append(made("dt", "", made("kbd", key)), made("dd", told));
  for (const more of document.querySelectorAll("[data-keys-help]")) list.append(...more.cloneNode(true).childNodes);
  list.append(made("dt", "", made("kbd", "?")), made("dd", "Ouvrir cette liste"));
  return list;
}

function switchOf(): HTMLElement {
  const box = made("input");
  box.type = "checkbox";
  box.checked = !off;
  box.addEventListener("change", () => turn(!box.checked));
  const label = made("label", "", box, " Une lettre suffit, sur toutes les pages");
  label.className = "choice";
  return label;
}

const WHY =
  "Décochez si vous dictez, ou si des touches partent toutes seules : les lettres ne feront plus rien, et cet appareil s’en souviendra. Le bouton « Touches du clavier » reste en bas de chaque page.";

/** Open the panel. */
export function openPanel(): boolean {
  const title = made("h2", "Touches de cette page");
  title.id = "keys-title";
  const close = made("button", "Fermer");
  close.type = "button";
  const why = made("p", WHY);
  why.className = "hint";
  const panel = made("dialog", "", title, listOfKeys(), switchOf(), why, close);
  panel.className = "keys-panel";
  panel.setAttribute("aria-labelledby", title.id);
  close.addEventListener("click", () => panel.close());
  panel.addEventListener("close", () => panel.remove());
  document.body.append(panel);
  panel.showModal();
  return true;
}

/** The button at the foot of the page is shown only where it works. */
export function prepareButton(): void {
  const button = document.querySelector<HTMLButtonElement>("button[data-keys-panel]");
  if (!button) return;
  button.closest("li")?.removeAttribute("hidden");
  button.addEventListener("click", () => openPanel());
}
