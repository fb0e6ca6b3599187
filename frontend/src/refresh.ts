// Parts of a page that wait for some work ask for themselves again and again; once it has ended the page comes anew
// (`HX-Refresh`). Who is on the page meanwhile loses nothing: a page on which something is typed is not taken away, the
// focus is found again where it was, and a network that is gone for a moment does not end the waiting.
import htmx from "htmx.org";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Answered = CustomEvent<{ elt: Element; xhr: XMLHttpRequest }>;

const PLACE = "clause-place";
const ASKS_AGAIN = '[hx-trigger^="load delay"]';
const PAUSE = 2000;

function isChanged(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    const usual = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(usual, 0);
  }
  if (field instanceof HTMLInputElement && field.type === "hidden") return false;
  if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
    return field.checked !== field.defaultChecked;
  }
  return field.value !== field.defaultValue;
}

/** Whether something on the page was typed or chosen: it would be gone with the page. */
function isTypedIn(): boolean {
  return [...document.querySelectorAll<Field>("input, select, textarea")].some(isChanged);
}

/** What finds this control on the page that comes anew; empty when nothing tells it from others. */
function selectorOf(control: Element): string {
  if (control.id) return `#${CSS.escape(control.id)}`;
  for (const name of ["href", "name"]) {
    const value = control.getAttribute(name);
    if (value) return `${control.localName}[${name}="${CSS.escape(value)}"]`;
  }
  const action = control.closest("form")?.getAttribute("action");
  return action ? `form[action="${CSS.escape(action)}"] ${control.localName}` : "";
}

/** The focus is where it was before the page came anew by itself, unless something has it already. */
function findPlace(): void {
  try {
    const [address, selector] = (sessionStorage.getItem(PLACE) ?? "").split("\n");
    sessionStorage.removeItem(PLACE);
    if (address !== location.href || !selector || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  } catch {
    // A browser without storage: one begins at the top of the page, as after any other.
  }
}

function keepPlace(): void {
  const control = document.activeElement;
  const selector = control && control !== document.body ? selectorOf(control) : "";
  try {
    sessionStorage.setItem(PLACE, `${location.href}\n${selector}`);
  } catch {
    // As above.
  }
}

/** The part says what has ended, and leads to the page as it is now; the page itself stays. */
function showBeside(part: Element, text: string): void {
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = "Afficher la page à jour";
  const line = document.createElement("p");
  line.append(link);
  part.after(line);
  htmx.swap(part, text, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
}

function answered(event: Event): void {
  const { elt, xhr } = (event as Answered).detail;
  if (xhr.getResponseHeader("HX-Refresh") !== "true") return;
  if (!isTypedIn()) return keepPlace();
  event.preventDefault();
  showBeside(elt, xhr.responseText);
}

function askAgain(event: Event): void {
  const { elt, xhr } = (event as Answered).detail;
  // Signed out, or no longer there: asking again would change nothing.
  if (!elt.matches(ASKS_AGAIN) || (xhr.status >= 400 && xhr.status < 500)) return;
  const address = elt.getAttribute("hx-get") ?? "";
  window.setTimeout(() => {
    if (elt.isConnected) void htmx.ajax("get", address, { source: elt, target: elt as HTMLElement, swap: "outerHTML" });
  }, PAUSE);
}

/** Take care of parts that wait, from now on. */
export function careForWaiting(): void {
  findPlace();
  document.addEventListener("htmx:beforeOnLoad", answered);
  for (const failure of ["htmx:sendError", "htmx:responseError"]) document.addEventListener(failure, askAgain);
}
