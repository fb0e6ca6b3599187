// What was typed and not acknowledged yet, kept on this device until the server has it.

import { placeOfKey } from "./grid_table";

export type Pending = { value: string; before: string; refused?: boolean };

/** Values by place; every change is written to the device at once, so that closing the window loses nothing. */
export class Store {
  private readonly name: string;
  readonly pending: Map<string, Pending>;

  constructor(key: string) {
    this.name = `clause-grid:${key}`;
    this.pending = new Map(this.read());
  }

  set(place: string, pending: Pending): void {
    this.pending.set(place, pending);
    this.write();
  }

  delete(place: string): void {
    this.pending.delete(place);
    this.write();
  }

  /** What was refused in this row is judged again: beside other values it may be right. */
  judgeAgain(row: string): void {
    for (const [place, one] of this.pending) {
      if (one.refused && placeOfKey(place).row === row) this.set(place, { value: one.value, before: one.before });
    }
  }

  /** Those that the server has not judged yet. */
  get waiting(): [string, Pending][] {
    return [...this.pending].filter(([, one]) => !one.refused);
  }

  private read(): [string, Pending][] {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "[]") as [string, Pending][];
    } catch {
      // A browser without storage, or something unreadable in it: the page works, without this safety net.
      return [];
    }
  }

  private write(): void {
    try {
      if (this.pending.size) localStorage.setItem(this.name, JSON.stringify([...this.pending]));
      else localStorage.removeItem(this.name);
    } catch {
      // The values stay in the page and go to the server as soon as it answers.
    }
  }
}
