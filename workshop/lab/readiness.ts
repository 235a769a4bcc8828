import type { ContainerInspectInfo } from "dockerode";
import { refusesStep } from "../../lib/migration/plan-step.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { takesBrokersAway } from "../../lib/stack/broker-removal.ts";
import { describeMismatch, findMismatch } from "../../lib/stack/cluster-id.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { bringSwarmUp, isSwarmWhole } from "./swarm-readiness.ts";

/** Whether the stack works: each container runs, on its network, and the services are ready. */
export async function isUp(lab: WorkshopLab, config: LabConfig) {
  if (config.nodes.length > 0) return isSwarmWhole(lab, config);
  for (const part of partsOf(config)) {
    const seen = await lab.inspect(part);
    if (!seen?.State.Running || seen.State.Paused || !isOnNetwork(seen)) return false;
  }
  return areReady(lab, config);
}

/**
 * Brings the lab from any state to the current program and config. First it repairs what neither program nor state
 * shows: a paused container, and one without a network.
 */
export async function bringUp(lab: WorkshopLab, config: LabConfig) {
  if (config.nodes.length > 0) return bringSwarmUp(lab, config);
  for (const part of partsOf(config)) {
    const seen = await lab.inspect(part);
    const container = lab.docker.getContainer(lab.nameOf(part));
    if (seen?.State.Paused) await container.unpause();
    if (seen && !isOnNetwork(seen)) await container.remove({ force: true, v: true });
  }
  await apply(lab, config);
  await lab.poll(async () => (await areHealthy(lab, config)) && areReady(lab, config), {
    budgetMs: 120_000,
    what: {
      en: "every container is healthy, and the services are ready",
      fr: "chaque conteneur est en bonne santé, et les services sont prêts",
    },
  });
}

async function apply(lab: WorkshopLab, config: LabConfig) {
  await removeMismatch(lab, config);
  const { result, errors } = await lab.up({ refresh: true, allowFailure: true });
  if (result !== "failed") return;
  // Another program's containers have other URNs, and use the names until they are removed.
  if (errors.some((error) => error.includes("already in use"))) {
    lab.say({
      en: "Another program has made these resources: destroying them first ...",
      fr: "Un autre programme a créé ce qui est là\u00a0: destruction d'abord ...",
    });
    await lab.destroy();
  }
  if (errors.some((error) => error.includes(takesBrokersAway))) {
    lab.say({
      en: "The lab has more brokers than this lesson begins with: destroying it first ...",
      fr: "Le labo a plus de brokers que cette leçon n'en veut au départ\u00a0: destruction d'abord ...",
    });
    await lab.destroy();
  }
  if (errors.some((error) => error.includes(refusesStep))) {
    lab.say({
      en: "The lab is on its way out of ZooKeeper, or has left it: destroying it first ...",
      fr: "Le labo quitte ZooKeeper, ou l'a quitté\u00a0: destruction d'abord ...",
    });
    await lab.destroy();
  }
  await removeMismatch(lab, config);
  // A killed broker counts as alive as long as its ZooKeeper session lasts; now the session is over.
  await lab.up({ refresh: true });
}

/** A broker whose data belongs to another cluster than ZooKeeper's never starts, so both begin empty. */
async function removeMismatch(lab: WorkshopLab, config: LabConfig) {
  const mismatch = await findMismatch(lab.docker, config, { waitsForStart: true });
  if (!mismatch) return;
  const seen = describeMismatch(mismatch);
  lab.say({
    en: `The broker and ZooKeeper do not belong together: ${seen}. Both begin empty ...`,
    fr: `Le broker et ZooKeeper ne vont pas ensemble\u00a0: ${seen}. Les deux repartent de zéro ...`,
  });
  await lab.destroy();
}

function partsOf({ containers, prefix }: LabConfig) {
  return containers.map((name) => name.slice(prefix.length));
}

function isOnNetwork({ NetworkSettings, HostConfig }: ContainerInspectInfo) {
  return Object.keys(NetworkSettings.Networks).length > 0 || HostConfig.NetworkMode === "host";
}

/**
 * `up` leaves a broker alone that has just been started, because it is as the program says, and services with two more
 * brokers are ready without it. A container without a health check counts as healthy.
 */
async function areHealthy(lab: WorkshopLab, config: LabConfig) {
  const seen = await Promise.all(partsOf(config).map((part) => lab.inspect(part)));
  return seen.every((part) => ["healthy", "none"].includes(part?.State.Health?.Status ?? "none"));
}

async function areReady(lab: WorkshopLab, config: LabConfig) {
  const services = partsOf(config).filter((part) => part.startsWith("service-"));
  const ready = await Promise.all(services.map((service) => lab.http.readyz(service)));
  return ready.every(Boolean);
}
