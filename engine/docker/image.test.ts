import { expect, test } from "vitest";
import type { ResourceContext } from "../resource-type.ts";
import { imageType } from "./image.ts";

const context = {
  docker: {
    buildImage: async () => undefined,
    followProgress: (_stream: unknown, finished: (error: null, events: []) => void) => finished(null, []),
    getImage: () => ({ inspect: async () => ({ Id: "sha256:1" }) }),
  },
  workingDirectory: import.meta.dirname,
} as unknown as ResourceContext;

test("when an image is built under another name, then it keeps its id, and its outputs tell the name", async () => {
  const build = { context: ".", dockerfile: "image.ts" };
  const inputs = { build, imageName: "two:dev", skipPush: true };
  const old = { id: "one:dev", inputs: { ...inputs, imageName: "one:dev" }, outputs: {} };
  const { id, outputs } = await imageType.update(old, inputs, context);
  expect(id).toBe("one:dev");
  expect(outputs).toMatchObject({ imageName: "two:dev", repoDigest: "sha256:1" });
});
