// What is wrong or worth a look: at the cell, and in a list above the grid that leads to each.
import { nameOf, type Field } from "./grid_table";

export type Told = { text: string; isError: boolean };

export class Messages {
  private readonly told = new Map<Field, Told>();

  constructor(
    private readonly list: HTMLElement | null,
    private readonly beside: HTMLElement | null,
  ) {}

  /** The cell's message; none takes it away. */
  set(input: Field, told: Told | null): void {
    if (told) this.told.set(input, told);
    else if (!this.told.delete(input)) return;
    this.mark(input, told);
    this.draw();
    if (document.activeElement === input) this.show(input);
  }

  /** Under the tools, what is said of the cell in which one stands. */
  show(input: Field): void {
    const told = this.told.get(input);
    if (this.beside) this.beside.textContent = told ? `${nameOf(input)} : ${told.text}` : "";
  }

  private mark(input: Field, told: Told | null): void {
    const id = `${input.id}-told`;
    document.getElementById(id)?.remove();
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    input.classList.toggle("grid-look", Boolean(told && !told.isError));
    if (!told) return;
    if (told.isError) input.setAttribute("aria-invalid", "true");
    const text = document.createElement("span");
    text.id = id;
    text.className = "unseen";
    text.textContent = told.text;
    input.after(text);
    input.setAttribute("aria-describedby", id);
  }

  private draw(): void {
    if (!this.list) return;
    const lines = [...this.told].sort(([, one], [, other]) => Number(other.isError) - Number(one.isError));
    this.list.hidden = lines.length === 0;
    this.list.replaceChildren(
      ...lines.map(([input, told]) => {
        const link = document.createElement("a");
        link.href = `#${input.id}`;
        link.textContent = `${nameOf(input)} : ${told.text}`;
        link.addEventListener("click", (event) => {
          event.preventDefault();
          input.focus();
        });
        const line = document.createElement("li");
        line.className = told.isError ? "grid-error" : "grid-warning";
        line.append(told.isError ? "À corriger. " : "À vérifier. ", link);
        return line;
      }),
    );
  }
}
