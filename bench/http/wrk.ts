import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { LabError } from "../../common/lab-error.mjs";

/** Loads a URL with wrk, which uses little of the machine itself; with a body it posts. */
export async function load(
  url: string,
  {
    connections,
    seconds,
    bodyBytes,
    mayRefuse = false,
  }: { connections: number; seconds: number; bodyBytes?: number; mayRefuse?: boolean },
) {
  const script = bodyBytes ? ["-s", path.join(import.meta.dirname, "post.lua")] : [];
  const env = { ...process.env, BODY_BYTES: String(bodyBytes) };
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", ...script, `${url}/api/messages`];
  const { stdout } = await promisify(execFile)("wrk", args, { env }).catch((error) => {
    throw error.code === "ENOENT" ? new LabError("wrk is not installed", "apt-get install wrk") : error;
  });
  if (stdout.includes("Non-2xx") && !mayRefuse) throw new LabError(`wrk saw errors from ${url}`, stdout);
  return { p50Ms: milliseconds(stdout), perSecond: number(stdout, /Requests\/sec:\s+([\d.]+)/) };
}

function milliseconds(output: string) {
  const unit = /50%\s+[\d.]+(us|ms|s)/.exec(output)?.[1];
  const factor = { us: 0.001, ms: 1, s: 1_000 }[unit ?? "ms"] ?? 1;
  return number(output, /50%\s+([\d.]+)/) * factor;
}

function number(output: string, pattern: RegExp) {
  return Number(pattern.exec(output)?.[1]);
}
