import { createServer, type Server } from "node:http";
import { type Logger, pino } from "pino";
import { answerHttpErrors } from "../../services/http/http-errors.ts";
import { LIMITS } from "../../services/http/http-server.ts";
import type { States } from "../contract/states.ts";
import { createApp } from "./app.ts";
import { createStateStream } from "./events/state-stream.ts";
import { createGuard, type Guard } from "./guard/guard.ts";
import { refusals, refuseUpgrade } from "./guard/refusals.ts";
import { openSession, sessionFile } from "./guard/session.ts";
import { listenNear } from "./listen.ts";
import { openParts } from "./parts.ts";
import { noteServer, openUrl } from "./running-server.ts";
import { loadPty } from "./terminal/pty.ts";
import { createTerminalRoutes } from "./terminal/routes.ts";
import { createTerminalSockets, type TerminalSockets } from "./terminal/sockets.ts";
import { createTerminals, type TerminalsSettings } from "./terminal/terminals.ts";

export interface ServeOptions {
  readonly projectDir: string;
  /** Where to listen, or near there if it is taken; 0 for any. */
  readonly port: number;
  /** Host names besides loopback, served over https by a proxy in front, which sets `X-Forwarded-Proto`. */
  readonly hosts?: readonly string[];
  readonly clientDir?: string;
  /** What the shells inherit; this process's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: Logger;
  /** How terminals are opened, or why none can be. */
  readonly pty?: TerminalsSettings["pty"];
}

export interface Served {
  /** Without a token, such as `http://127.0.0.1:8910/`. */
  readonly url: string;
  readonly port: number;
  /** An address that lets one browser in, once, within two minutes. */
  readonly openUrl: () => string;
  /** How many pages listen for states, and how many show a terminal. */
  readonly connected: () => { readonly pages: number; readonly terminals: number };
  /** Ends all shells and connections. */
  readonly close: () => Promise<void>;
}

/** Serves the page on 127.0.0.1. It prints nothing; its caller does. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { projectDir, port: wanted, hosts = [], clientDir, env = process.env, pty = loadPty() } = options;
  const log = options.log ?? pino({ enabled: false });
  const session = openSession(sessionFile(projectDir));
  const server = createServer(LIMITS);
  server.maxConnections = 200;
  const port = await listenNear(server, wanted);

  const guard = createGuard({ session, port, hosts });
  const stream = createStateStream<States>({
    onError: (name, err) => log.warn({ name, err }, "a look failed"),
  });
  const terminals = createTerminals({ projectDir, env, pty });
  const sockets = createTerminalSockets(terminals);
  const routers = [createTerminalRoutes(terminals), ...openParts(projectDir, stream)];

  answerHttpErrors(server, log);
  acceptSockets(server, guard, sockets);
  server.on("request", createApp({ guard, stream, routers, clientDir, log }));

  const forget = noteServer(projectDir, port);
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    openUrl: () => openUrl(projectDir, port, session),
    connected: () => ({ pages: stream.connected(), terminals: sockets.connected() }),
    close: async () => {
      forget();
      const closed = new Promise((resolve) => server.close(resolve));
      stream.close();
      await terminals.close();
      sockets.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function acceptSockets(server: Server, guard: Guard, sockets: TerminalSockets): void {
  server.on("upgrade", (req, socket, head) => {
    const refusal = guard.refusalOfSocket(req) ?? (sockets.isFor(req) ? undefined : refusals.notFound());
    if (refusal === undefined) sockets.accept(req, socket, head);
    else refuseUpgrade(socket, refusal);
  });
}
