import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { type FromTerminal, TERMINAL_PROTOCOL, TERMINALS_PATH } from "../../contract/terminal.ts";
import { sizeShape } from "./routes.ts";
import type { Terminal } from "./terminal.ts";
import type { Terminals } from "./terminals.ts";

/** One message; a paste of a person is far shorter. */
const MOST_BYTES = 256 * 1024;
/** What may wait for a page before its shell waits. */
const FULL_BYTES = 512 * 1024;
const PING_MS = 15_000;
/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const CLOSE = { done: 1000, goingAway: 1001, malformed: 1007 } as const;

const messageShape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("input"), data: z.string() }),
  z.object({ type: z.literal("resize"), ...sizeShape.shape }),
  z.object({ type: z.literal("run"), id: z.int(), text: z.string() }),
]);

export interface TerminalSockets {
  /** Whether a request for a socket is for a terminal. */
  isFor(req: IncomingMessage): boolean;
  /** Goes on with a request that the guard let through. */
  accept(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** How many pages show a terminal. */
  connected(): number;
  close(): void;
}

/** Carries the terminals over web sockets, one for each page and terminal. */
export function createTerminalSockets(terminals: Terminals, pingMs = PING_MS): TerminalSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => TERMINAL_PROTOCOL,
  });
  const alive = new WeakSet<WebSocket>();
  // A page that answers no ping is gone, or reads nothing; it connects again when it is back.
  const ping = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, pingMs);
  ping.unref();

  function connect(socket: WebSocket, id: string): void {
    alive.add(socket);
    socket.on("pong", () => alive.add(socket));
    // A message that is too long, or no message at all: ws closes the socket itself.
    socket.on("error", () => undefined);
    const terminal = terminals.get(id);
    if (terminal !== undefined) show(socket, terminal);
    else {
      send(socket, { type: "unavailable", reason: terminals.unavailable ?? "This terminal has ended." });
      socket.close(CLOSE.done);
    }
  }

  return {
    isFor: (req) => idIn(req) !== undefined,
    accept: (req, socket, head) =>
      server.handleUpgrade(req, socket, head, (webSocket) => connect(webSocket, idIn(req) ?? "")),
    connected: () => server.clients.size,
    close: () => {
      clearInterval(ping);
      for (const socket of server.clients) socket.close(CLOSE.goingAway);
      for (const socket of server.clients) socket.terminate();
    },
  };
}

function show(socket: WebSocket, terminal: Terminal): void {
  const viewer = {
    send: (message: FromTerminal) => {
      send(socket, message);
      if (message.type === "ended") socket.close(CLOSE.done);
    },
    isFull: () => socket.readyState === socket.OPEN && socket.bufferedAmount > FULL_BYTES,
  };
  socket.once("close", terminal.attach(viewer));
  socket.on("message", (data, isBinary) => {
    const message = isBinary ? undefined : parse(String(data));
    if (message === undefined) socket.close(CLOSE.malformed, "not a message of the contract");
    else if (message.type === "input") terminal.input(message.data);
    else if (message.type === "resize") terminal.resize(message);
    else terminal.run(viewer, message.id, message.text);
  });
}

function parse(text: string) {
  try {
    return messageShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function send(socket: WebSocket, message: FromTerminal): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}

function idIn({ url = "" }: IncomingMessage): string | undefined {
  const [path = ""] = url.split("?");
  const id = path.startsWith(`${TERMINALS_PATH}/`) ? path.slice(TERMINALS_PATH.length + 1) : "";
  return /^[0-9a-z-]{1,64}$/.test(id) ? id : undefined;
}
