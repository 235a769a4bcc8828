import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { OpenKit } from "../kit/check-kit.ts";
import { manifestFile, starterFile } from "../kit/manifest.ts";
import { answer, type Handler } from "./answer.ts";
import { kitPage } from "./kit-page.ts";
import { sendFile } from "./send-file.ts";

/** So that no client keeps a connection for ever; answers may take their time, as long as something of them is read. */
export const limits = { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 5_000 };

/**
 * Serves a kit by plain HTTP, for reading only: the files that its manifest names, and a page that says what to type.
 * What a path says is looked up and never made into a file's name. `takeReport` gets what is posted to /reports.
 */
export function createKitServer(dir: string, { manifest }: OpenKit, takeReport: Handler): Server {
  const files = new Set([manifestFile, starterFile, ...manifest.files.map(({ path }) => path)]);
  const server = createServer(limits, (req, res) => {
    handle(req, res).catch((error) => {
      if (!res.headersSent) answer(res, 500, "The kit could not be read.\n");
      else res.destroy(error);
    });
  });
  server.maxConnections = 300;
  server.setTimeout(120_000);
  return server;

  async function handle(req: IncomingMessage, res: ServerResponse) {
    const path = (req.url ?? "").split("?")[0] ?? "";
    if (path === "/reports") return takeReport(req, res);
    if (req.method !== "GET" && req.method !== "HEAD")
      return answer(res, 405, "The kit is for reading only.\n");
    if (path === "/")
      return answer(
        res,
        200,
        kitPage(`http://${req.socket.localAddress}:${req.socket.localPort}`),
        "text/html",
      );
    const name = path.slice(1);
    if (files.has(name)) return sendFile(join(dir, name), req, res);
    answer(res, 404, "There is nothing at this address.\n");
  }
}
