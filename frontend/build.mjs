// Builds what pages load: one script and one sheet of style for every page, one script for the grid. Nothing is fetched here.
import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

await build({
  entryPoints: { app: join(here, "src/app.ts"), grid: join(here, "src/grid.ts"), style: join(here, "src/style.css") },
  outdir: join(here, "../clause/web/static/built"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2021",
  legalComments: "none",
  logLevel: "warning",
});
