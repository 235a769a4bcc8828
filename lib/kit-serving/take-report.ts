import type { IncomingMessage } from "node:http";
import { answer, type Handler } from "./answer.ts";
import { classReport, largestReportBytes } from "./class-report.ts";
import type { openClass } from "./class-store.ts";

const windowMs = 60_000;
const mostEach = 6;
const mostOfAll = 300;

/**
 * Takes what learners send: only the form of a report, small, and no more than a few a minute from one address. Nothing
 * that was sent is run, or used as a name of a file.
 */
export function reportTaker(store: ReturnType<typeof openClass>, now = Date.now): Handler {
  let [windowStart, all] = [now(), 0];
  let each = new Map<string, number>();

  function isTooMany(address: string) {
    if (now() - windowStart > windowMs) [windowStart, all, each] = [now(), 0, new Map()];
    all += 1;
    each.set(address, (each.get(address) ?? 0) + 1);
    return all > mostOfAll || (each.get(address) ?? 0) > mostEach;
  }

  return async (req, res) => {
    if (req.method !== "POST")
      return answer(res, 405, "Reports are sent here by ./lab learn --report --send.\n");
    // A page of another site may post a form here, but not with this type unless we allow it.
    if (req.headers["content-type"] !== "application/json")
      return answer(res, 415, "Expected application/json.\n");
    if (isTooMany(req.socket.remoteAddress ?? ""))
      return answer(res, 429, "Too many reports: try again in a minute.\n");
    const body = await readBody(req);
    if (body === undefined) return answer(res, 413, `A report has at most ${largestReportBytes} bytes.\n`);
    const { data, error } = classReport.safeParse(parse(body));
    if (error)
      return answer(
        res,
        400,
        `This is no report: ${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}\n`,
      );
    if (!store.add(data)) return answer(res, 507, "There are too many learners already.\n");
    answer(res, 200, "Thank you.\n");
  };
}

async function readBody(req: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestReportBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
