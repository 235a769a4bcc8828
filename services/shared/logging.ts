import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger } from "pino";

/** Logs JSON lines for machines, and readable lines in a terminal. */
export function createLogger(name: string, level: string): Logger {
  const destination = process.stdout.isTTY ? prettyLines() : bufferedLines();
  // An error that ends the service is logged at any level.
  return pino(
    {
      base: { name },
      level: level === "silent" ? "fatal" : level,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

// A system call for every line would cost as much as answering its request; this is one for many.
function bufferedLines(): DestinationStream {
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) process.stdout.write(lines.join(""));
    lines = [];
  };
  setInterval(flush, 50).unref();
  process.on("exit", flush);
  process.stdout.on("error", () => undefined);
  const write = (line: string) => {
    if (lines.push(line) >= 200) flush();
  };
  return { write };
}

// pino-pretty is installed in development only; until it is loaded, lines are written as JSON. The name of the module
// is a variable so that no bundler includes it.
function prettyLines(): DestinationStream {
  let pretty: DestinationStream = process.stdout;
  const moduleName = "pino-pretty";
  import(moduleName).then(
    ({ default: build }) => {
      pretty = build({ ignore: "name", singleLine: true, sync: true });
    },
    () => undefined,
  );
  return { write: (line) => pretty.write(line) };
}
