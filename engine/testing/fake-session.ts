import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Dockerode from "dockerode";
import { onTestFinished } from "vitest";
import { createLimiter } from "../deploy/limiter.ts";
import { Providers } from "../deploy/providers.ts";
import { type Session, silent } from "../deploy/session.ts";
import { dockerPackage } from "../docker/docker-package.ts";
import type { Resource } from "../model/checkpoint.ts";
import type { Step } from "../model/observer.ts";
import { Snapshot } from "../state/snapshot.ts";

/** The networks of a fake Docker, by id or name. */
export type Networks = Record<string, { Name: string }>;

/**
 * For tests: a session on a state of its own and a Docker that has only networks; and the steps it takes. With
 * `uniqueNames` this Docker refuses a second network of one name, as the real one does.
 */
export function fakeSession(resources: readonly Resource[], networks: Networks, uniqueNames = false) {
  const steps: Step[] = [];
  const never = new AbortController().signal;
  const session: Session = {
    project: "p",
    stack: "s",
    workingDirectory: tmpdir(),
    snapshot: snapshotOf(resources),
    resourcePackage: dockerPackage,
    providers: new FakeProviders(fakeDocker(networks, uniqueNames)),
    observer: {
      planned: (step) => steps.push(step),
      began: () => silent,
      skipped() {},
      message() {},
      output() {},
    },
    dryRun: false,
    limit: createLimiter(1),
    stopping: never,
    aborted: never,
    errors: [],
    targets: new Set(),
    targetDependents: false,
    replacedAlong: new Set(),
  };
  return { session, steps };
}

class FakeProviders extends Providers {
  readonly #docker: Dockerode;

  constructor(docker: Dockerode) {
    super("s", "p", dockerPackage, {});
    this.#docker = docker;
  }

  override connectionOf(): () => Dockerode {
    return () => this.#docker;
  }
}

const PLAIN = {
  Driver: "bridge",
  Attachable: false,
  Ingress: false,
  Internal: false,
  EnableIPv6: false,
  Scope: "local",
};

function fakeDocker(networks: Networks, uniqueNames: boolean): Dockerode {
  const inspect = async (id: string) => {
    const found = Object.entries(networks).find(([key, { Name }]) => key === id || Name === id);
    if (found === undefined) throw Object.assign(new Error("no such network"), { statusCode: 404 });
    return { ...PLAIN, Id: found[0], ...found[1] };
  };
  const docker = {
    getNetwork: (id: string) => ({
      inspect: () => inspect(id),
      remove: async () => {
        delete networks[id];
      },
    }),
    createNetwork: async ({ _body: { Name } }: { _body: { Name: string } }) => {
      if (uniqueNames && Object.values(networks).some((network) => network.Name === Name))
        throw Object.assign(new Error(`network with name ${Name} already exists`), { statusCode: 409 });
      networks[`id of ${Name}`] = { Name };
      return { id: `id of ${Name}` };
    },
  };
  return docker as unknown as Dockerode;
}

function snapshotOf(resources: readonly Resource[]): Snapshot {
  const folder = mkdtempSync(join(tmpdir(), "session-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = {
    root: folder,
    state: join(folder, "s.json"),
    backup: join(folder, "s.json.bak"),
    locks: folder,
    history: folder,
  };
  writeFileSync(
    files.state,
    JSON.stringify({ version: 3, checkpoint: { stack: "s", latest: { resources } } }),
  );
  return Snapshot.open(files, "organization/p/s", () => {
    throw new Error("no secrets expected");
  });
}
