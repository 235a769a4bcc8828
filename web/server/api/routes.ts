import express, { type Request, type Response, type Router } from "express";
import type { ApiRequests, ServiceAnswer } from "../../contract/api.ts";
import { answerRefusals } from "../lesson/answer-refusals.ts";
import { Refusal } from "../lesson/refusal.ts";
import { type ServiceAddress, urlOf } from "./addresses.ts";
import { callBody } from "./call-body.ts";
import { callService } from "./call-service.ts";
import { readOpenapi } from "./openapi.ts";

export interface ApiParts {
  /** Asked for each request, because the settings of the stack may have changed. */
  readonly addresses: () => readonly ServiceAddress[] | Promise<readonly ServiceAddress[]>;
  readonly timeoutMs?: number;
  readonly describe?: Parameters<typeof readOpenapi>[1];
}

// A body of a megabyte, which service-a still takes, with its characters escaped.
const json = express.json({ limit: 3 * 1024 * 1024 });
// A reader may wait 60 seconds at service-b.
const TIMEOUT_MS = 70_000;
const MOST_BYTES = 256 * 1024;
const MOST_CALLS = 16;
const ALIVE = { method: "GET", path: "/healthz", headers: [] } as const;

/** Calls of the two services, below `/api`; who may ask is decided before. Nothing else can be reached by it. */
export function createApiRoutes({ addresses, timeoutMs = TIMEOUT_MS, describe }: ApiParts): Router {
  const router = express.Router();
  let underWay = 0;

  async function addressOf({ params }: Request): Promise<ServiceAddress> {
    const found = (await addresses()).find(({ name }) => name === params.name);
    if (found !== undefined) return found;
    throw new Refusal(404, {
      en: "the stack has no such service.",
      fr: "la stack n'a pas de service de ce nom.",
    });
  }

  router.get("/services", async (_req, res) => {
    const services = (await addresses()).map(async (address) => {
      return { name: address.name, url: urlOf(address), isUp: await isUp(address) };
    });
    answer<"GET /services">(res, await Promise.all(services));
  });
  router.get("/services/:name/openapi", async (req, res) => {
    answer<"GET /services/:name/openapi">(res, await readOpenapi(await addressOf(req), describe));
  });
  router.post("/services/:name/calls", json, async (req, res) => {
    const address = await addressOf(req);
    const call = callBody.parse(req.body);
    if (underWay >= MOST_CALLS)
      throw new Refusal(503, {
        en: `${MOST_CALLS} calls are under way already; wait for one.`,
        fr: `${MOST_CALLS} appels sont déjà en cours\u00a0; attendez-en un.`,
      });
    const leaving = new AbortController();
    res.once("close", () => leaving.abort());
    underWay += 1;
    try {
      const limits = { timeoutMs, mostBytes: MOST_BYTES, signal: leaving.signal };
      const answered = await callService(address, call, limits);
      answer<"POST /services/:name/calls">(res, answered satisfies ServiceAnswer);
    } catch (error) {
      // Nobody is there any more to be told.
      if (!leaving.signal.aborted) throw unanswered(error, address, timeoutMs);
    } finally {
      underWay -= 1;
    }
  });
  router.use(answerRefusals);
  return router;
}

async function isUp(address: ServiceAddress): Promise<boolean> {
  try {
    const { status } = await callService(address, ALIVE, { timeoutMs: 1_000, mostBytes: 10_000 });
    return status === 200;
  } catch {
    return false;
  }
}

function unanswered(error: unknown, address: ServiceAddress, timeoutMs: number): Refusal {
  const { code, message } = error as NodeJS.ErrnoException;
  const where = `${address.name} (${urlOf(address)})`;
  if (code === "ETIMEDOUT") {
    const seconds = timeoutMs / 1_000;
    return new Refusal(504, {
      en: `${where} has not answered within ${seconds} s.`,
      fr: `${where} n'a pas répondu en ${seconds} s.`,
    });
  }
  return new Refusal(502, {
    en: `${where} does not answer: ${code ?? message}`,
    fr: `${where} ne répond pas\u00a0: ${code ?? message}`,
  });
}

function answer<Route extends keyof ApiRequests>(res: Response, value: ApiRequests[Route]["answer"]): void {
  res.json(value);
}
