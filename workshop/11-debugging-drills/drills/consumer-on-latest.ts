import { oneEdit } from "../../authoring/drill-edits.ts";
import type { Check, Text } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

const file = "infra/index.ts";
const right = 'GROUP_ID: "message-group"';

export const level = 2;

export const symptom = {
  en: "After the last change, service-b does not hand out messages that were sent before it started. Messages sent now arrive.",
  fr: "Depuis la dernière modification, service-b ne remet pas les messages envoyés avant son démarrage. Ceux qu'on envoie maintenant arrivent.",
};

export const { breakIt, cures } = oneEdit({
  file,
  right,
  wrong: `GROUP_ID: "message-group-${Date.now() % 10_000}", AUTO_OFFSET_RESET: "latest"`,
  cure: { en: "give service-b its group back", fr: "rendre son groupe à service-b" },
});

export const checks: Check[] = [
  {
    id: "group-and-reset",
    row: {
      en: "service-b reads as message-group, from the earliest",
      fr: "service-b lit en tant que message-group, depuis le plus ancien",
    },
    command: "curl http://localhost:5102/readyz",
    async observe(lab) {
      const variables = (await lab.inspect("service-b"))?.Config.Env ?? [];
      const own = variables.filter((line) => /^(GROUP_ID|AUTO_OFFSET_RESET)=/.test(line)).toSorted();
      const passed = own.includes("GROUP_ID=message-group") && !own.includes("AUTO_OFFSET_RESET=latest");
      return { passed, expected: "GROUP_ID=message-group", observed: own.join(", ") };
    },
  },
  servicesReady,
];

export const hints: Text[] = [
  {
    en: "Where does a group begin if it has committed nothing yet?",
    fr: "Où commence un groupe qui n'a encore rien validé\u00a0?",
  },
  {
    en: "This shows the settings that decide it:\n  curl -w '\\n' http://localhost:5102/readyz",
    fr: "Ceci montre les réglages qui en décident\u00a0:\n  curl -w '\\n' http://localhost:5102/readyz",
  },
  {
    en: `In ${file} service-b had ${right}, and nothing else. Then:\n  ./lab up --yes`,
    fr: `Dans ${file}, service-b avait ${right}, et rien d'autre. Puis\u00a0:\n  ./lab up --yes`,
  },
];

export const explanation = {
  en: "service-b had a new group id and AUTO_OFFSET_RESET=latest. A group without committed offsets then begins at the end of the log, and no error says what it skips.",
  fr: "service-b avait un nouvel identifiant de groupe et AUTO_OFFSET_RESET=latest. Un groupe sans offset validé commence alors à la fin du journal, et aucune erreur ne dit ce qu'il a sauté.",
};
