import { createServer, type Server, type ServerOptions } from "node:http";
import type { Express } from "express";
import type { Logger } from "pino";
import { answerHttpErrors } from "./http-errors.ts";

/** So that no client can keep a connection for ever. */
export const LIMITS: ServerOptions = {
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
};

/** Where a server listens, by the names of the settings. */
export type Address = { HOST: string; PORT: number };

/** Listens with limits, so that no client can keep a connection for ever or use them all. */
export function listen(app: Express, address: Address, log: Logger, limits = LIMITS): Server {
  return listenOn(createServer(limits, app), address, log);
}

/** The same for any server of HTTP; `setting` is the one that decides the port. */
export function listenOn<Kind extends Server>(
  server: Kind,
  { HOST, PORT }: Address,
  log: Logger,
  setting = "PORT",
): Kind {
  server.maxConnections = 2_000;
  answerHttpErrors(server, log);
  server.once("error", (error: NodeJS.ErrnoException) => {
    const hint =
      error.code === "EADDRINUSE"
        ? `Something else listens on ${HOST}:${PORT}; set ${setting}.`
        : error.message;
    log.fatal(`Cannot listen: ${hint}`);
    process.exit(1);
  });
  server.listen(PORT, HOST, () => log.info({ address: server.address() }, "listening"));
  return server;
}

/** Accepts nothing new, and resolves when every request under way is answered. */
export async function stopListening(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await closed.promise.finally(() => clearInterval(idle));
}
