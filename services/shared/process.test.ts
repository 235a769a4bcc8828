import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const SHARED = new URL("./", import.meta.url);

/** A service of two lines that dies of an error which nobody catches. */
const program = (level: string) => `
  import { createServer } from "node:http";
  import { createLogger } from "${SHARED}logging.ts";
  import { stopGracefully } from "${SHARED}process.ts";
  const log = createLogger("doomed", "${level}");
  const server = createServer().listen(0, "127.0.0.1");
  stopGracefully(log, { stopListening: async () => void server.close(), afterwards: async () => undefined });
  server.once("listening", () => Promise.reject(new Error("the reason")));
`;

for (const level of ["debug", "warn", "error", "silent"]) {
  test(`when a service dies and LOG_LEVEL is ${level}, then its last words say why, at fatal`, async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program(level)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [log, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    const lines = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.filter((line) => line.level === "fatal")).toMatchObject([
      { err: { message: "the reason" } },
    ]);
    expect(code).toBe(1);
  });
}
