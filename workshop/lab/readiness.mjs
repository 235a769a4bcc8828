import { describeMismatch, findMismatch } from "../../lib/stack/cluster-id.mjs";

/** @import { LabConfig } from "../../lib/project/lab-config.mjs" */
/** @import { WorkshopLab } from "../authoring/lesson.ts" */

/**
 * Whether the stack is there and useful: each container runs, on its network, and the services are ready.
 *
 * @param {WorkshopLab} lab
 * @param {LabConfig} config
 */
export async function isUp(lab, config) {
  for (const part of partsOf(config)) {
    const seen = await lab.inspect(part);
    if (!seen?.State.Running || seen.State.Paused || !isOnNetwork(seen)) return false;
  }
  return areReady(lab, config);
}

/**
 * From any state to the program and config as they stand. What neither program nor state can tell is put right first:
 * a paused container answers nobody, and one without a network reaches nobody.
 *
 * @param {WorkshopLab} lab
 * @param {LabConfig} config
 */
export async function bringUp(lab, config) {
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

/** @param {WorkshopLab} lab @param {LabConfig} config */
async function apply(lab, config) {
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
 * A broker whose data is of another cluster than ZooKeeper's never starts, however often it is tried: both begin empty.
 *
 * @param {WorkshopLab} lab
 * @param {LabConfig} config
 */
async function removeMismatch(lab, config) {
  const mismatch = await findMismatch(lab.docker, config, { waitsForStart: true });
  if (!mismatch) return;
  const seen = describeMismatch(mismatch);
  lab.say({
    en: `The broker and ZooKeeper do not belong together: ${seen}. Both begin empty ...`,
    fr: `Le broker et ZooKeeper ne vont pas ensemble : ${seen}. Les deux repartent de zéro ...`,
  });
  await lab.destroy();
}

/** @param {LabConfig} config */
function partsOf({ containers, prefix }) {
  return containers.map((name) => name.slice(prefix.length));
}

/** @param {import("dockerode").ContainerInspectInfo} seen */
function isOnNetwork({ NetworkSettings, HostConfig }) {
  return Object.keys(NetworkSettings.Networks).length > 0 || HostConfig.NetworkMode === "host";
}

/**
 * A broker that somebody has just started is what the program says, so `up` leaves it alone; and services with two more
 * brokers are ready without it. One without a health check is taken as it is.
 *
 * @param {WorkshopLab} lab
 * @param {LabConfig} config
 */
async function areHealthy(lab, config) {
  const seen = await Promise.all(partsOf(config).map((part) => lab.inspect(part)));
  return seen.every((part) => ["healthy", "none"].includes(part?.State.Health?.Status ?? "none"));
}

/** @param {WorkshopLab} lab @param {LabConfig} config */
async function areReady(lab, config) {
  const services = partsOf(config).filter((part) => part.startsWith("service-"));
  const ready = await Promise.all(services.map((service) => lab.http.readyz(service)));
  return ready.every(Boolean);
}
