import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { labDir } from "../../common/project.mjs";
import { ConfigEditor } from "../../lib/project/config-editor.ts";
import { actions } from "./config.ts";

// As `./lab` sets it.
vi.hoisted(() => vi.stubEnv("KAFKA_LAB_COMMAND", "./lab"));

/** The settings of a separate stack, with the lab's defaults. */
function editorWith(content: string) {
  const folder = mkdtempSync(join(tmpdir(), "config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "infra"));
  writeFileSync(join(folder, "Pulumi.yaml"), readFileSync(join(labDir, "Pulumi.yaml")));
  const file = join(folder, "Pulumi.s.yaml");
  writeFileSync(file, content);
  return { editor: new ConfigEditor(folder, "s"), read: () => readFileSync(file, "utf8") };
}

test.each([
  ["serviceBInstances", "9", "expected a whole number from 1 to 3"],
  ["kafkaPort", "abc", "expected a whole number"],
  ["kafkaPort", "5101", "expected different ports, saw 5101"],
  ["topic", "no spaces", "expected a topic"],
  ["kafkaImage", "confluentinc/cp-kafka", "expected an image with its tag"],
  ["serviceBInstanses", "2", "there is no setting"],
])(
  "when %s is set to %s, then it is refused at once, and the file does not change",
  async (key, value, reason) => {
    const { editor, read } = editorWith("config:\n  kafka-lab:topic: t\n");
    const error = await actions.set(editor, [key, value], "f").catch((failure: Error) => failure);
    expect(error).toMatchObject({ name: "LabError", message: expect.stringContaining(reason) });
    expect(read()).toBe("config:\n  kafka-lab:topic: t\n");
  },
);

test("when a setting is refused, then the way out is for its stack", async () => {
  const { editor } = editorWith("config:\n  kafka-lab:topic: t\n");
  const error = await actions.set(editor, ["brokers", "9"], "f").catch((failure: Error) => failure);
  expect(error).toMatchObject({ hint: "Set it with: ./lab config set brokers 3 --stack s" });
});

test("when the default conflicts with another setting, then rm is refused", async () => {
  const { editor } = editorWith("config:\n  kafka-lab:kafkaPort: 9192\n  kafka-lab:serviceAPort: 9092\n");
  await expect(actions.rm(editor, ["kafkaPort"], "f")).rejects.toThrow("expected different ports, saw 9092");
});

test("when something else is already wrong, then a valid setting is accepted", async () => {
  const { editor, read } = editorWith('config:\n  kafka-lab:topic: "a b"\n');
  vi.spyOn(console, "log").mockReturnValue();
  await actions.set(editor, ["kafkaPort", "9192"], "f");
  expect(read()).toContain('kafka-lab:kafkaPort: "9192"');
});
