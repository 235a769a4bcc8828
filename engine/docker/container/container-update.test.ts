import { describe, expect, test } from "vitest";
import { PartialFailure } from "../../model/resource-type.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { updateContainer } from "./container-update.ts";

const volume = { containerPath: "/d", fromContainer: "", hostPath: "", selinuxRelabel: "", volumeName: "v" };
const mount = { bindOptions: null, source: "v", target: "/m", tmpfsOptions: null, type: "volume" };
const old = {
  id: "id",
  inputs: {},
  outputs: {
    memory: 64,
    volumes: [{ ...volume, readOnly: null }],
    mounts: [{ ...mount, readOnly: null, volumeOptions: null }],
  },
};
const planned = {
  memory: 128,
  volumes: [{ ...volume, readOnly: false }],
  mounts: [{ ...mount, readOnly: false, volumeOptions: null }],
};
const contextWith = (update: () => Promise<void>) =>
  ({ docker: { getContainer: () => ({ update }) }, log() {}, status() {} }) as unknown as DockerContext;

describe("when a container is changed in place", () => {
  test("then values of its volumes and mounts that the first read left as null are filled in", async () => {
    const { outputs } = await updateContainer(
      old,
      { memory: 128 },
      contextWith(async () => {}),
    );
    expect(outputs).toMatchObject(planned);
  });

  test("then they are filled in even if Docker refuses the change", async () => {
    const refused = updateContainer(
      old,
      { memory: 128 },
      contextWith(() => Promise.reject(new Error("no"))),
    );
    const failure = await refused.catch((error) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure.state.outputs).toMatchObject(planned);
  });
});
