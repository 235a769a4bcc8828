import express, { type Request, type Response, type Router } from "express";
import type { z } from "zod";
import type { Block } from "../../contract/lesson.ts";
import type { LessonRequests } from "../../contract/lesson-requests.ts";
import { answerRefusals } from "./answer-refusals.ts";
import {
  changeBody,
  checkBody,
  emptyBody,
  hintBody,
  language,
  lessonNumber,
  predictionBody,
  previewBody,
  runBody,
} from "./bodies.ts";
import { makeChange, namedFiles, previewChange, readOwnFile } from "./file-changes.ts";
import { judgeRun } from "./judge-run.ts";
import { openPages } from "./lesson-pages.ts";
import { openLessonsState } from "./lessons-state.ts";
import { type OpenLab, openChecks } from "./live-check.ts";
import { Refusal } from "./refusal.ts";
import type { TextStore } from "./text-store.ts";
import { openTicks } from "./ticks.ts";

export interface LessonParts {
  readonly projectDir: string;
  readonly texts: TextStore;
  readonly openLab: OpenLab;
}

/** Far more than a lesson's longest output, and little for a server. */
const json = express.json({ limit: 512 * 1024 });

/** What the page asks about lessons, below `/api`; who may ask is decided before. */
export function createLessonRoutes({ projectDir, texts, openLab }: LessonParts): Router {
  const router = express.Router();
  const pages = openPages(projectDir, texts);
  const room = { projectDir, texts, pages, ticks: openTicks(projectDir) };
  addTexts(router, room);
  addChecks(router, pages, openChecks(projectDir, openLab));
  addFiles(router, room);
  addRuns(router, room);
  router.use(answerRefusals);
  return router;
}

interface Room {
  readonly projectDir: string;
  readonly texts: TextStore;
  readonly pages: ReturnType<typeof openPages>;
  readonly ticks: ReturnType<typeof openTicks>;
}

function addTexts(router: Router, { projectDir, pages }: Room): void {
  const readLessons = openLessonsState(projectDir);
  router.get("/lessons", (_req, res) => answer<"GET /lessons">(res, readLessons()));
  router.get("/lessons/:number", async (req, res) => {
    answer<"GET /lessons/:number">(
      res,
      await pages.lessonPage(numberOf(req), language.parse(req.query.lang)),
    );
  });
  router.get("/pages/:name", async (req, res) => {
    answer<"GET /pages/:name">(res, await pages.textPage(req.params.name, language.parse(req.query.lang)));
  });
  router.post("/lessons/:number/predictions", json, async (req, res) => {
    const { lang, ...given } = bodyOf(req, predictionBody);
    answer<"POST /lessons/:number/predictions">(res, await pages.predict(numberOf(req), lang, given));
  });
}

function addChecks(router: Router, pages: Room["pages"], checks: ReturnType<typeof openChecks>): void {
  router.post("/lessons/:number/check", json, async (req, res) => {
    const { lang, isAsked } = bodyOf(req, checkBody);
    answer<"POST /lessons/:number/check">(
      res,
      await checks.check(pages.lesson(numberOf(req), lang), lang, isAsked),
    );
  });
  router.post("/lessons/:number/hint", json, async (req, res) => {
    const { lang } = bodyOf(req, hintBody);
    answer<"POST /lessons/:number/hint">(res, await checks.hint(pages.lesson(numberOf(req), lang), lang));
  });
}

function addFiles(router: Router, { projectDir, texts, pages, ticks }: Room): void {
  // Files and what is written to them are the same in both languages.
  const rendered = (number: number) => texts.render(pages.lesson(number, "en").text, "en");
  router.get("/lessons/:number/file", async (req, res) => {
    const path = pathOf(req);
    const { blocks, files } = await rendered(numberOf(req));
    const text = readOwnFile(projectDir, path, [...namedFiles(blocks), ...files]);
    answer<"GET /lessons/:number/file">(res, { path, text });
  });
  router.get("/pages/:name/file", async (req, res) => {
    const { files } = await pages.text(req.params.name, "en");
    const path = pathOf(req);
    answer<"GET /pages/:name/file">(res, { path, text: readOwnFile(projectDir, path, files) });
  });
  router.post("/lessons/:number/changes/preview", json, async (req, res) => {
    const { block } = bodyOf(req, previewBody);
    answer<"POST /lessons/:number/changes/preview">(
      res,
      previewChange(projectDir, fileBlock((await rendered(numberOf(req))).blocks, block)),
    );
  });
  router.post("/lessons/:number/changes", json, async (req, res) => {
    const { block, version } = bodyOf(req, changeBody);
    const { name } = pages.lesson(numberOf(req), "en");
    const { blocks } = await rendered(numberOf(req));
    const wanted = fileBlock(blocks, block);
    const saved = makeChange(projectDir, wanted, version);
    ticks.tick(name, block, wanted);
    answer<"POST /lessons/:number/changes">(res, { saved, ticked: ticks.ticked(name, blocks) });
  });
}

function addRuns(router: Router, { texts, pages, ticks }: Room): void {
  router.post("/lessons/:number/runs", json, async (req, res) => {
    const { lang, block, exitStatus, output } = bodyOf(req, runBody);
    const { name, text } = pages.lesson(numberOf(req), lang);
    const { blocks } = await texts.render(text, lang);
    const wanted = blockAt(blocks, block);
    const fault = judgeRun(wanted, { exitStatus, output });
    if (fault === undefined) ticks.tick(name, block, wanted);
    answer<"POST /lessons/:number/runs">(res, { fault, ticked: ticks.ticked(name, blocks) });
  });
  router.post("/lessons/:number/ticks/clear", json, (req, res) => {
    bodyOf(req, emptyBody);
    ticks.clear(pages.lesson(numberOf(req), "en").name);
    answer<"POST /lessons/:number/ticks/clear">(res, { ticked: [] });
  });
}

function answer<Route extends keyof LessonRequests>(
  res: Response,
  value: LessonRequests[Route]["answer"],
): void {
  res.json(value);
}

function numberOf(req: Request): number {
  return lessonNumber.parse(req.params.number);
}

function pathOf({ query: { path } }: Request): string {
  return typeof path === "string" ? path : "";
}

function bodyOf<Schema extends z.ZodType>(req: Request, schema: Schema): z.infer<Schema> {
  return schema.parse(req.body);
}

function blockAt(blocks: readonly Block[], index: number): Block {
  const found = blocks[index];
  if (found) return found;
  throw new Refusal(404, {
    en: `this lesson has no block ${index}.`,
    fr: `cette leçon n'a pas de bloc ${index}.`,
  });
}

function fileBlock(blocks: readonly Block[], index: number): Extract<Block, { kind: "file" }> {
  const found = blockAt(blocks, index);
  if (found.kind === "file") return found;
  throw new Refusal(400, {
    en: `the block ${index} changes no file.`,
    fr: `le bloc ${index} ne change aucun fichier.`,
  });
}
