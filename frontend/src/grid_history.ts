// Undo and redo over cells: a step is one cell as it was left, or a whole block that was pasted.

import type { Field } from "./grid_table";

export type Change = { input: Field; from: string; to: string };

export class History {
  private done: Change[][] = [];
  private undone: Change[][] = [];

  constructor(private readonly changed: () => void) {}

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  add(step: Change[]): void {
    const real = step.filter((change) => change.from !== change.to);
    if (real.length === 0) return;
    this.done.push(real);
    this.undone = [];
    this.changed();
  }

  /** The inputs that were given their former value. */
  undo(): Field[] {
    return this.move(this.done, this.undone, (change) => change.from);
  }

  redo(): Field[] {
    return this.move(this.undone, this.done, (change) => change.to);
  }

  private move(source: Change[][], target: Change[][], value: (change: Change) => string): Field[] {
    const step = source.pop();
    if (!step) return [];
    target.push(step);
    for (const change of step) change.input.value = value(change);
    this.changed();
    return step.map((change) => change.input);
  }
}
