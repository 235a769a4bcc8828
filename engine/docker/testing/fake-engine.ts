import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type Dockerode from "dockerode";
import { createClient } from "../../../docker-client/client.ts";
import type { DockerContext } from "../calls/docker-context.ts";

/** A request as it arrived, with its URL, its headers and its body apart. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** For tests: an engine on its own port that gives prepared answers and records the requests. */
export interface FakeEngine {
  readonly docker: Dockerode;
  readonly port: number;
  readonly seen: Seen[];
  /** The log lines of the contexts that `contextIn` gave. */
  readonly lines: string[];
  contextIn(workingDirectory?: string): DockerContext;
  close(): Promise<void>;
}

/** Answers by method and path, such as `POST /images/create`; a missing one is 404, as with Docker. */
export type Answers = Readonly<Record<string, (seen: Seen, response: ServerResponse) => void>>;

export async function startFakeEngine(
  answers: Answers,
  onSession?: (socket: Duplex) => void,
): Promise<FakeEngine> {
  const seen: Seen[] = [];
  const lines: string[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const asked = seenIn(request, body);
    seen.push(asked);
    const answer = answers[`${asked.method} ${asked.path}`];
    if (answer === undefined) response.writeHead(404).end(`{"message":"no such thing: ${asked.path}"}`);
    else answer(asked, response);
  });
  server.on("upgrade", (request, socket) => {
    seen.push(seenIn(request, Buffer.alloc(0)));
    if (onSession === undefined) return socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    onSession(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const docker = createClient({ host: `tcp://127.0.0.1:${port}`, source: "a test" });
  return {
    ...{ docker, port, seen, lines },
    contextIn: (workingDirectory = ".") => ({
      ...{ docker, workingDirectory },
      signal: new AbortController().signal,
      urnOf: () => undefined,
      ownHolderOf: () => undefined,
      log: (line) => lines.push(line),
      status: () => {},
    }),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function seenIn({ method = "", url = "", headers }: IncomingMessage, body: Buffer): Seen {
  const { pathname, searchParams } = new URL(url, "http://engine");
  return { method, path: decodeURIComponent(pathname), query: searchParams, headers, body };
}

/** Docker's answer to a pull or a build: one JSON document per line. */
export function progress(...events: object[]) {
  return (_seen: Seen, response: ServerResponse): void => {
    response.end(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  };
}

/** The same, with the connection closed before the end. */
export function truncated(...events: object[]) {
  return (_seen: Seen, response: ServerResponse): void => {
    response.write(events.map((event) => `${JSON.stringify(event)}\n`).join(""), () => {
      response.socket?.destroy();
    });
  };
}

/** One JSON document. */
export function json(document: object, status = 200) {
  return (_seen: Seen, response: ServerResponse): void => {
    response.writeHead(status).end(JSON.stringify(document));
  };
}
