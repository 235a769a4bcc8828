import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { LabError } from "../../common/lab-error.mjs";

/**
 * Loads a URL with wrk, which takes little of the machine itself.
 *
 * @param {string} url
 * @param {{ connections: number, seconds: number, bodyBytes?: number, mayRefuse?: boolean }} options with a body it posts
 */
export async function load(url, { connections, seconds, bodyBytes, mayRefuse = false }) {
  const script = bodyBytes ? ["-s", path.join(import.meta.dirname, "post.lua")] : [];
  const env = { ...process.env, BODY_BYTES: String(bodyBytes) };
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", ...script, `${url}/api/messages`];
  const { stdout } = await promisify(execFile)("wrk", args, { env }).catch((error) => {
    throw error.code === "ENOENT" ? new LabError("wrk is not installed", "apt-get install wrk") : error;
  });
  if (stdout.includes("Non-2xx") && !mayRefuse) throw new LabError(`wrk saw errors from ${url}`, stdout);
  return { p50Ms: milliseconds(stdout), perSecond: number(stdout, /Requests\/sec:\s+([\d.]+)/) };
}

/** @param {string} output */
function milliseconds(output) {
  const unit = /50%\s+[\d.]+(us|ms|s)/.exec(output)?.[1];
  const factor = { us: 0.001, ms: 1, s: 1_000 }[unit ?? "ms"] ?? 1;
  return number(output, /50%\s+([\d.]+)/) * factor;
}

/** @param {string} output @param {RegExp} pattern */
function number(output, pattern) {
  return Number(pattern.exec(output)?.[1]);
}
