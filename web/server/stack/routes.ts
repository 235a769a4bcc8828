import { pipeline } from "node:stream/promises";
import express, { type Response, type Router } from "express";
import { z } from "zod";
import type { StackRequests } from "../../contract/stack.ts";
import { answerRefusals } from "../lesson/answer-refusals.ts";
import { language } from "../lesson/bodies.ts";
import { Refusal } from "../lesson/refusal.ts";
import { visibleText } from "../text/visible-text.ts";
import { type ContainerLogs, openLogs } from "./container-log.ts";
import type { StackWatch } from "./stack-watch.ts";

export interface StackRouteParts {
  readonly stack: StackWatch;
  readonly logs?: ContainerLogs;
}

const json = express.json({ limit: 1024 });
const previewBody: z.ZodType<StackRequests["POST /stack/preview"]["body"]> = z.strictObject({
  lang: language,
});
const lineCount = z.coerce.number().int().min(1).max(2_000).default(200);

/** Each holds a connection to Docker. */
const MOST_FOLLOWED = 8;

/** What the page asks about the stack, below `/api`; who may ask is decided before. */
export function createStackRoutes({ stack, logs = openLogs() }: StackRouteParts): Router {
  const router = express.Router();
  let followed = 0;

  /** Only what the stack has made, and none of this machine's other containers. */
  async function ownContainer(name: string): Promise<string> {
    const { resources } = await stack.look();
    if (resources.some(({ container }) => container?.name === name)) return name;
    throw new Refusal(404, {
      en: "the stack has no such container now.",
      fr: "la stack n'a pas de conteneur de ce nom en ce moment.",
    });
  }

  router.post("/stack/preview", json, async (req, res) => {
    previewBody.parse(req.body);
    answer<"POST /stack/preview">(res, await stack.preview());
  });
  router.get("/stack/containers/:name/logs", async (req, res) => {
    const lines = lineCount.parse(req.query.lines);
    const text = await fromDocker(logs.last(await ownContainer(req.params.name), lines));
    answer<"GET /stack/containers/:name/logs">(res, { text });
  });
  router.get("/stack/containers/:name/health", async (req, res) => {
    const probes = await fromDocker(logs.probes(await ownContainer(req.params.name)));
    answer<"GET /stack/containers/:name/health">(res, { probes });
  });
  router.get("/stack/containers/:name/logs/follow", async (req, res) => {
    const lines = lineCount.parse(req.query.lines);
    const name = await ownContainer(req.params.name);
    if (followed >= MOST_FOLLOWED)
      throw new Refusal(503, {
        en: `${MOST_FOLLOWED} logs are being followed already; close one.`,
        fr: `${MOST_FOLLOWED} journaux sont déjà suivis\u00a0; fermez-en un.`,
      });
    followed += 1;
    try {
      const log = await fromDocker(logs.follow(name, lines));
      res.status(200).type("text/plain").set("X-Accel-Buffering", "no").flushHeaders();
      // The page leaves in the middle; that is no error.
      await pipeline(log, res).catch(() => undefined);
    } finally {
      followed -= 1;
    }
  });
  router.use(answerRefusals);
  return router;
}

/** The container may have gone since, and Docker with it. */
async function fromDocker<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { json, message } = error as Error & { json?: { message?: string } };
    const reason = visibleText(json?.message ?? message);
    throw new Refusal(409, {
      en: `Docker gave no answer to this: ${reason}`,
      fr: `Docker n'a pas pu y répondre\u00a0: ${reason}`,
    });
  }
}

function answer<Route extends keyof StackRequests>(
  res: Response,
  value: StackRequests[Route]["answer"],
): void {
  res.json(value);
}
