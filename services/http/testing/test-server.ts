import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { waitFor } from "../../../common/wait-for.ts";
import { createMetrics } from "../../shared/metrics.ts";
import { createOwnNames } from "../own-names.ts";

/** Serves an app on a free port until the test ends, so that tests speak HTTP as callers do. */
export async function serve(app: Express): Promise<string> {
  const server = createServer(app).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The parts every app needs, for tests that are about something else. */
export function commonParts() {
  const readiness = async () => ({ waitingFor: [] as string[] });
  const isOwnName = createOwnNames({ allowed: ["lab.example"], clientId: "service-x" });
  return { log: pino({ enabled: false }), metrics: createMetrics(), readiness, isOwnName };
}

/** Waits until a condition holds, and fails when it does not within the budget. */
export async function until(condition: () => boolean, budgetMs = 2_000): Promise<void> {
  if (await waitFor(condition, { budgetMs, everyMs: 2 })) return;
  throw new Error(`not so within ${budgetMs} ms: ${condition}`);
}
