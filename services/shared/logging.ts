import type { RequestHandler } from "express";
import { type Logger, pino } from "pino";

export type { Logger } from "pino";

/** JSON lines for machines; readable lines where a person watches (pino-pretty is only there in development). */
export function createLogger(name: string, level: string): Logger {
  const pretty = process.stdout.isTTY ? loadPretty() : undefined;
  const destination = { write: (line: string) => (pretty?.stream ?? process.stdout).write(line) };
  return pino(
    { name, level, base: { name }, formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
}

/** One line a request, when its answer is out or its client is gone. */
export function logRequests(log: Logger): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once("close", () => {
      const durationMs = Math.round((performance.now() - startedAt) * 1000) / 1000;
      const status = res.writableFinished ? res.statusCode : 499;
      log.info(
        { method: req.method, url: req.originalUrl, status, durationMs, ...res.locals.log },
        "request",
      );
    });
    next();
  };
}

// Until the module is loaded, lines go out as JSON. The name is a variable so that no bundler takes it in.
function loadPretty() {
  const holder: { stream?: { write(line: string): unknown } } = {};
  const moduleName = "pino-pretty";
  import(moduleName)
    .then(({ default: build }) => {
      holder.stream = build({ ignore: "name", singleLine: true });
    })
    .catch(() => undefined);
  return holder;
}
