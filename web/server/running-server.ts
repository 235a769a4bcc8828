import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../common/write-whole.ts";
import { readJson } from "../../lib/project/read-json.ts";
import { isAlive, processId } from "../../lib/terminal/processes-alive.ts";
import { createFirstToken } from "./guard/first-token.ts";
import { openSession, sessionFile } from "./guard/session.ts";

/** Notes where this process serves the project's page; the answer takes the note away, unless another server has its own. */
export function noteServer(projectDir: string, port: number): () => void {
  const file = noteFile(projectDir);
  writeWhole(file, `${JSON.stringify({ port, ...processId() })}\n`);
  return () => {
    if (readJson(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** The port of a server that serves the project's page already, if its process is still there. */
export function runningServer(projectDir: string): number | undefined {
  const { port, pid, started } = readJson(noteFile(projectDir)) ?? {};
  if (typeof port !== "number" || typeof pid !== "number" || typeof started !== "string") return undefined;
  return isAlive({ pid, started }) ? port : undefined;
}

/** An address that lets one browser in, once, within two minutes; also for a server in another process. */
export function openUrl(
  projectDir: string,
  port: number,
  session = openSession(sessionFile(projectDir)),
): string {
  return `http://127.0.0.1:${port}/?token=${createFirstToken(session.secret)}`;
}

function noteFile(projectDir: string): string {
  return join(projectDir, ".lab/web-server.json");
}
