import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Dockerode from "dockerode";
import { onTestFinished } from "vitest";
import type { Resource } from "./checkpoint.ts";
import { createLimiter } from "./limiter.ts";
import type { Step } from "./observer.ts";
import { Providers } from "./providers.ts";
import { type Session, silent } from "./session.ts";
import { Snapshot } from "./snapshot.ts";

/** What a Docker has, by the id or the name that it is asked for. */
export type Networks = Record<string, { Name: string }>;

/** For tests: a session on a state of its own and a Docker that has networks and nothing else; and the steps it takes. */
export function fakeSession(resources: readonly Resource[], networks: Networks) {
  const steps: Step[] = [];
  const never = new AbortController().signal;
  const session: Session = {
    project: "p",
    stack: "s",
    workingDirectory: tmpdir(),
    snapshot: snapshotOf(resources),
    providers: new FakeProviders(networks),
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

  constructor(networks: Networks) {
    super("s", "p", {});
    this.#docker = fakeDocker(networks);
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

function fakeDocker(networks: Networks): Dockerode {
  const inspect = async (id: string) => {
    if (networks[id] === undefined) throw Object.assign(new Error("no such network"), { statusCode: 404 });
    return { ...PLAIN, ...networks[id] };
  };
  const docker = {
    getNetwork: (id: string) => ({
      inspect: () => inspect(id),
      remove: async () => {
        delete networks[id];
      },
    }),
    createNetwork: async ({ Name }: { Name: string }) => {
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
