import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger } from "pino";

/** JSON lines for machines; readable lines where a person watches. */
export function createLogger(name: string, level: string): Logger {
  const destination = process.stdout.isTTY ? prettyLines() : bufferedLines();
  return pino({ base: { name }, level, formatters: { level: (label) => ({ level: label }) } }, destination);
}

// Writing each line at once would cost more than answering the request it tells of. Nothing is lost at exit.
function bufferedLines(): DestinationStream {
  const lines = pino.destination({ dest: 1, sync: false, minLength: 8_192, periodicFlush: 100 });
  process.on("exit", () => {
    try {
      lines.flushSync();
    } catch {
      // The other end of the pipe is gone, and with it the reader of the log.
    }
  });
  lines.on("error", () => undefined);
  return lines;
}

// pino-pretty is there in development only; until it is loaded, lines go out as JSON. The name of the module is a
// variable so that no bundler takes it in.
function prettyLines(): DestinationStream {
  let pretty: DestinationStream = process.stdout;
  const moduleName = "pino-pretty";
  import(moduleName).then(
    ({ default: build }) => {
      pretty = build({ ignore: "name", singleLine: true });
    },
    () => undefined,
  );
  return { write: (line) => pretty.write(line) };
}
