import { Router } from "express";

/** What /readyz answers: `waitingFor` is empty when there is nothing left to wait for. */
export type Readiness = { waitingFor: string[]; [detail: string]: unknown };

/** Two questions: is the process alive (restart it if not), and can it do its work now (send it requests). */
export function healthRoutes(readiness: () => Promise<Readiness>): Router {
  const router = Router();
  router.get("/healthz", (_req, res) => void res.json({ status: "alive" }));
  router.get("/readyz", async (_req, res) => {
    const { waitingFor, ...details } = await readiness();
    const ready = waitingFor.length === 0;
    res.status(ready ? 200 : 503).json({ status: ready ? "ready" : "not ready", waitingFor, ...details });
  });
  return router;
}
