import express, { type Request, type Router } from "express";
import type { z } from "zod";
import type { Block, RunVerdict } from "../../contract.ts";
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
import { readLessonsState } from "./lessons-state.ts";
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
const bodyLimitBytes = 512 * 1024;

/** What the page asks about lessons, below the address where it is mounted; who may ask is decided before. */
export function lessonRoutes({ projectDir, texts, openLab }: LessonParts): Router {
  const pages = openPages(projectDir, texts);
  const checks = openChecks(projectDir, openLab);
  const ticks = openTicks(projectDir);
  const router = express.Router();
  const rendered = (number: number) => texts.render(pages.lesson(number, "en").text, "en");
  router.use(express.json({ limit: bodyLimitBytes }));

  router.get("/lessons", (_req, res) => void res.json(readLessonsState(projectDir)));
  router.get("/lessons/:number", async (req, res) => {
    res.json(await pages.lessonPage(numberOf(req), language.parse(req.query.lang)));
  });
  router.get("/pages/:name", async (req, res) => {
    res.json(await pages.textPage(req.params.name, language.parse(req.query.lang)));
  });
  router.post("/lessons/:number/predictions", async (req, res) => {
    const { lang, ...answer } = bodyOf(req, predictionBody);
    res.json(await pages.predict(numberOf(req), lang, answer));
  });
  router.post("/lessons/:number/check", async (req, res) => {
    const { lang, isAsked } = bodyOf(req, checkBody);
    res.json(await checks.check(pages.lesson(numberOf(req), lang), lang, isAsked));
  });
  router.post("/lessons/:number/hint", async (req, res) => {
    const { lang } = bodyOf(req, hintBody);
    res.json(await checks.hint(pages.lesson(numberOf(req), lang), lang));
  });

  router.get("/lessons/:number/file", async (req, res) => {
    const path = typeof req.query.path === "string" ? req.query.path : "";
    const { blocks, files } = await rendered(numberOf(req));
    const text = readOwnFile(projectDir, path, [...namedFiles(blocks), ...files]);
    res.json({ path, text });
  });
  router.post("/lessons/:number/changes/preview", async (req, res) => {
    const { block } = bodyOf(req, previewBody);
    res.json(previewChange(projectDir, fileBlock((await rendered(numberOf(req))).blocks, block)));
  });
  router.post("/lessons/:number/changes", async (req, res) => {
    const { block, version } = bodyOf(req, changeBody);
    const { name } = pages.lesson(numberOf(req), "en");
    const { blocks } = await rendered(numberOf(req));
    const wanted = fileBlock(blocks, block);
    const saved = makeChange(projectDir, wanted, version);
    ticks.tick(name, block, wanted);
    res.json({ saved, ticked: ticks.ticked(name, blocks) });
  });

  router.post("/lessons/:number/runs", async (req, res) => {
    const { lang, block, exitStatus, output } = bodyOf(req, runBody);
    const { name, text } = pages.lesson(numberOf(req), lang);
    const { blocks } = await texts.render(text, lang);
    const wanted = blockAt(blocks, block);
    const fault = judgeRun(wanted, { exitStatus, output });
    if (fault === undefined) ticks.tick(name, block, wanted);
    res.json({ fault, ticked: ticks.ticked(name, blocks) } satisfies RunVerdict);
  });
  router.post("/lessons/:number/ticks/clear", (req, res) => {
    bodyOf(req, emptyBody);
    ticks.clear(pages.lesson(numberOf(req), "en").name);
    res.json({ ticked: [] });
  });
  router.use(answerRefusals);
  return router;
}

function numberOf(req: Request): number {
  return lessonNumber.parse(req.params.number);
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
