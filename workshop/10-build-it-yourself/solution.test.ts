import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { fitted, programBefore, solution, yourTurn } from "./stages.ts";

const read = (name: string) => readFileSync(join(labDir, solution, name), "utf8");
const usual = readLabConfig("local");
/** What the stage without a text changes. */
const ofTheLearner = ["index.ts", "service.ts"];

test("when the text is followed, then the result is the solution, which types and lint check, but for the learner's own stage", () => {
  const written = programBefore(yourTurn);
  expect([...written.keys()].toSorted()).toEqual(
    readdirSync(join(labDir, solution)).map((name) => `infra/${name}`),
  );
  for (const name of readdirSync(join(labDir, solution)).filter((each) => !ofTheLearner.includes(each)))
    expect(written.get(`infra/${name}`), name).toBe(read(name));
});

test.each([1, 2, 3, 4, 5, yourTurn])(
  "when a learner begins at stage %i, then each file that the program imports is there",
  (stage) => {
    const program = programBefore(stage);
    const imported = [...program.values()].flatMap((text) =>
      [...text.matchAll(/from "\.\/(.+)"|import "\.\/(.+)"/g)].map(([, from, alone]) => from ?? alone),
    );
    expect(imported.filter((name) => !program.has(`infra/${name}`))).toEqual([]);
    expect(program.has("infra/index.ts")).toBe(stage > 1);
  },
);

test("when a lab has the usual name and ports, then the program is as in the text", () => {
  for (const name of readdirSync(join(labDir, solution))) expect(fitted(read(name), usual)).toBe(read(name));
});

test("when a lab has another name and ports, then the program has them", () => {
  const anna = {
    ...usual,
    prefix: "anna-",
    labelName: "anna",
    kafkaPort: 9192,
    serviceAPort: 6101,
    serviceBPorts: [6102],
  };
  const all = readdirSync(join(labDir, solution)).map((name) => fitted(read(name), anna));
  const text = all.join("\n");
  for (const part of ["kafka-lab", "zookeeper", "zookeeper-data", "kafka", "kafka-data"])
    expect(text).toContain(`name: "anna-${part}"`);
  expect(text).toContain('value: "anna"');
  expect(text).toMatch(/name: `anna-.\{name\}`,/);
  expect(text).toContain("INTERNAL://anna-kafka:29092,EXTERNAL://127.0.0.1:9192");
  expect(text).toContain('external: 9192, ip: "127.0.0.1"');
  expect(text).toContain('new Service("service-a", 6101)');
  expect(text).toContain('new Service("service-b", 6102');
});
