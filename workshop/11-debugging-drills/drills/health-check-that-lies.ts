import { replaceIn, revert } from "../../authoring/drill-edits.ts";
import type { Check, Text, WorkshopLab } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

const files = ["infra/service.ts", "infra/index.ts"];
const rightProbe = "probe: readinessProbe(args.containerPort)";
const rightAddress = "bootstrapServers: kafka.bootstrapInternal,\n  containerPort: 5102";

export const level = 3;

export const symptom = {
  en: "docker ps says healthy everywhere and ./lab up succeeds, but no GET ever brings a message.",
  fr: "docker ps affiche healthy partout et ./lab up réussit, mais aucun GET ne renvoie jamais de message.",
};

export async function breakIt(lab: WorkshopLab) {
  replaceIn(lab, "infra/service.ts", rightProbe, 'probe: "true"');
  replaceIn(lab, "infra/index.ts", rightAddress, 'bootstrapServers: "kafka:29029",\n  containerPort: 5102');
  await lab.up();
}

export const checks: Check[] = [
  servicesReady,
  {
    id: "honest-probe",
    row: {
      en: "the health check asks the service itself",
      fr: "le contrôle de santé interroge le service lui-même",
    },
    command: "docker inspect service-b --format '{{json .Config.Healthcheck.Test}}'",
    async observe(lab) {
      const test = (await lab.inspect("service-b"))?.Config.Healthcheck?.Test?.join(" ") ?? "-";
      return { passed: test.includes("/readyz"), expected: "/readyz", observed: test.slice(0, 60) };
    },
  },
];

export const hints: Text[] = [
  {
    en: "Healthy says that the probe succeeded. What does the probe ask?",
    fr: "«\u00a0Healthy\u00a0» dit que le contrôle a réussi. Que demande-t-il\u00a0?",
  },
  {
    en: "What the probe asks, and what the service says of itself:\n  docker inspect service-b --format '{{json .Config.Healthcheck.Test}}'\n  curl -w '\\n' http://localhost:5102/readyz",
    fr: "Ce que le contrôle demande, et ce que le service dit de lui-même\u00a0:\n  docker inspect service-b --format '{{json .Config.Healthcheck.Test}}'\n  curl -w '\\n' http://localhost:5102/readyz",
  },
  {
    en: `In infra/service.ts: ${rightProbe}. Then this says what else is wrong:\n  ./lab up --yes`,
    fr: `Dans infra/service.ts\u00a0: ${rightProbe}. Ensuite, ceci dit ce qui ne va pas non plus\u00a0:\n  ./lab up --yes`,
  },
  {
    en: "service-b's address of Kafka in infra/index.ts is kafka.bootstrapInternal, kafka:29092. Then:\n  ./lab up --yes",
    fr: "L'adresse de Kafka pour service-b, dans infra/index.ts, est kafka.bootstrapInternal, soit kafka:29092. Puis\u00a0:\n  ./lab up --yes",
  },
];

export const cures = [
  {
    text: {
      en: "repair the probe and the address, and ./lab up",
      fr: "réparer le contrôle et l'adresse, et ./lab up",
    },
    async run(lab: WorkshopLab) {
      const [first = "", second = ""] = files;
      lab.files.write(first, lab.files.original(first) ?? "");
      await revert(lab, second);
    },
  },
];

export const explanation = {
  en: 'The services\' probe was "true", which always succeeds; so nobody noticed that service-b was given a port with two digits swapped. A health check that cannot fail is worse than none.',
  fr: "Le contrôle des services était «\u00a0true\u00a0», qui réussit toujours\u00a0; personne n'a donc vu que service-b avait reçu un port aux chiffres intervertis. Un contrôle de santé qui ne peut pas échouer est pire que pas de contrôle du tout.",
};
