import type { AddressInfo } from "node:net";
import express, { type ErrorRequestHandler } from "express";
import { onTestFinished } from "vitest";
import type { LessonModule, WorkshopLab } from "../../../../workshop/authoring/lesson.ts";
import type { OpenLab } from "../live-check.ts";
import type { OpenedLab } from "../live-lab.ts";
import { createHighlighter, type Highlighter } from "../markdown/highlighter.ts";
import { createLessonRoutes } from "../routes.ts";
import { openTexts } from "../text-store.ts";

// biome-ignore lint/suspicious/noExplicitAny: the tests look at what came
export type Answer = { status: number; body: any };

/** One for all tests, because its grammars take a while. */
let highlighter: Promise<Highlighter> | undefined;

/** Serves the lessons of a project on a free port, until the test is over. */
export async function serveLessons(projectDir: string, openLab: OpenLab) {
  const texts = openTexts(projectDir, () => (highlighter ??= createHighlighter()));
  const app = express();
  app.use("/api", createLessonRoutes({ projectDir, texts, openLab }));
  const unexpected: ErrorRequestHandler = (error, _req, res, _next) =>
    void res.status(500).json({ unexpected: String(error) });
  app.use(unexpected);
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(origin + path, init);
    return { status: response.status, body: await response.json() };
  };
  return {
    get: (path: string) => ask(path, {}),
    /** A text is sent as it is. */
    post: (path: string, body: unknown) =>
      ask(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

/** A lab with one row, which observes what `holds` says. */
export function labWithRow(holds: () => boolean | Promise<boolean>, { isBlocked = false } = {}): OpenedLab {
  const notes = new Map<string, unknown>();
  const lab = {
    notes: {
      get: (key: string) => notes.get(key),
      set: (key: string, value: unknown) => notes.set(key, value),
    },
  };
  const observe = async () => ({
    passed: await holds(),
    expected: "1",
    observed: { en: "none", fr: "rien" },
  });
  const module = {
    checks: [{ id: "one", row: { en: "a row", fr: "une ligne" }, command: "./lab show", observe }],
    hints: async () => [{ en: "look", fr: "regardez" }, "  ./lab up"],
  };
  return {
    lab: lab as unknown as WorkshopLab,
    module: module as unknown as LessonModule,
    said: ["cut off"],
    reportObstacles: async () => isBlocked,
  };
}
