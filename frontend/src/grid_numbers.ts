// Hours as people type them in France, counted in hundredths so that a sum is exact.

const READABLE = /^-?\d{0,9}(?:[.,]\d{0,2})?$/;
const CLOCK = /^(\d{1,2})[h:](\d{2})$/i;
const SPACES = /[\s\u00a0\u202f]/g;

/** Hundredths of an hour; nothing is 0, and null is what cannot be read: the server will say why. */
export function hundredths(text: string): number | null {
  const plain = text.replace(SPACES, "").replace(/h$/i, "");
  if (plain === "") return 0;
  const clock = CLOCK.exec(plain);
  if (clock) return Number(clock[1]) * 100 + Math.round((Number(clock[2]) * 100) / 60);
  if (!READABLE.test(plain) || !/\d/.test(plain)) return null;
  return Math.round(Number(plain.replace(",", ".")) * 100);
}

const WRITTEN = new Intl.NumberFormat("fr-FR", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** As a total is written: 1 234,50. */
export function written(total: number): string {
  return WRITTEN.format(total / 100);
}
