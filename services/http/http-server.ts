import { createServer, type Server, type ServerOptions } from "node:http";
import type { Express } from "express";
import type { Logger } from "pino";
import { answerHttpErrors } from "./http-errors.ts";

const LIMITS: ServerOptions = {
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
};

/** Listens with limits, so that no client can keep a connection for ever or use them all. */
export function listen(
  app: Express,
  { HOST, PORT }: { HOST: string; PORT: number },
  log: Logger,
  limits: ServerOptions = LIMITS,
): Server {
  const server = createServer(limits, app);
  server.maxConnections = 2_000;
  answerHttpErrors(server, log);
  server.once("error", (error: NodeJS.ErrnoException) => {
    const hint =
      error.code === "EADDRINUSE" ? `Something else listens on ${HOST}:${PORT}; set PORT.` : error.message;
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
