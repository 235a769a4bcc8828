import { expect, test } from "vitest";
import type { Row, Text, WorkshopLab } from "../authoring/lesson.ts";
import { checks, hints } from "./lesson.ts";

type Plan = { result: string; steps?: { op: string; urn: string }[]; errors?: string[] };

const serviceA = {
  op: "create",
  urn: "urn:pulumi:local::kafka-lab::my-lab:index:Service$docker:index/container:Container::service-a",
};

test("when the plan has the container, then the hint is to have it made, wherever it is written", async () => {
  const lab = labWith({ "infra/all.ts": "..." }, { result: "succeeded", steps: [serviceA] });
  const [first, last] = await hintsAt(lab, "service-a");
  expect(first).toContain("in its plan");
  expect(last).toMatch(/\n {2}\.\/lab up --yes$/);
});

test("when a file mentions the container, and the plan does not, then the hint asks for its import", async () => {
  const lab = labWith({ "infra/mine.ts": 'name: "service-a"' }, { result: "succeeded", steps: [] });
  const [first = "", last] = await hintsAt(lab, "service-a");
  expect(first).toContain("infra/mine.ts");
  expect(last).toMatch(/begin-at\.ts 5\n {2}\.\/lab up --yes$/);
});

test("when nothing mentions it, then it is the next to write, at its own stage", async () => {
  const lab = labWith({ "infra/index.ts": "" }, { result: "succeeded", steps: [] });
  expect((await hintsAt(lab, "kafka"))[0]).toContain("docker.Container whose name is kafka (stage 3");
});

test("when the program fails, then the hint has its error", async () => {
  const lab = labWith({ "infra/index.ts": "" }, { result: "failed", errors: ["no such file\n  at ..."] });
  expect((await hintsAt(lab, "zookeeper"))[1]).toBe("no such file");
});

test.each(checks.map(({ id }) => id))(
  "when the row %s fails, then its last hint has a command",
  async (id) => {
    const lab = labWith({}, { result: "failed", errors: ["No entrypoint found"] });
    expect((await hintsAt(lab, id)).at(-1)).toMatch(/\n {2}\S/);
  },
);

async function hintsAt(lab: WorkshopLab, failing: string) {
  const rows = checks.map(({ id }) => ({ id, passed: id !== failing }) as Row);
  return (await hints(lab, rows)).map((text: Text) => (typeof text === "string" ? text : text.en));
}

/** A lab whose stack has no state. */
function labWith(files: Record<string, string>, { steps = [], errors = [], result }: Plan) {
  return {
    stack: "never-up",
    nameOf: (part: string) => part,
    inspect: async () => undefined,
    preview: async () => ({ result, steps, errors, summary: {}, outputs: {} }),
    files: { list: () => Object.keys(files), read: (path: string) => files[path] },
    kafka: { bootstrap: () => "127.0.0.1:9092" },
  } as unknown as WorkshopLab;
}
