// What every page runs: partial updates (htmx) and small comforts. A page does its work without any of it.
import htmx from "htmx.org";
import { comforts } from "./comforts";
import { keys, listenToKeys } from "./keys";
import { careForWaiting } from "./refresh";

// No inline style and no evaluated text: the pages' content security policy refuses both.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.historyCacheSize = 0;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token) (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRF-Token"] = token;
});

document.addEventListener("htmx:load", (event) => {
  comforts(event.target as Element);
  keys(event.target as Element);
});
listenToKeys();
careForWaiting();
