import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { containerType } from "../../engine/docker/container/container.ts";
import { PartialFailure, type PropertyMap } from "../../engine/model/resource-type.ts";
import { contextOf, docker, freshName, IDLE, IMAGE, removeAll } from "./engine-on-docker.ts";

let names: string[] = [];
afterEach(() => removeAll(names.splice(0)));

/** Inputs as the engine would pass them. */
async function checked(inputs: PropertyMap): Promise<PropertyMap & { name: string }> {
  const name = freshName();
  names = [...names, name];
  const given = { name, image: IMAGE, command: IDLE, ...inputs };
  const result = await containerType.check(
    { name, inputs: given, old: undefined, preview: false },
    contextOf(),
  );
  expect(result.failures).toEqual([]);
  return result.inputs as PropertyMap & { name: string };
}

async function failureOf(inputs: PropertyMap): Promise<Error> {
  return containerType.create(await checked(inputs), contextOf()).then(
    () => new Error("it was made"),
    (error: Error) => error,
  );
}

const HEALTHY = { tests: ["CMD", "node", "-e", "0"], interval: "1s", timeout: "5s", retries: 3 };

describe("when a container is made", () => {
  test("then a plan with the same inputs finds no difference, before and after a refresh", async () => {
    const inputs = await checked({
      envs: ["B=2", "A=1"],
      labels: [
        { label: "b", value: "2" },
        { label: "a", value: "1" },
      ],
      ports: [{ internal: 8080 }, { internal: 80, ip: "127.0.0.1" }],
      mounts: [{ type: "tmpfs", target: "/scratch", tmpfsOptions: { sizeBytes: 1048576 } }],
      tmpfs: { "/tmp": "rw,size=16m" },
      capabilities: { drops: ["ALL"], adds: ["NET_BIND_SERVICE"] },
      ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
      hosts: [{ host: "elsewhere", ip: "127.0.0.9" }],
      uploads: [{ file: "/tmp-upload.txt", content: "hello" }],
      logDriver: "json-file",
      logOpts: { "max-size": "5m" },
      memory: 128,
      memorySwap: 128,
    });
    const made = await containerType.create(inputs, contextOf());
    expect(containerType.diff(made, inputs).detailed).toEqual({});
    const read = await containerType.read(made.id, made, contextOf());
    if (read === undefined) throw new Error("it is not there");
    expect(containerType.diff(read, inputs).detailed).toEqual({});
    await containerType.delete(read, contextOf());
    expect(await containerType.read(made.id, made, contextOf())).toBeUndefined();
  });

  test("then deleting it twice does not fail", async () => {
    const made = await containerType.create(await checked({ start: false }), contextOf());
    await containerType.delete(made, contextOf());
    await containerType.delete(made, contextOf());
  });
});

describe("when the program waits for health", () => {
  test("then the create ends once the probe has succeeded", async () => {
    const inputs = await checked({ healthcheck: HEALTHY, wait: true, waitTimeout: 30 });
    const made = await containerType.create(inputs, contextOf());
    const { State } = await docker.getContainer(made.id).inspect();
    expect(State.Health?.Status).toBe("healthy");
  });

  test("then one that turns unhealthy fails at once, with its probe's output and its log", async () => {
    const started = performance.now();
    const failure = await failureOf({
      command: ["node", "-e", "console.log('I am up'); setInterval(() => {}, 1000)"],
      healthcheck: { ...HEALTHY, retries: 1, tests: ["CMD-SHELL", "echo no leader; exit 1"] },
      wait: true,
      waitTimeout: 60,
    });
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure.message).toContain("unhealthy");
    expect(failure.message).toContain("no leader");
    expect(failure.message).toContain("I am up");
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  test("then one that ends fails at once, with its exit code and its log", async () => {
    const failure = await failureOf({
      command: ["node", "-e", "console.error('no such topic'); process.exit(3)"],
      healthcheck: HEALTHY,
      wait: true,
      waitTimeout: 60,
    });
    expect(failure.message).toContain("exit code 3");
    expect(failure.message).toContain("no such topic");
  });

  test("then one that its restart policy repairs is waited for", async () => {
    const inputs = await checked({
      command: ["sh", "-c", "[ -e /tmp/seen ] && exec sleep 60; touch /tmp/seen; exit 3"],
      healthcheck: HEALTHY,
      restart: "unless-stopped",
      wait: true,
      waitTimeout: 30,
    });
    const made = await containerType.create(inputs, contextOf());
    expect(await docker.getContainer(made.id).inspect()).toMatchObject({ RestartCount: 1 });
  });

  test("then one that does not stay up fails after some restarts, long before the time is over", async () => {
    const failure = await failureOf({
      command: ["sh", "-c", "echo no such topic; exit 3"],
      healthcheck: HEALTHY,
      restart: "unless-stopped",
      wait: true,
      waitTimeout: 300,
    });
    expect(failure.message).toContain("does not stay up: it ended with exit code 3");
    expect(failure.message).toContain("no such topic");
  });

  test("then one without a health check is refused", async () => {
    const failure = await failureOf({ wait: true });
    expect(failure.message).toContain("health check");
  });
});

describe("when Docker refuses", () => {
  test("then the error for a name in use names its holder, which is left alone", async () => {
    const inputs = await checked({});
    const { id } = await containerType.create(inputs, contextOf());
    const failure = await containerType.create(inputs, contextOf()).catch((error: Error) => error);
    expect(String(failure)).toContain(`"${inputs.name}" is already in use`);
    expect(String(failure)).toContain(IMAGE);
    expect((await docker.getContainer(id).inspect()).State.Running).toBe(true);
  });

  test("then the error for a name that another resource of the stack has names that resource", async () => {
    const inputs = await checked({});
    const { id } = await containerType.create(inputs, contextOf());
    const urn = "urn:pulumi:dev::p::docker:index/container:Container::before";
    const own = { urn, isNamed: false, formerParent: undefined };
    const context = { ...contextOf(), ownHolderOf: (asked: string) => (asked === id ? own : undefined) };
    const failure = await containerType.create(inputs, context).catch((error: Error) => error);
    expect(String(failure)).toContain(`by another resource of this stack, ${urn}`);
    expect(String(failure)).toContain(`aliases: ["${urn}"]`);
    expect(String(failure)).not.toContain("does not belong to this stack");
  });

  test("then the error for a port in use names its holder, and what was made is kept for the next run", async () => {
    const ports = [{ internal: 80, external: 39517, ip: "127.0.0.1" }];
    const holder = await checked({ ports });
    await containerType.create(holder, contextOf());
    const failure = await failureOf({ ports });
    expect(failure.message).toContain(`port 39517 is already in use by the container ${holder.name}`);
    expect((failure as PartialFailure).state.outputs.networkDatas).toBeNull();
  });

  test("then the error for a port that a process holds names the process", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const external = (server.address() as AddressInfo).port;
    const failure = await failureOf({ ports: [{ internal: 80, external, ip: "127.0.0.1" }] });
    server.close();
    expect(failure.message).toContain(`port ${external} is already in use by the process`);
    expect(failure.message).toContain(`pid ${process.pid}`);
  });

  test("then the error for an image that does not exist names it", async () => {
    const failure = await failureOf({ image: "kafka-lab/there-is-no-such-image:1" });
    expect(failure.message).toContain("kafka-lab/there-is-no-such-image:1");
  });
});

test("when memory grows beyond the swap limit, then the failure keeps the new value as the provider does", async () => {
  const inputs = await checked({ memory: 64 });
  const made = await containerType.create(inputs, contextOf());
  const failure = await containerType
    .update(made, { ...inputs, memory: 256 }, contextOf())
    .catch((error: Error) => error);
  expect(failure).toBeInstanceOf(PartialFailure);
  expect((failure as PartialFailure).state.outputs.memory).toBe(256);
  expect((failure as PartialFailure).state.inputs.memory).toBe(64);
});

test("when a stopped container is refreshed, then it is started again by the update that follows", async () => {
  const inputs = await checked({});
  const made = await containerType.create(inputs, contextOf());
  await docker.getContainer(made.id).stop({ t: 1 });
  const seen = await containerType.read(made.id, made, contextOf());
  if (seen === undefined) throw new Error("it is not there");
  expect(containerType.diff(seen, inputs).detailed).toEqual({
    mustRun: { kind: "update", inputDiff: false },
  });
  const updated = await containerType.update(seen, inputs, contextOf());
  expect((await docker.getContainer(made.id).inspect()).State.Running).toBe(true);
  const again = await containerType.read(made.id, updated, contextOf());
  expect(seen.outputs.exitCode).not.toBeNull();
  expect(again?.outputs.exitCode).toBe(seen.outputs.exitCode);
});

test("when Docker adds to the security options that were asked for, then the next plan finds no difference", async () => {
  const inputs = await checked({ pidMode: "host", securityOpts: ["no-new-privileges:true"] });
  const made = await containerType.create(inputs, contextOf());
  expect(containerType.diff(made, inputs).detailed).toEqual({});
});

test("when a change does not reach a running container, then the update says so", async () => {
  const inputs = await checked({});
  const made = await containerType.create(inputs, contextOf());
  const context = contextOf();
  await containerType.update(made, { ...inputs, healthcheck: HEALTHY }, context);
  expect(context.lines.join()).toContain('replaceOnChanges: ["healthcheck"]');
});
