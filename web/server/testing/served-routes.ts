import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type ErrorRequestHandler, type Router } from "express";
import { onTestFinished } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: the tests look at what came
export type RouteAnswer = { status: number; body: any };

/** Serves a router below `/api` on a free port, without the guard, until the test ends. */
export async function serveRoutes(router: Router) {
  const app = express();
  app.use("/api", router);
  const unexpected: ErrorRequestHandler = (error, _req, res, _next) =>
    void res.status(500).json({ unexpected: String(error) });
  app.use(unexpected);
  const origin = `http://127.0.0.1:${await listenUntilDone(app)}/api`;
  const ask = async (path: string, init: RequestInit): Promise<RouteAnswer> => {
    const response = await fetch(origin + path, init);
    return { status: response.status, body: await response.json() };
  };
  return {
    origin,
    get: (path: string) => ask(path, {}),
    post: (path: string, body: unknown) => {
      const headers = { "content-type": "application/json" };
      return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
    },
  };
}

/** A stand-in for what the server talks to; returns its port. */
export async function listenUntilDone(answer: RequestListener): Promise<number> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
