import { unlessAbsent } from "../../lib/docker/ignore-status.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

/** What bash prints in a container that has this volume at /volume; undefined if there is no such volume. */
export async function lookInto(lab: WorkshopLab, volume: string, script: string) {
  const isThere = await lab.docker.getVolume(volume).inspect().catch(unlessAbsent);
  return isThere ? runOnce(lab, script, [`${volume}:/volume:ro`]) : undefined;
}

/** Copies a volume, with owners and times, and with its labels, so that the copy goes when the lab does. */
export async function copyVolume(lab: WorkshopLab, from: string, to: string) {
  const { Labels } = await lab.docker.getVolume(from).inspect();
  await lab.docker.createVolume({ Name: to, Labels });
  await runOnce(lab, "rm -rf /to/* && cp -a /from/. /to", [`${from}:/from:ro`, `${to}:/to`]);
}

export async function removeVolumes(lab: WorkshopLab, names: readonly string[]) {
  for (const name of names) await lab.docker.getVolume(name).remove().catch(unlessAbsent);
}

/** As root, in a container of the broker's image that lives as long as the script. */
async function runOnce(lab: WorkshopLab, script: string, Binds: string[]) {
  const container = await lab.docker.createContainer({
    Image: (await lab.inspect("kafka"))?.Config.Image ?? lab.config.get("kafkaImage") ?? "",
    Labels: { "kafka-lab.name": lab.config.get("name") || "default" },
    User: "0",
    Entrypoint: ["bash", "-c", script],
    Tty: true, // so that its output is text, and not Docker's frames
    HostConfig: { Binds },
  });
  try {
    await container.start();
    await container.wait();
    return (await container.logs({ stdout: true, stderr: true })).toString("utf8");
  } finally {
    await container.remove({ force: true, v: true });
  }
}
