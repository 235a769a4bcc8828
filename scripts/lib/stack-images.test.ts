import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { labDir } from "./project.mjs";
import { lacksImages, takeImages } from "./stack-images.mjs";

test("when a cluster takes the images of a stack, then both engines find them in its file, and it lacks none", () => {
  const dir = project();
  expect(lacksImages("cluster", dir)).toBe(true);
  takeImages("cluster", { from: "local", projectDir: dir, log: () => {} });
  const settings = readFileSync(join(dir, "Pulumi.cluster.yaml"), "utf8");
  expect(settings).toContain("kafka-lab:kafkaImage: kafka-lab/kafka:3.9.1");
  expect(settings).toMatch(/kafka-lab:readOnlyRootfs: "?true"?/);
  expect(settings).toMatch(/kafka-lab:brokers: "3"/);
  expect(lacksImages("cluster", dir)).toBe(false);
});

test("when a stack has images of its own, then it is left alone", () => {
  expect(lacksImages("local", project())).toBe(false);
});

/** The project's settings as they are handed out, in a folder that may be changed. */
function project(): string {
  const dir = mkdtempSync(join(tmpdir(), "kafka-lab-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, ".lab"));
  for (const file of ["Pulumi.yaml", "Pulumi.local.yaml"]) copyFileSync(join(labDir, file), join(dir, file));
  writeFileSync(join(dir, "Pulumi.cluster.yaml"), 'config:\n  kafka-lab:brokers: "3"\n');
  return dir;
}
