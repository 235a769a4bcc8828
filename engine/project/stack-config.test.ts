import { expect, test } from "vitest";
import { readDeclarations } from "./declarations.ts";
import type { Project } from "./project.ts";
import { newCrypter } from "./secrets.ts";
import { resolveConfig } from "./stack-config.ts";

const project: Project = {
  name: "lab",
  root: "/",
  workingDirectory: "/",
  entryPoint: ".",
  compiled: false,
  backendUrl: undefined,
  declarations: readDeclarations("lab", { port: { default: 9092 }, topic: { default: "t" } }),
  stackConfigDir: "/nowhere",
  extension: ".yaml",
  refreshes: false,
};
const noSecrets = () => {
  throw new Error("no secrets expected");
};

test("when the stack has no settings, then the project's defaults apply, as text", () => {
  expect(resolveConfig(project, {}, noSecrets).values).toEqual({ "lab:port": "9092", "lab:topic": "t" });
});

test("when a setting is given more than once, then the call wins over the stack and the stack over the project", () => {
  const file = { config: { "lab:port": 9093, "lab:topic": "s", "lab:list": [1, { a: true }] } };
  const { values } = resolveConfig(project, file, noSecrets, { "lab:topic": "c" });
  expect(values).toEqual({ "lab:port": "9093", "lab:topic": "c", "lab:list": '[1,{"a":true}]' });
});

test("when a value is encrypted, at the top or inside, then it is decrypted and its key is secret", () => {
  const crypter = newCrypter("");
  const file = {
    config: {
      "lab:token": { secure: crypter.encrypt("hush") },
      "lab:deep": { a: [{ secure: crypter.encrypt("x") }] },
    },
  };
  const config = resolveConfig(project, file, () => crypter);
  expect(config.values).toMatchObject({ "lab:token": "hush", "lab:deep": '{"a":["x"]}' });
  expect(config.secretKeys).toEqual(["lab:token", "lab:deep"]);
});
