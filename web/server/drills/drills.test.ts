import { expect, test } from "vitest";
import type { DrillResult } from "../../../workshop/running/drills.ts";
import { serveRoutes } from "../testing/served-routes.ts";
import { type DrillSource, ownDrills } from "./drill-source.ts";
import { readDrillState } from "./drill-state.ts";
import { createDrillRoutes } from "./routes.ts";

const startedAt = "2026-01-02T03:04:05.000Z";
const result: DrillResult = { seconds: 252, hints: 1, startedAt, mendedAt: startedAt };
const symptom = { en: "Nothing arrives.", fr: "Rien n'arrive." };
const explanation = { en: "It was paused.", fr: "Il était en pause." };

function source(more: Partial<DrillSource> = {}): DrillSource {
  return {
    list: async () => [
      { name: "easy", level: 1 },
      { name: "hard", level: 3 },
    ],
    load: async () => ({ level: 3, symptom, explanation }),
    drawn: () => undefined,
    results: () => ({ hard: result }),
    ...more,
  };
}

test("when a drill is under way, then its clock and symptom are shown, and nothing that gives its fault away", async () => {
  const state = await readDrillState(source({ drawn: () => ({ name: "hard", startedAt, hints: 2 }) }));
  expect(state).toEqual({
    drawn: { level: 3, sinceMs: Date.parse(startedAt), hints: 2, symptom },
    ended: undefined,
  });
});

test("when a drill is over, then it is explained, and its repair is shown unless it was given up", async () => {
  const over = (begun: string) => ({ name: "hard", startedAt: begun, hints: 2, mendedAt: startedAt });
  expect(await readDrillState(source({ drawn: () => over(startedAt) }))).toEqual({
    drawn: undefined,
    ended: { name: "hard", level: 3, explanation, repaired: { seconds: 252, hints: 1 } },
  });
  const given = await readDrillState(source({ drawn: () => over("2026-02-02T00:00:00.000Z") }));
  expect(given.ended?.repaired).toBeUndefined();
  expect(await readDrillState(source())).toEqual({ drawn: undefined, ended: undefined });
});

test("when the drills are listed, then with the last repair and the best time", async () => {
  const { get } = await serveRoutes(createDrillRoutes(source()));
  const hard = { name: "hard", level: 3, repaired: { seconds: 252, hints: 1 } };
  expect((await get("/drills")).body).toEqual([
    { name: "easy", level: 1 },
    { ...hard, bestSeconds: 252 },
  ]);
  const results = () => ({ hard: { ...result, bestSeconds: 60 } });
  const faster = await serveRoutes(createDrillRoutes(source({ results })));
  expect((await faster.get("/drills")).body[1]).toEqual({ ...hard, bestSeconds: 60 });
});

test("when a repair is shown to others, then in either language, without the drill's name", async () => {
  const results = () => ({ hard: { ...result, bestSeconds: 60 } });
  const { get } = await serveRoutes(createDrillRoutes(source({ results })));
  const text = async (lang: string) => (await get(`/drills/hard/result?lang=${lang}`)).body.text.split("\n");
  expect(await text("en")).toEqual([
    "Kafka lab, a drill of level 3: repaired in 4\u00a0min 12\u00a0s, with 1 hint.",
    "What I had heard: “Nothing arrives.”",
    "My best time: 1\u00a0min 0\u00a0s.",
  ]);
  expect(await text("fr")).toEqual([
    "Kafka lab, exercice de niveau 3\u00a0: réparé en 4\u00a0min 12\u00a0s, avec 1 indice.",
    "Ce qu'on m'avait dit\u00a0: «\u00a0Rien n'arrive.\u00a0»",
    "Mon record\u00a0: 1\u00a0min 0\u00a0s.",
  ]);
  for (const name of ["easy", "other", "__proto__", "..%2Fx"])
    expect(await get(`/drills/${name}/result?lang=en`)).toMatchObject({
      status: 404,
      body: { words: { fr: expect.stringContaining("aucun exercice") } },
    });
  expect((await get("/drills/hard/result?lang=de")).status).toBe(400);
});

test("when the project's own drills are listed, then each has a level and a symptom in both languages", async () => {
  const drills = await ownDrills.list();
  expect(drills.map(({ level }) => level)).toEqual(drills.map(({ level }) => level).toSorted());
  for (const { name } of drills)
    expect(await ownDrills.load(name)).toMatchObject({
      symptom: { en: expect.any(String), fr: expect.any(String) },
    });
});
