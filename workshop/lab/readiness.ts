import type { ContainerInspectInfo } from "dockerode";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { describeMismatch, findMismatch } from "../../lib/stack/cluster-id.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

/** Whether the stack is there and useful: each container runs, on its network, and the services are ready. */
export async function isUp(lab: WorkshopLab, config: LabConfig) {
  for (const part of partsOf(config)) {
    const seen = await lab.inspect(part);
    if (!seen?.State.Running || seen.State.Paused || !isOnNetwork(seen)) return false;
  }
  return areReady(lab, config);
}

/**
 * From any state to the program and config as they stand. What neither program nor state can tell is put right
 * first: a paused container answers nobody, and one without a network reaches nobody.
 */
export async function bringUp(lab: WorkshopLab, config: LabConfig) {
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
  // Another program's containers have other URNs, and keep the names until they are gone.
  if (errors.some((error) => error.includes("already in use"))) {
    lab.say({
      en: "Another program has made what is there: destroying it first ...",
      fr: "Un autre programme a créé ce qui est là : destruction d'abord ...",
    });
    await lab.destroy();
  }
  await removeMismatch(lab, config);
  // A broker that was killed is held to be alive for as long as its ZooKeeper session lasts; now it is over.
  await lab.up({ refresh: true });
}

/**
 * A broker whose data is of another cluster than ZooKeeper's never starts, however often it is tried: both begin
 * empty.
 */
async function removeMismatch(lab: WorkshopLab, config: LabConfig) {
  const mismatch = await findMismatch(lab.docker, config, { waitsForStart: true });
  if (!mismatch) return;
  const seen = describeMismatch(mismatch);
  lab.say({
    en: `The broker and ZooKeeper do not belong together: ${seen}. Both begin empty ...`,
    fr: `Le broker et ZooKeeper ne vont pas ensemble : ${seen}. Les deux repartent de zéro ...`,
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
 * A broker that somebody has just started is what the program says, so `up` leaves it alone; and services with two
 * more brokers are ready without it. One without a health check is taken as it is.
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
