import { defineConfig } from "vitest/config";
import { ByName } from "./tests/support/by-name.ts";

const units = [
  "common",
  "docker-client",
  "lib",
  "infra",
  "services",
  "engine",
  "images",
  "scripts",
  "workshop",
  "web",
  "bench",
  "tests/workshop/support",
  "tests/architecture",
].map((folder) => `${folder}/**/*.test.ts`);

/** Unit tests stand beside the source and need nothing; the others need a Docker engine and run one file at a time. */
export default defineConfig({
  test: {
    sequence: { sequencer: ByName },
    projects: [
      { test: { name: "unit", include: units, testTimeout: 20_000, hookTimeout: 60_000 } },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/e2e/lab-under-test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 900_000,
        },
      },
      {
        test: {
          name: "services",
          include: ["tests/services/**/*.test.ts"],
          globalSetup: ["tests/services/support/own-broker.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["tests/engine/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "workshop",
          include: ["tests/workshop/*.test.ts"],
          globalSetup: ["tests/workshop/support/scratch-lab.ts"],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "web",
          include: ["tests/web/**/*.test.ts"],
          globalSetup: ["tests/web/support/served-lab.ts"],
          setupFiles: ["tests/web/support/tell-of-terminal.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "cluster",
          include: ["tests/cluster/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "kit",
          include: ["tests/kit/*.test.ts"],
          globalSetup: ["tests/kit/support/one-kit.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "hosts",
          include: ["tests/hosts/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 3_600_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "conformance",
          include: ["tests/conformance/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
