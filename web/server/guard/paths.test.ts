import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newFolder, servePage } from "../testing/served-page.ts";

test("when a path leads out of the client's folder, then nothing is served", async () => {
  const projectDir = newFolder();
  const clientDir = join(projectDir, "client");
  mkdirSync(join(clientDir, "inner"), { recursive: true });
  writeFileSync(join(clientDir, "main.js"), "own");
  writeFileSync(join(clientDir, ".hidden"), "secret");
  writeFileSync(join(projectDir, "secret.txt"), "secret");
  const { ask: askAsPage } = await servePage({ projectDir, clientDir });
  expect(await askAsPage({ path: "/client/main.js" })).toMatchObject({ status: 200, body: "own" });
  const paths = [
    "/client/../secret.txt",
    "/client/%2e%2e/secret.txt",
    "/client/..%2Fsecret.txt",
    "/client/..%5Csecret.txt",
    "/client//../secret.txt",
    "/client/%00/../../secret.txt",
    "/client/.hidden",
    "/client/inner",
    "/client/%ff",
    "//evil.example/%2e%2e",
    "/.lab/web-session.json",
    "/client/../.lab/web-session.json",
  ];
  for (const path of paths) {
    const answer = await askAsPage({ path });
    expect([400, 403, 404], path).toContain(answer.status);
    expect(answer.body).not.toContain("secret\n");
    expect(answer.headers.location).toBeUndefined();
  }
});
