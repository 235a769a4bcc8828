import { request } from "node:http";

/** The answer of the first node that took the connection; status 0 where none did, or where it broke. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const takeMs = 2_000;
/** A service answers within its own deadline, of 15 s; one whose host has died never does. */
const answerMs = 20_000;

/**
 * Asks as a client does that knows all nodes: one that refuses the connection, or does not answer it, has done nothing
 * with the request, and the next one is asked. So has one that takes the connection and drops it, as a task that ends
 * does with those that it had not got to: a body is sent when the service says that it reads
 * (https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1).
 */
export async function askNodes(nodes: readonly string[], path: string, call: Call): Promise<Answer> {
  let why: unknown = "no nodes";
  for (const node of nodes) {
    try {
      return await ask(new URL(path, node), call);
    } catch (error) {
      const { isBegun, message } = error as Error & { isBegun?: boolean };
      why = `${node}: ${message}`;
      if (isBegun) return { status: 0, body: why };
    }
  }
  return { status: 0, body: why };
}

/** With a connection of its own: one that is kept open may close just when it is used again. */
function ask(url: URL, { method = "GET", headers = {}, body }: Call): Promise<Answer> {
  const awaited = body === undefined ? {} : { expect: "100-continue" };
  return new Promise((resolve, reject) => {
    let isBegun = false;
    const call = request(url, { method, headers: { ...headers, ...awaited }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", failed);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, body: parse(text) });
      });
    });
    const failed = (error: Error) => reject(Object.assign(error, { isBegun }));
    const isLate = setTimeout(() => call.destroy(new Error("did not take it")), takeMs);
    const begun = () => {
      isBegun = true;
      clearTimeout(isLate);
      call.end(body);
    };
    if (body === undefined) call.on("socket", (socket) => socket.once("connect", begun));
    else call.on("continue", begun).flushHeaders();
    call.setTimeout(answerMs, () => call.destroy(new Error("did not answer in time")));
    call.on("error", failed);
    call.on("close", () => clearTimeout(isLate));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
