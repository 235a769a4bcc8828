import { setTimeout as delay } from "node:timers/promises";
import type { ContainerInspectInfo } from "dockerode";
import { unlessAlready } from "../../../lib/docker/ignore-status.ts";
import { oneEdit } from "../../authoring/drill-edits.ts";
import type { Text, WorkshopLab } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

const file = "infra/index.ts";
const right = "bootstrapServers: kafka.bootstrapInternal";
// service-b has the same line, with another port.
const ofServiceA = ",\n  containerPort: 5101";

export const level = 2;

export const symptom = {
  en: "service-a no longer becomes ready. Its log says ECONNREFUSED, but the same address works from this machine.",
  fr: "service-a n'est plus jamais prêt. Ses logs disent ECONNREFUSED, et pourtant la même adresse fonctionne depuis cette machine.",
};

const edit = oneEdit({
  file,
  right: right + ofServiceA,
  wrong: `bootstrapServers: kafka.bootstrapExternal${ofServiceA}`,
  cure: { en: "give service-a the internal address", fr: "donner à service-a l'adresse interne" },
  comesUp: false,
});

export const { cures } = edit;

/** The engine would wait a minute for a service that cannot get healthy, so this wait is cut short. */
export async function breakIt(lab: WorkshopLab) {
  await Promise.all([edit.breakIt(lab), endWait(lab)]);
}

/** An engine does not wait for a container that has stopped; afterwards it runs as if it had been waited for. */
async function endWait(lab: WorkshopLab) {
  await lab.poll(async () => hasWrongAddress(await lab.inspect("service-a")), {
    budgetMs: 120_000,
    what: { en: "service-a has the wrong address", fr: "service-a a la mauvaise adresse" },
  });
  const container = lab.docker.getContainer(lab.nameOf("service-a"));
  await container.stop({ t: 1 }).catch(unlessAlready);
  await delay(noticedMs);
  await container.start().catch(unlessAlready);
}

function hasWrongAddress(seen: ContainerInspectInfo | undefined) {
  const isWrong = (entry: string) => /^KAFKA_BOOTSTRAP_SERVERS=(?!.*kafka)/.test(entry);
  return Boolean(seen?.State.Running && seen.Config.Env.some(isWrong));
}

/** Longer than an engine takes to see that a container has stopped. */
const noticedMs = 3_000;

export const checks = [servicesReady];

export const hints: Text[] = [
  {
    en: "What is 127.0.0.1, seen from inside a container?",
    fr: "Qu'est-ce que 127.0.0.1, vu de l'intérieur d'un conteneur\u00a0?",
  },
  "  docker exec service-a printenv KAFKA_BOOTSTRAP_SERVERS",
  {
    en: `In ${file}: ${right}, for both services. Then:\n  ./lab up --yes`,
    fr: `Dans ${file}\u00a0: ${right}, pour les deux services. Puis\u00a0:\n  ./lab up --yes`,
  },
];

export const explanation = {
  en: "service-a was given the external listener's address, 127.0.0.1:9092. Inside a container that is the container itself, where no broker listens.",
  fr: "service-a avait reçu l'adresse du listener externe, 127.0.0.1:9092. Dans un conteneur, cette adresse désigne le conteneur lui-même, où aucun broker n'écoute.",
};
