import { LABELS } from "../properties/labels.ts";
import type { Property, Schema } from "../properties/schema.ts";
import { MOUNT } from "./mount-schema.ts";

/** Labels that are changed in place, unlike those of the other types. */
const CHANGED_LABELS: Property = { shape: "set", computed: true, of: LABELS.of as Schema };

/** A file that a service gets from a config or a secret of the swarm. */
const FILE: Schema = {
  fileGid: { shape: "string", byDefault: "0" },
  fileMode: { shape: "number", byDefault: 0o444 },
  fileName: { shape: "string", required: true },
  fileUid: { shape: "string", byDefault: "0" },
};

const HEALTHCHECK: Schema = {
  interval: { shape: "string", byDefault: "0s" },
  retries: { shape: "number", zeroByDefault: true },
  startPeriod: { shape: "string", byDefault: "0s" },
  tests: { shape: "list" },
  timeout: { shape: "string", byDefault: "0s" },
};

const CONTAINER_SPEC: Schema = {
  args: { shape: "list" },
  capAdds: { shape: "list" },
  capDrops: { shape: "list" },
  commands: { shape: "list" },
  configs: {
    shape: "set",
    of: { ...FILE, configId: { shape: "string", required: true }, configName: { shape: "string" } },
  },
  dir: { shape: "string" },
  dnsConfig: {
    shape: "block",
    computed: true,
    of: {
      nameservers: { shape: "list", required: true },
      options: { shape: "list" },
      searches: { shape: "list" },
    },
  },
  env: { shape: "map" },
  groups: { shape: "list" },
  healthcheck: { shape: "block", computed: true, of: HEALTHCHECK },
  hostname: { shape: "string" },
  hosts: {
    shape: "set",
    replaces: true,
    of: { host: { shape: "string", required: true }, ip: { shape: "string", required: true } },
  },
  image: { shape: "string", required: true },
  init: { shape: "boolean", zeroByDefault: true },
  isolation: { shape: "string", byDefault: "default" },
  labels: LABELS,
  mounts: { shape: "set", of: MOUNT },
  privileges: { shape: "block", refused: true },
  readOnly: { shape: "boolean", zeroByDefault: true },
  secrets: {
    shape: "set",
    of: { ...FILE, secretId: { shape: "string", required: true }, secretName: { shape: "string" } },
  },
  stopGracePeriod: { shape: "string", computed: true },
  stopSignal: { shape: "string" },
  sysctl: { shape: "map" },
  user: { shape: "string" },
};

const RESOURCES: Schema = { memoryBytes: { shape: "number" }, nanoCpus: { shape: "number" } };

const TASK_SPEC: Schema = {
  containerSpec: { shape: "block", required: true, of: CONTAINER_SPEC },
  forceUpdate: { shape: "number", computed: true },
  logDriver: {
    shape: "block",
    of: { name: { shape: "string", required: true }, options: { shape: "map" } },
  },
  networksAdvanceds: {
    shape: "set",
    replaces: true,
    of: {
      aliases: { shape: "set" },
      driverOpts: { shape: "set" },
      id: { shape: "string" },
      name: { shape: "string", mayBeLeftOut: true },
    },
  },
  placement: {
    shape: "block",
    computed: true,
    of: {
      constraints: { shape: "set" },
      maxReplicas: { shape: "number" },
      platforms: {
        shape: "set",
        of: { architecture: { shape: "string", required: true }, os: { shape: "string", required: true } },
      },
      prefs: { shape: "set" },
    },
  },
  resources: {
    shape: "block",
    computed: true,
    of: {
      limits: { shape: "block", of: RESOURCES },
      reservation: {
        shape: "block",
        of: { ...RESOURCES, genericResources: { shape: "block", refused: true } },
      },
    },
  },
  restartPolicy: {
    shape: "block",
    computed: true,
    of: {
      condition: { shape: "string" },
      delay: { shape: "string" },
      maxAttempts: { shape: "number" },
      window: { shape: "string" },
    },
  },
  runtime: { shape: "string", computed: true },
};

const ROLLOUT: Schema = {
  delay: { shape: "string", byDefault: "0s" },
  failureAction: { shape: "string", byDefault: "pause" },
  // Docker answers "0.0" for "0".
  maxFailureRatio: {
    shape: "string",
    byDefault: "0.0",
    unchangedIf: (old, wanted) => old !== null && Number(old) === Number(wanted),
  },
  monitor: { shape: "string", byDefault: "5s" },
  order: { shape: "string", byDefault: "stop-first" },
  parallelism: { shape: "number", byDefault: 1 },
};

/**
 * A service of a swarm: tasks that run anywhere, kept at a number and rolled over when it changes. A block that the
 * program leaves out keeps what it was, because Docker fills it in; to take something out, write it empty.
 */
export const SERVICE: Schema = {
  auth: { shape: "block", refused: true },
  convergeConfig: {
    shape: "block",
    of: { delay: { shape: "string", byDefault: "7s" }, timeout: { shape: "string", byDefault: "3m" } },
  },
  endpointSpec: {
    shape: "block",
    computed: true,
    of: {
      mode: { shape: "string", computed: true },
      ports: {
        shape: "list",
        of: {
          name: { shape: "string" },
          protocol: { shape: "string", byDefault: "tcp" },
          publishMode: { shape: "string", byDefault: "ingress" },
          publishedPort: { shape: "number", computed: true },
          targetPort: { shape: "number", required: true },
        },
      },
    },
  },
  labels: CHANGED_LABELS,
  mode: {
    shape: "block",
    computed: true,
    of: {
      global: { shape: "boolean", zeroByDefault: true },
      replicated: {
        shape: "block",
        computed: true,
        of: { replicas: { shape: "number", byDefault: 1 } },
      },
    },
  },
  name: { shape: "string", replaces: true },
  rollbackConfig: { shape: "block", of: ROLLOUT },
  taskSpec: { shape: "block", required: true, of: TASK_SPEC },
  updateConfig: { shape: "block", of: ROLLOUT },
};
