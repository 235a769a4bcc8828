import { createServer, type Server } from "node:http";
import { type Logger, pino } from "pino";
import { answerHttpErrors } from "../../services/http/http-errors.ts";
import { LIMITS } from "../../services/http/http-server.ts";
import type { States } from "../contract.ts";
import { serviceAddresses } from "./api/addresses.ts";
import { createApiRoutes } from "./api/routes.ts";
import { createApp } from "./app.ts";
import { ownDrills } from "./drills/drill-source.ts";
import { readDrillState } from "./drills/drill-state.ts";
import { createDrillRoutes } from "./drills/routes.ts";
import { createStateStream } from "./events/state-stream.ts";
import { createGuard, type Guard } from "./guard/guard.ts";
import { refusals, refuseUpgrade } from "./guard/refusals.ts";
import { openSession, sessionFile } from "./guard/session.ts";
import { createLiveKafka } from "./kafka/live-kafka.ts";
import { createKafkaRoutes } from "./kafka/routes.ts";
import { readLessonsState } from "./lesson/lessons-state.ts";
import { openLiveLab } from "./lesson/live-lab.ts";
import { createLessonRoutes } from "./lesson/routes.ts";
import { openTexts } from "./lesson/text-store.ts";
import { listenNear } from "./listen.ts";
import { noteServer, openUrl } from "./running-server.ts";
import { readOperation } from "./stack/operation-state.ts";
import { createStackRoutes } from "./stack/routes.ts";
import { watchStack } from "./stack/stack-watch.ts";
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

const LESSONS_EVERY_MS = 1_000;
const DRILL_EVERY_MS = 1_000;
const OPERATION_EVERY_MS = 500;
const KAFKA_EVERY_MS = 1_000;
const STACK_EVERY_MS = 2_000;

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
  // The picture of Kafka, the stack and the drills each add a router here, and watch their states by `stream`.
  const lessons = createLessonRoutes({ projectDir, texts: openTexts(projectDir), openLab: openLiveLab });
  const stack = watchStack({ projectDir, onPreview: () => stream.refresh("stack") });
  const api = createApiRoutes({ addresses: () => serviceAddresses(projectDir) });
  const kafka = createLiveKafka({ projectDir, publish: (state) => stream.set("kafka", state) });
  const routers = [
    createTerminalRoutes(terminals),
    createKafkaRoutes({ live: kafka }),
    lessons,
    createStackRoutes({ stack }),
    api,
    createDrillRoutes(ownDrills),
  ];
  stream.watch("lessons", () => readLessonsState(projectDir), LESSONS_EVERY_MS);
  stream.watch("drill", () => readDrillState(ownDrills), DRILL_EVERY_MS);
  stream.watch("operation", () => readOperation(projectDir), OPERATION_EVERY_MS);
  stream.watch("stack", stack.look, STACK_EVERY_MS);
  stream.watch("kafka", kafka.look, KAFKA_EVERY_MS);

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
