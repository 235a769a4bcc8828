import express, { type Response, type Router } from "express";
import type { DrillRequests } from "../../contract/drill.ts";
import { answerRefusals } from "../lesson/answer-refusals.ts";
import { language } from "../lesson/bodies.ts";
import { Refusal } from "../lesson/refusal.ts";
import type { DrillSource } from "./drill-source.ts";
import { listDrillEntries } from "./drill-state.ts";
import { resultText } from "./result-text.ts";

/** What the page asks about drills, below `/api`; commands in the terminal draw them and give them up. */
export function createDrillRoutes(source: DrillSource): Router {
  const router = express.Router();
  router.get("/drills", async (_req, res) => {
    answer<"GET /drills">(res, await listDrillEntries(source));
  });
  router.get("/drills/:name/result", async (req, res) => {
    const lang = language.parse(req.query.lang);
    const { name } = req.params;
    const results = source.results();
    const isKnown = (await source.list()).some((drill) => drill.name === name);
    const result = isKnown && Object.hasOwn(results, name) ? results[name] : undefined;
    if (result === undefined)
      throw new Refusal(404, {
        en: "you have repaired no drill of that name yet.",
        fr: "vous n'avez encore réparé aucun exercice de ce nom.",
      });
    answer<"GET /drills/:name/result">(res, { text: resultText(await source.load(name), result, lang) });
  });
  router.use(answerRefusals);
  return router;
}

function answer<Route extends keyof DrillRequests>(
  res: Response,
  value: DrillRequests[Route]["answer"],
): void {
  res.json(value);
}
