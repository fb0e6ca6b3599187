// Sending what was typed: small batches, one at a time, again and again until the server has answered for each cell.
import type { Pending, Store } from "./grid_store";
import { placeOfKey } from "./grid_table";

export type Answer = { row: string; col: string; state: "saved" | "refused"; value: string; error?: string; warning?: string };
export type Answers = { at: string; version?: number; cells: Answer[] };
export type State =
  | { kind: "idle" }
  | { kind: "saving" }
  | { kind: "saved"; at: string; refused: number }
  | { kind: "offline"; waiting: number; seconds: number }
  | { kind: "stopped"; waiting: number };

const LARGEST_BATCH = 300;
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 30;

export class Saving {
  private timer = 0;
  private pause = FIRST_PAUSE;
  private isInFlight = false;
  private inFlight: Promise<unknown> = Promise.resolve();
  /** Whether somebody asked to send at once while a batch was on its way. */
  private isAsked = false;

  constructor(
    private readonly url: string,
    private readonly store: Store,
    private readonly answered: (sent: Map<string, string>, answers: Answers) => void,
    private readonly tell: (state: State) => void,
  ) {
    window.addEventListener("online", () => this.now());
    // Last chance before the window goes: what does not pass stays on the device.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.now();
    });
  }

  /** Send after a short pause, so that one batch holds what was typed together. */
  soon(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), milliseconds);
  }

  now(): void {
    this.isAsked = this.isInFlight;
    this.soon(0);
  }

  /** Once no batch is on its way; what waits is sent first, unless nothing gets through. */
  async settle(): Promise<void> {
    await this.inFlight;
    while (this.store.waiting.length) {
      if (this.isInFlight) await this.inFlight;
      else if (!(await this.flush())) return;
    }
  }

  /** Sends a batch; whether the server has answered for it. */
  private flush(): Promise<boolean> {
    const batch = this.store.waiting.slice(0, LARGEST_BATCH);
    if (this.isInFlight || batch.length === 0) return Promise.resolve(false);
    const sending = this.send(batch);
    this.inFlight = sending;
    return sending;
  }

  private async send(batch: [string, Pending][]): Promise<boolean> {
    window.clearTimeout(this.timer);
    this.isInFlight = true;
    this.tell({ kind: "saving" });
    const cells = batch.map(([place, one]) => {
      return { ...placeOfKey(place), value: one.value, before: one.before };
    });
    const answer = await post(this.url, { cells });
    this.isInFlight = false;
    if (answer === "stopped") this.tell({ kind: "stopped", waiting: this.store.waiting.length });
    if (answer === "again") this.waitAndRetry();
    if (answer === "stopped" || answer === "again") return false;
    this.pause = FIRST_PAUSE;
    this.isAsked = false;
    this.answered(new Map(batch.map(([place, one]) => [place, one.value])), answer);
    if (this.store.waiting.length) this.soon(100);
    else this.tell({ kind: "saved", at: answer.at, refused: this.store.pending.size });
    return true;
  }

  private waitAndRetry(): void {
    // The network came back while this try was failing.
    if (this.isAsked) {
      this.isAsked = false;
      return this.soon(0);
    }
    // Told once, not counted down: the line is read aloud each time it changes.
    this.tell({ kind: "offline", waiting: this.store.waiting.length, seconds: this.pause });
    this.soon(this.pause * 1000);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

async function post(url: string, body: unknown): Promise<Answers | "again" | "stopped"> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": token },
      body: JSON.stringify(body),
    });
    if (answer.ok) return (await answer.json()) as Answers;
    // Signed out, or no longer allowed: trying again would change nothing.
    return [400, 401, 403, 404, 405, 413, 422].includes(answer.status) ? "stopped" : "again";
  } catch {
    return "again";
  }
}
