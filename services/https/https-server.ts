import { createServer, type Server } from "node:https";
import type { Express } from "express";
import { LIMITS, listenOn, stopListening } from "../http/http-server.ts";
import type { Logger } from "../shared/logging.ts";
import type { Identity } from "./identity.ts";
import { obtainIdentity } from "./identity-folder.ts";

type Settings = { HOST: string; HTTPS_PORT: number; CERTIFICATES: string };

/**
 * Serves the same app by TLS, as soon as there is a certificate. Nothing waits for it: a service that can have none, or
 * not yet, works without. `lookEveryMs` is how often it looks whether the identity was renewed, or is to be.
 */
export function listenSecurely(
  app: Express,
  settings: Settings,
  log: Logger,
  lookEveryMs = 60_000,
): { stop(): Promise<void> } {
  if (settings.CERTIFICATES === "") return { stop: async () => undefined };
  let server: Server | undefined;
  let inForce: Identity | undefined;
  let lastReason: string | undefined;
  let isStopping = false;

  async function look() {
    try {
      const identity = await obtainIdentity(settings.CERTIFICATES, issue);
      if (isStopping || identity.certificate === inForce?.certificate) return;
      inForce = identity;
      if (server) server.setSecureContext(secureContextOf(identity));
      else server = start(app, settings, identity, log);
    } catch (error) {
      const reason = (error as Error).message;
      if (reason !== lastReason) log.warn({ reason }, "there is no certificate for https");
      lastReason = reason;
    }
  }

  const timer = setInterval(look, lookEveryMs).unref();
  look();
  return {
    async stop() {
      isStopping = true;
      clearInterval(timer);
      if (server) await stopListening(server);
    },
  };
}

function start(app: Express, { HOST, HTTPS_PORT }: Settings, identity: Identity, log: Logger): Server {
  const server = createServer({ ...LIMITS, ...secureContextOf(identity) }, app);
  // Such as a client that does not know the authority, which is the client's to report.
  server.on("tlsClientError", ({ message: reason }) => log.debug({ reason }, "no TLS connection"));
  return listenOn(server, { HOST, PORT: HTTPS_PORT }, log, "HTTPS_PORT");
}

function secureContextOf({ certificate, key }: Identity) {
  return { cert: certificate, key, minVersion: "TLSv1.2" } as const;
}

// Loaded only where a certificate is made: in the life of a lab that is once.
async function issue(): Promise<Identity> {
  const { issueIdentity } = await import("./authority.ts");
  return issueIdentity();
}
