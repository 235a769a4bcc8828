import type { Schema } from "../properties/schema.ts";

/** A mount of a service's tasks. */
export const MOUNT: Schema = {
  bindOptions: { shape: "block", of: { propagation: { shape: "string" } } },
  readOnly: { shape: "boolean", zeroByDefault: true },
  source: { shape: "string" },
  target: { shape: "string", required: true },
  tmpfsOptions: { shape: "block", of: { mode: { shape: "number" }, sizeBytes: { shape: "number" } } },
  type: { shape: "string", required: true },
  volumeOptions: {
    shape: "block",
    of: {
      driverName: { shape: "string" },
      driverOptions: { shape: "map" },
      labels: { shape: "set", of: { label: { shape: "string" }, value: { shape: "string" } } },
      noCopy: { shape: "boolean" },
    },
  },
};
