import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { runOperation } from "../run.ts";

const PROGRAM = `import { log } from "@pulumi/pulumi";
log.debug("for the curious");
log.info("for everybody");
log.warn("for the careful");`;

test("when a program logs, then its debug messages are shown only when the run is verbose", async () => {
  const brief = await previewed({ verbose: false });
  expect(brief).toContain("for everybody");
  expect(brief).toContain("warning: for the careful");
  expect(brief).not.toContain("for the curious");
  expect(await previewed({ verbose: true })).toContain("debug: for the curious");
});

/** What a preview of the program prints, without Docker. */
async function previewed({ verbose }: { verbose: boolean }): Promise<string> {
  const projectDir = realpathSync(mkdtempSync(join(tmpdir(), "program-")));
  onTestFinished(() => rmSync(projectDir, { recursive: true }));
  const settings = `name: p\nruntime: nodejs\nbackend: {url: "file://${projectDir}"}\n`;
  const files = { "Pulumi.yaml": settings, "Pulumi.s.yaml": "", "index.ts": PROGRAM };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(projectDir, name), text);
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  try {
    await runOperation({ operation: "preview", projectDir, stack: "s", verbose });
  } finally {
    write.mockRestore();
  }
  return printed.join("");
}
