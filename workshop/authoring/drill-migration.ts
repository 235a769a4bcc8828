import { isCopied } from "../../lib/migration/decide.ts";
import { lookAtCluster, readZnodes } from "../../lib/migration/live-cluster.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { engineCalls } from "../../lib/rolling/engine-calls.ts";
import type { Check, WorkshopLab } from "./lesson.ts";

/** The file that says what a controller is told, and the line that makes one take over from ZooKeeper. */
export const controllersFile = "infra/controllers.ts";
export const migrationFlag = '      KAFKA_ZOOKEEPER_METADATA_MIGRATION_ENABLE: "true",\n';

/** Takes a step as far as these resources go, and does not wait for its end, which a broken lab never comes to. */
export async function beginStep(
  lab: WorkshopLab,
  part: "controller" | "kafka",
  config: Readonly<Record<string, string | number>> = {},
) {
  const { urnOf, componentOf } = engineCalls({ projectDir: lab.dir, stack: lab.stack });
  const component = part === "kafka" ? "Kafka" : "Controllers";
  const targets = [urnOf(component, "image", `${part}-image`), urnOf(component, "container", part)];
  if (part === "controller") {
    targets.push(componentOf(component, "controllers"), urnOf(component, "volume", "controller-data"));
  }
  await lab.up({ config, targets });
}

/** The controllers have all metadata, and every broker follows them. */
export const copied: Check = {
  id: "copied",
  row: {
    en: "the controllers have copied the metadata, and all brokers obey them",
    fr: "les contrôleurs ont copié les métadonnées, et tous les brokers leur obéissent",
  },
  command: "docker exec zookeeper zookeeper-shell localhost:2181 get /migration",
  async observe(lab) {
    const { brokers, znodes } = await lookAtCluster(readLabConfig(lab.stack));
    const offset = znodes?.offset;
    const behind = brokers.filter((form) => form === "zookeeper").length;
    return {
      passed: isCopied({ znodes }) && behind === 0,
      expected: { en: "a copy, and no broker left out", fr: "une copie, et aucun broker oublié" },
      observed: {
        en: `/migration at ${offset ?? "nothing"}, brokers left out: ${behind}`,
        fr: `/migration à ${offset ?? "rien"}, brokers oubliés\u00a0: ${behind}`,
      },
    };
  },
};

/** The controllers wait, ready to take over. */
export const waiting: Check = {
  id: "waiting",
  row: {
    en: "the controller has told ZooKeeper that it is ready to take over",
    fr: "le contrôleur a dit à ZooKeeper qu'il est prêt à prendre la main",
  },
  command: "docker exec zookeeper zookeeper-shell localhost:2181 get /migration",
  async observe(lab) {
    const { offset } = await readZnodes(readLabConfig(lab.stack));
    return {
      passed: offset !== undefined,
      expected: "/migration",
      observed:
        offset === undefined ? { en: "no such znode", fr: "ce znode n'existe pas" } : `/migration: ${offset}`,
    };
  },
};

/** A migration under way cannot be undone in one step: the lab begins anew. */
export const beginAnew = async (lab: WorkshopLab) => {
  await lab.destroy();
};
