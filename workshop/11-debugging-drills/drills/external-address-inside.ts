import { oneEdit } from "../../authoring/drill-edits.ts";
import type { Text } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

const file = "infra/index.ts";
const right = "bootstrapServers: kafka.bootstrapInternal";
// service-b has the same line, with another port.
const ofServiceA = ",\n  containerPort: 5101";

export const symptom = {
  en: "service-a does not get ready any more. Its log says ECONNREFUSED, but the same address works from this machine.",
  fr: "service-a n'arrive plus à être prêt. Son journal dit ECONNREFUSED, et pourtant la même adresse marche depuis cette machine.",
};

export const { breakIt, cures } = oneEdit({
  file,
  right: right + ofServiceA,
  wrong: `bootstrapServers: kafka.bootstrapExternal${ofServiceA}`,
  cure: { en: "give service-a the internal address", fr: "donner à service-a l'adresse interne" },
  comesUp: false,
});

export const checks = [servicesReady];

export const hints: Text[] = [
  {
    en: "What is 127.0.0.1, seen from inside a container?",
    fr: "Qu'est-ce que 127.0.0.1, vu de l'intérieur d'un conteneur ?",
  },
  "  docker exec service-a printenv KAFKA_BOOTSTRAP_SERVERS",
  {
    en: `In ${file}: ${right}, for both services; then ./lab up`,
    fr: `Dans ${file} : ${right}, pour les deux services ; puis ./lab up`,
  },
];

export const explanation = {
  en: "service-a was given the external listener's address, 127.0.0.1:9092. Inside a container that is the container itself, where no broker listens.",
  fr: "service-a avait reçu l'adresse du listener externe, 127.0.0.1:9092. Dans un conteneur, c'est le conteneur lui-même, où n'écoute aucun broker.",
};
