import { areOwnHosts } from "../../common/hosts-layout.ts";
import { labDir } from "../../common/project.mjs";
import { openDocker } from "../../docker-client/client.ts";
import { engineGet } from "../../lib/docker/docker-api.ts";
import { hostsStack } from "../../lib/hosts/host-layout.ts";
import { hasHosts, removeHosts } from "../../lib/hosts/remove-hosts.ts";
import { requireHosts } from "../../lib/hosts/require-hosts.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import type { Text } from "../authoring/lesson.ts";
import { runEngine } from "../lab/lab-engine.ts";

/**
 * Lessons use several stacks that share names and ports, so another lesson's stack is removed first. A stack with a
 * name of its own belongs to no lesson, and stays. So do the three hosts if the lesson is about them.
 */
export async function takeDownOthers(stack: string, say: (text: Text) => void) {
  await takeDownHosts(stack, say);
  const { labelName } = readLabConfig(stack);
  const { body } = await engineGet("/containers/json?all=1");
  const containers: { Labels: Record<string, string> }[] = Array.isArray(body) ? body : [];
  const ours = containers.filter(({ Labels }) => Labels["kafka-lab.name"] === labelName);
  const others = new Set(ours.map(({ Labels }) => Labels["kafka-lab.stack"] ?? stack));
  others.delete(stack);
  for (const other of others) {
    say({
      en: `Taking down the stack ${other}, which has the same names and ports ...`,
      fr: `Arrêt de la stack ${other}, qui a les mêmes noms et les mêmes ports ...`,
    });
    await removeOfDrills(other);
    await runEngine(labDir, other, "destroy", {});
  }
}

/** Three engines and what runs on them would take a third of the memory from what the lesson starts. */
async function takeDownHosts(stack: string, say: (text: Text) => void) {
  const { labelName, nodes } = readLabConfig(stack);
  const isOfLessons = readLabConfig(hostsStack).labelName === labelName;
  if (areOwnHosts(nodes) || !hasHosts() || !isOfLessons) return;
  say({
    en: "Removing the three hosts of this machine, with what runs on them ...",
    fr: "Suppression des trois hôtes de cette machine, avec ce qui y tourne ...",
  });
  requireHosts();
  await removeHosts();
}

/** A container that a drill has put on the stack's network would prevent its removal. */
async function removeOfDrills(stack: string) {
  const docker = openDocker();
  const network = [`${readLabConfig(stack).prefix}kafka-lab`];
  const left = await docker.listContainers({ all: true, filters: { label: ["kafka-lab.drill"], network } });
  for (const { Id } of left) await docker.getContainer(Id).remove({ force: true, v: true });
}
