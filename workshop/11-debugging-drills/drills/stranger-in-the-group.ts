import type { Check, Text, WorkshopLab } from "../../authoring/lesson.ts";

const name = "payroll-import";

export const level = 2;

export const symptom = {
  en: "About half of the messages never arrive at service-b. service-a says 200 for all of them, and no service reports an error.",
  fr: "À peu près la moitié des messages n'arrivent jamais à service-b. service-a répond 200 pour tous, et aucun service ne signale d'erreur.",
};

/**
 * A foreign consumer in the wrong group. It uses the protocol of service-b: Kafka refuses members that assign
 * partitions by another rule, such as those of the Java client.
 */
export async function breakIt(lab: WorkshopLab) {
  const model = await lab.inspect("service-b");
  const [network] = Object.keys(model?.NetworkSettings.Networks ?? {});
  const env = model?.Config.Env.filter((entry) => !entry.startsWith("CLIENT_ID=")) ?? [];
  const container = await lab.docker.createContainer({
    name: lab.nameOf(name),
    Image: model?.Image ?? "",
    Env: [...env, `CLIENT_ID=${name}`],
    Labels: { "kafka-lab.drill": "stranger-in-the-group" },
    HostConfig: { NetworkMode: network ?? "bridge", Memory: 256 * 2 ** 20 },
  });
  await container.start();
  await lab.poll(async () => (await strangers(lab)).length > 0, {
    budgetMs: 90_000,
    what: { en: "the stranger has joined", fr: "l'intrus a rejoint le groupe" },
  });
}

export const checks: Check[] = [
  {
    id: "members",
    row: {
      en: "nobody but service-b is in message-group",
      fr: "personne d'autre que service-b n'est dans message-group",
    },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group message-group --members",
    async observe(lab) {
      const { members } = await lab.kafka.describeGroup("message-group");
      const names = members.map(({ clientId }) => clientId);
      const passed = names.length > 0 && names.every((each) => each.startsWith("service-b"));
      return { passed, expected: "service-b", observed: names.join(", ") || "-" };
    },
  },
];

export const hints: Text[] = [
  {
    en: "Half of the messages: the members of a group share the partitions. Which members does it have?",
    fr: "La moitié des messages\u00a0: les membres d'un groupe se partagent les partitions. Quels membres a-t-il\u00a0?",
  },
  "  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group message-group --members",
  {
    en: "The column HOST is an address on the lab's network:\n  docker network inspect kafka-lab",
    fr: "La colonne HOST est une adresse sur le réseau du labo\u00a0:\n  docker network inspect kafka-lab",
  },
  `  docker rm -f ${name}`,
];

export const cures = [
  {
    text: { en: `stop it: docker rm -f ${name}`, fr: `l'arrêter\u00a0: docker rm -f ${name}` },
    async run(lab: WorkshopLab) {
      await restore(lab);
      await lab.poll(async () => (await strangers(lab)).length === 0, {
        budgetMs: 90_000,
        what: { en: "the stranger has left", fr: "l'intrus a quitté le groupe" },
      });
    },
  },
];

export async function restore(lab: WorkshopLab) {
  if (await lab.inspect(name)) await lab.docker.getContainer(lab.nameOf(name)).remove({ force: true });
}

export const explanation = {
  en: `A container "${name}" read message-topic under the group id message-group. Kafka gave it a share of the partitions, and with them their messages. One group id for one application: nothing else keeps groups apart.`,
  fr: `Un conteneur «\u00a0${name}\u00a0» lisait message-topic sous l'identifiant de groupe message-group. Kafka lui a attribué une part des partitions, donc leurs messages. Un identifiant par application\u00a0: rien d'autre ne sépare les groupes.`,
};

async function strangers(lab: WorkshopLab) {
  const { members } = await lab.kafka.describeGroup("message-group");
  return members.filter(({ clientId }) => !clientId.startsWith("service-b"));
}
