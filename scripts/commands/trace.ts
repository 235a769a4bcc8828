import { LabError } from "../../common/lab-error.mjs";
import { findDockerHost, useDockerHost } from "../../lib/docker/docker-host.ts";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import { useSwarmOf } from "../../lib/hosts/use-hosts.ts";
import { describePhase } from "../../lib/migration/describe-phase.ts";
import { kafkaAddresses, readLabConfig } from "../../lib/project/lab-config.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { explain } from "../../lib/trace/explain.ts";
import { explainByDocker } from "../../lib/trace/explain-by-docker.ts";
import type { From, To } from "../../lib/trace/path.ts";
import { choosePath, splitAddress } from "../../lib/trace/path.ts";
import { formatEnd, formatHop, formatPath } from "../../lib/trace/trace-report.ts";
import { walk } from "../../lib/trace/walk.ts";
import { walkInContainer } from "../../lib/trace/walk-in-container.ts";

/** Follows a client's path hop by hop and reports where it breaks and why; the exit status is 1 when it does. */
export async function trace({
  stack: asked,
  json,
  ...wanted
}: {
  from: From;
  to: To;
  bootstrap?: string;
  stack?: string;
  json?: boolean;
}) {
  if (wanted.bootstrap && !splitAddress(wanted.bootstrap)) {
    throw new LabError(
      `expected --bootstrap HOST:PORT, saw "${wanted.bootstrap}".`,
      "Such as 127.0.0.1:9092",
    );
  }
  if (wanted.from !== "host") await requireDocker();
  else useDockerHost(findDockerHost());
  const config = readLabConfig(await chooseStack({ asked, log: console.error }));
  await useSwarmOf(config);
  const [first] = kafkaAddresses(config);
  const path = choosePath(wanted, {
    dockerHostIp: first?.host ?? config.dockerHostIp,
    kafkaPort: config.kafkaPort,
  });
  const print = json ? () => {} : console.log;

  print(formatPath(path));
  const hops = [];
  for await (const hop of path.from === "host"
    ? walk(path.bootstrap)
    : walkInContainer(path.bootstrap, { prefix: config.prefix, from: path.from })) {
    hops.push(hop);
    print(formatHop(hop));
  }
  const broken = hops.find(({ ok }) => !ok);
  const explanation = broken && ((await explainByDocker(broken, path, config)) ?? explain(broken, path));
  print(formatEnd(broken, explanation));
  const phase = json ? undefined : await describePhase(config).catch(() => undefined);
  if (phase) print(phase);
  if (json)
    console.log(JSON.stringify({ ok: !broken, ...path, hops, ...(explanation && { explanation }) }, null, 2));
  if (broken) process.exitCode = 1;
}
