import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { labDir } from "../../common/project.mjs";
import { officialImages } from "../../images/machine-images.ts";
import { ConfigEditor } from "../project/config-editor.ts";
import { imageSettingsOf, settleMachineImages } from "./stack-images.ts";

const tracked = [
  "Pulumi.yaml",
  ...["dev", "local", "cluster", "kraft", "swarm"].map((stack) => `Pulumi.${stack}.yaml`),
];
const builtHere = { stack: "local", reason: "they cannot be pulled" } as const;
const pulled = { stack: "dev", reason: "they can be pulled" } as const;

describe.each(["cluster", "kraft"])("the images of %s", (stack) => {
  test("when the machine's own stack is local, then they are those that are built here", async () => {
    const dir = project({ remembered: "local" });
    await settle(dir, stack);
    expect(imageSettingsOf(stack, dir)).toEqual(imageSettingsOf("local", dir));
    expect(imageSettingsOf(stack, dir).kafkaImage).toBe("kafka-lab/kafka:3.9.1");
    expect(new ConfigEditor(dir, stack).get("readOnlyRootfs")).toBe("true");
    expectUntouched(dir);
  });

  test("when the machine's own stack becomes dev, then they are the official ones, and nothing is recorded", async () => {
    const dir = project({ remembered: "local" });
    await settle(dir, stack);
    writeFileSync(join(dir, ".lab", "stack"), "dev\n");
    await settle(dir, stack);
    expect(imageSettingsOf(stack, dir)).toEqual(officialImages);
    expect(existsSync(join(dir, ".lab", "images.json"))).toBe(false);
  });

  test.each([
    ["that same stack", stack],
    ["none", undefined],
    ["one of the user's, which names other images", "mine"],
  ])("when the stack that is remembered is %s, then the machine is looked at once", async (_, remembered) => {
    const dir = project({ remembered });
    writeFileSync(join(dir, "Pulumi.mine.yaml"), `config:\n  kafka-lab:kafkaImage: acme/kafka:1\n`);
    await settle(dir, stack, builtHere);
    expect(imageSettingsOf(stack, dir).nodeImage).toBe("kafka-lab/node:24");
    await settle(dir, stack);
    expectUntouched(dir);
  });

  test("when the machine can pull, then they are the official ones", async () => {
    const dir = project({ remembered: stack });
    await settle(dir, stack, pulled);
    expect(imageSettingsOf(stack, dir)).toEqual(officialImages);
    expect(new ConfigEditor(dir, stack).get("kafkaImage")).toBe(officialImages.kafkaImage);
  });

  test("when the record is broken, then the error says how to be rid of it, and doing so helps", async () => {
    const dir = project({ remembered: stack });
    const file = join(dir, ".lab", "images.json");
    for (const broken of ["", "{", "[]", "{}", '{"kafkaImages": "a:1"}']) {
      writeFileSync(file, broken);
      await expect(settle(dir, stack)).rejects.toMatchObject({
        name: "LabError",
        message: expect.stringContaining(`${file} is not as the lab writes it`),
        hint: expect.stringContaining(`rm '${file}'`),
      });
    }
    rmSync(file);
    await settle(dir, stack, builtHere);
    expect(imageSettingsOf(stack, dir)).toEqual(imageSettingsOf("local", dir));
  });
});

test("when a stack of the user's own names no images, then it gets this machine's, as cluster does", async () => {
  const dir = project({ remembered: "local" });
  writeFileSync(join(dir, "Pulumi.mine.yaml"), "config:\n  kafka-lab:name: mine\n");
  await settle(dir, "mine");
  expect(imageSettingsOf("mine", dir)).toEqual(imageSettingsOf("local", dir));
});

test("when the machine's own stack uses a mirror, then a stack without images gets them from there", async () => {
  const dir = project({ remembered: "dev" });
  new ConfigEditor(dir, "dev").set("registry", "mirror.example.com:5000");
  await settle(dir, "cluster");
  expect(imageSettingsOf("cluster", dir)).toMatchObject({
    kafkaImage: `mirror.example.com:5000/${officialImages.kafkaImage}`,
    nodeImage: `mirror.example.com:5000/library/${officialImages.nodeImage}`,
    readOnlyRootfs: "false",
  });
  new ConfigEditor(dir, "dev").remove("registry");
  await settle(dir, "cluster");
  expect(imageSettingsOf("cluster", dir)).toEqual(officialImages);
});

test("when a stack names its images, then the machine is not looked at", async () => {
  const dir = project({});
  for (const stack of ["dev", "local"]) await settle(dir, stack);
  expect(existsSync(join(dir, ".lab", "images.json"))).toBe(false);
});

test("when there is no engine to look at, then settings can be read all the same", async () => {
  const dir = project({ remembered: "kraft" });
  const look = () => Promise.reject(Object.assign(new Error("connect ENOENT"), { code: "ENOENT" }));
  await settleMachineImages("kraft", { look, log: () => {}, projectDir: dir });
  expect(new ConfigEditor(dir, "kraft").get("nodeImage")).toBe(officialImages.nodeImage);
});

test("when the project is handed out, then no stack but dev and local says of which images it is", () => {
  for (const file of tracked) {
    const settings = parse(readFileSync(join(labDir, file), "utf8")).config;
    const named = Object.keys(settings).filter((key) => /:(\w+Image|readOnlyRootfs)$/.test(key));
    expect(named.length > 0, file).toBe(["Pulumi.dev.yaml", "Pulumi.local.yaml"].includes(file));
  }
});

/** Where the machine is looked at although it should not be, `found` is not given. */
function settle(projectDir: string, stack: string, found?: typeof builtHere | typeof pulled): Promise<void> {
  const look = () => (found ? Promise.resolve(found) : Promise.reject(new Error("looked at the machine")));
  return settleMachineImages(stack, { look, log: () => {}, projectDir });
}

/** The project's settings as they are handed out, in a folder that may be changed. */
function project({ remembered }: { remembered?: string | undefined }): string {
  const dir = mkdtempSync(join(tmpdir(), "kafka-lab-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const folder of [".lab", "infra"]) mkdirSync(join(dir, folder));
  for (const file of tracked) copyFileSync(join(labDir, file), join(dir, file));
  if (remembered) writeFileSync(join(dir, ".lab", "stack"), `${remembered}\n`);
  return dir;
}

function expectUntouched(dir: string): void {
  for (const file of tracked) expect(readFileSync(join(dir, file))).toEqual(readFileSync(join(labDir, file)));
}
