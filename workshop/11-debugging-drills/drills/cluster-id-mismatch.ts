import { unlessAbsent, unlessAlready } from "../../../lib/docker/ignore-status.ts";
import type { Check, Text, WorkshopLab } from "../../authoring/lesson.ts";

const file = "/data/meta.properties";

export const level = 3;

export const symptom = {
  en: "Somebody restored a backup of something. Since then the broker starts and stops, over and over.",
  fr: "Quelqu'un a restauré une sauvegarde de quelque chose. Depuis, le broker démarre, s'arrête, démarre, s'arrête.",
};

export async function breakIt(lab: WorkshopLab) {
  const kafka = lab.docker.getContainer(lab.nameOf("kafka"));
  await kafka.stop();
  await inVolume(
    lab,
    `test -e ${file}.kept || cp ${file} ${file}.kept; sed -i 's/^cluster.id=.*/cluster.id=Zm9yZWlnbi1jbHVzdGVyIQ/' ${file}`,
  );
  await kafka.start();
}

export const checks: Check[] = [
  {
    id: "broker-serves",
    row: { en: "the broker runs and answers", fr: "le broker tourne et répond" },
    command: "docker logs --tail 20 kafka",
    async observe(lab) {
      const { clusterId } = await lab.kafka.withAdmin((admin) => admin.describeCluster());
      return {
        passed: clusterId !== "",
        expected: { en: "a cluster id", fr: "un identifiant de cluster" },
        observed: clusterId,
      };
    },
  },
];

// With an image that every stack has; EXPECTED means the id that the broker's log expects.
const editing = `docker run --rm -v kafka-data:/data --entrypoint sed $(docker inspect kafka --format '{{.Image}}') -i 's/^cluster.id=.*/cluster.id=EXPECTED/' ${file}`;

export const hints: Text[] = [
  {
    en: "A broker that stops says why at the end of its log:\n  docker logs --tail 20 kafka",
    fr: "Un broker qui s'arrête dit pourquoi à la fin de ses logs\u00a0:\n  docker logs --tail 20 kafka",
  },
  {
    en: "ZooKeeper names one cluster, meta.properties in Kafka's volume another. The log names both, and which one was expected.",
    fr: "ZooKeeper nomme un cluster, meta.properties dans le volume de Kafka un autre. Les logs nomment les deux, et disent lequel était attendu.",
  },
  {
    en: `A container that mounts the volume can edit it. In place of EXPECTED write the id that the log expects:\n  ${editing}\n  docker restart kafka`,
    fr: `Un conteneur qui monte le volume peut l'éditer. À la place de EXPECTED, écrivez l'identifiant que les logs attendent\u00a0:\n  ${editing}\n  docker restart kafka`,
  },
];

export const cures = [
  {
    text: {
      en: "write the expected cluster id back into meta.properties, and restart",
      fr: "réécrire l'identifiant attendu dans meta.properties, redémarrer",
    },
    async run(lab: WorkshopLab) {
      await restore(lab);
      await lab.ensureUp();
    },
  },
];

export async function restore(lab: WorkshopLab) {
  const kafka = lab.docker.getContainer(lab.nameOf("kafka"));
  const isThere = (await lab.inspect("kafka")) !== undefined;
  if (isThere) await kafka.stop().catch(unlessAlready);
  const volume = await lab.docker.getVolume(lab.nameOf("kafka-data")).inspect().catch(unlessAbsent);
  if (volume) await inVolume(lab, `if test -e ${file}.kept; then mv ${file}.kept ${file}; fi`);
  if (isThere) await kafka.start();
}

export const explanation = {
  en: "meta.properties in Kafka's volume held the id of another cluster. A broker then refuses to start, because its data would be mixed with another cluster's. It happens when Kafka's volume is kept and ZooKeeper's is not, or the other way round.",
  fr: "meta.properties, dans le volume de Kafka, portait l'identifiant d'un autre cluster. Un broker refuse alors de démarrer, parce que ses données se mêleraient à celles d'un autre cluster. Cela arrive quand on garde le volume de Kafka sans celui de ZooKeeper, ou l'inverse.",
};

/**
 * Runs a command with only Kafka's volume mounted, at /data. A container that mounts a volume prevents its removal, so
 * a container that an interrupted run left is removed first.
 */
async function inVolume(lab: WorkshopLab, command: string) {
  const name = lab.nameOf("volume-editor");
  await lab.docker.getContainer(name).remove({ force: true, v: true }).catch(unlessAbsent);
  const model = (await lab.inspect("kafka")) ?? (await lab.inspect("zookeeper"));
  const editor = await lab.docker.createContainer({
    name,
    Image: model?.Image ?? "",
    Entrypoint: ["bash", "-c"],
    Cmd: [command],
    Labels: { "kafka-lab.drill": "cluster-id-mismatch" },
    HostConfig: { Binds: [`${lab.nameOf("kafka-data")}:/data`], NetworkMode: "none" },
  });
  await editor.start();
  const { StatusCode } = await editor.wait();
  await editor.remove({ force: true, v: true });
  if (StatusCode !== 0) throw new Error(`expected to edit ${file}, saw status ${StatusCode} of: ${command}`);
}
