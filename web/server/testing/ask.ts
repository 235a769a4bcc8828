import { request } from "node:http";
import { text } from "node:stream/consumers";

export interface Asked {
  readonly method?: string;
  /** Exactly as it is sent. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Sends exactly these headers, also those that `fetch` sets itself. */
export async function ask(
  port: number,
  { method = "GET", path = "/", headers = {}, body }: Asked,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const all = { ...length, ...headers };
  const asked = request({ host: "127.0.0.1", port, method, path, headers: all, agent: false });
  asked.on("error", reject);
  asked.on("response", async (response) => {
    const { statusCode = 0, headers: answered } = response;
    resolve({ status: statusCode, headers: answered, body: await text(response) });
  });
  asked.end(body);
  return promise;
}
