import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { labDir } from "../../common/project.mjs";
import type { DeclaredResource } from "../../tests/workshop/support/declared-resources.ts";
import { programBefore, solution, yourTurn } from "./stages.ts";

/** Each test starts a program in a process of its own. */
vi.setConfig({ testTimeout: 120_000 });

const images = (...names: string[]) => names.map((name) => `${name}-image`);
const volumes = ["kafka-data", "zookeeper-data", "zookeeper-log"];

test.each([
  [2, [], ["network"]],
  [3, ["zookeeper"], ["network", ...images("zookeeper"), ...volumes.slice(1)]],
  [4, ["kafka", "zookeeper"], ["network", ...images("kafka", "zookeeper"), ...volumes]],
  [
    5,
    ["kafka", "service-a", "zookeeper"],
    ["network", ...images("kafka", "node", "service-a", "zookeeper"), ...volumes],
  ],
])(
  "when the stages before %i are done, then the program declares what the text says",
  (stage, wanted, others) => {
    const { resources, outputs } = declare(programBefore(stage));
    const names = (areContainers: boolean) =>
      resources
        .filter((each) => isContainer(each) === areContainers && !isStack(each))
        .map(({ name }) => name);
    expect(names(true).toSorted()).toEqual(wanted);
    expect(names(false).toSorted()).toEqual(others.toSorted());
    expect(outputs).toContain("networkName");
    expect(resources.filter(({ parent }) => parent)).toEqual([]);
  },
);

test("when Kafka is declared, then ZooKeeper's name and the volume are among its inputs, and all wait", () => {
  const { resources } = declare(programBefore(4));
  const kafka = resources.find(({ name }) => name === "kafka");
  expect(kafka?.inputs.envs).toContain("KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181");
  expect(kafka?.inputs.volumes[0].volumeName).toBe("kafka-data");
  for (const each of resources.filter(isContainer)) {
    expect(each.inputs.wait).toBe(true);
    expect(each.inputs.networksAdvanced).toEqual([{ name: "kafka-lab" }]);
    expect(each.inputs.image).toBe(`id of ${each.name}-image`);
  }
});

test("when service-a has moved, then the component is its parent, and the old parent is its alias", () => {
  const before = declare(programBefore(5)).resources.find(({ name }) => name === "service-a");
  const { resources, outputs } = declare(programBefore(yourTurn));
  const moved = resources.find((each) => each.name === "service-a" && isContainer(each));
  expect(moved).toMatchObject({ parent: "service-a", hasAlias: true });
  expect(moved?.inputs).toEqual(before?.inputs);
  expect(outputs).toContain("serviceAUrl");
});

test("when the learner's own stage is done as in the solution, then service-b alone has a group", () => {
  const names = readdirSync(join(labDir, solution));
  const text = (name: string) => readFileSync(join(labDir, solution, name), "utf8");
  const { resources, outputs } = declare(new Map(names.map((name) => [`infra/${name}`, text(name)])));
  const groups = resources
    .filter(isContainer)
    .filter(({ inputs }) => inputs.envs.includes("GROUP_ID=my-group"))
    .map(({ name, parent }) => [name, parent]);
  expect(groups).toEqual([["service-b", "service-b"]]);
  expect(outputs.toSorted()).toEqual(["networkName", "serviceAUrl", "serviceBUrl"]);
});

/** Runs a program as an engine does: in infra/, with the services beside it. */
function declare(program: Map<string, string>): { resources: DeclaredResource[]; outputs: string[] } {
  const dir = mkdtempSync(join(tmpdir(), "kafka-lab-stage-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const name of ["node_modules", "services"]) symlinkSync(join(labDir, name), join(dir, name));
  for (const [path, text] of program) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  writeFileSync(join(dir, "package.json"), '{ "type": "module" }\n');
  const script = join(labDir, "tests/workshop/support/declared-resources.ts");
  const printed = execFileSync(process.execPath, [script, dir], {
    cwd: join(dir, "infra"),
    encoding: "utf8",
  });
  return JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "");
}

function isContainer({ type }: DeclaredResource): boolean {
  return type === "docker:index/container:Container";
}

function isStack({ type }: DeclaredResource): boolean {
  return type === "pulumi:pulumi:Stack";
}
