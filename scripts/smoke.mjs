#!/usr/bin/env zx
// Proves that the stack works by using it: one message in at service-a, the same message out at service-b.
import { randomUUID } from "node:crypto";
import { outliveClosedOutput } from "../common/interrupts.mjs";
import { findDockerHost, useDockerHost } from "../lib/docker/docker-host.ts";
import { describePhase } from "../lib/migration/describe-phase.ts";
import { reportError } from "../lib/terminal/report-error.ts";
import { findLab } from "./smoke/addresses.ts";
import { lookInDocker } from "./smoke/ask-service.ts";
import { findCluster, findMigrating, waitUntilReplicated } from "./smoke/cluster-report.ts";
import { readUntilArrived, sendMessage, waitUntilReady } from "./smoke/send-and-receive.ts";
import { readSmokeOptions } from "./smoke/smoke-options.ts";
import { printFailure, printSuccess } from "./smoke/smoke-report.ts";
import { defineSteps, position, requireSame } from "./smoke/smoke-steps.ts";

const options = readSmokeOptions();
outliveClosedOutput();
useDockerHost(findDockerHost()); // the engine knows why a service does not answer
const { serviceA, serviceBs } = await findLab(options).catch((error) => process.exit(reportError(error)));
const limits = { maxWaiting: options.maxWaiting, budgetMs: options.timeout * 1_000 };
const message = `smoke ${randomUUID()}`;
const { steps, step } = defineSteps();

// Summary
if (!options.json) {
  console.log(`Sends '${message}'`);
  console.log(`through ${serviceA.url}, and reads it from ${serviceBs.map(({ url }) => url).join(", ")}.\n`);
}

// Apply
try {
  for (const service of [serviceA, ...serviceBs]) {
    await step(`${service.name} is ready`, () => waitUntilReady(service, limits.budgetMs), service.url);
  }
  const sent = await step("send", () => sendMessage(serviceA, message), position);
  const { delivery, from, waiting } = await step(
    "read until it arrives",
    () => readUntilArrived(serviceBs, message, limits),
    (arrival) => `${arrival.from.name}, after ${arrival.waiting} waiting messages read`,
  );
  await step(
    "compare both answers",
    () => requireSame(sent, delivery),
    "text, partition and offset are equal",
  );
  const cluster = findCluster(options);
  if (cluster) await step("brokers", () => waitUntilReplicated(cluster, limits.budgetMs), String);
  const migrating = findMigrating(options);
  if (migrating) await step("migration", () => describePhase(migrating), String);
  printSuccess(steps, { ...delivery, from: from.url, waiting }, options.json);
} catch (error) {
  printFailure(steps, await lookInDocker(error), options.json);
  process.exitCode = 1;
}
