import { areOwnHosts, hostAddress, hostNumbers } from "../../common/hosts-layout.ts";
import { LabError } from "../../common/lab-error.mjs";
import { requireHosts } from "../../lib/hosts/require-hosts.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { inLanguage } from "../authoring/language.ts";
import type { Language, Text } from "../authoring/lesson.ts";

const thisMachine = { platform: process.platform as string, uid: process.getuid?.() };

/** A lesson about several machines begins only where three hosts can be made, and on no others: it kills them. */
export function requireOwnHosts(
  { nodes, stack }: Pick<LabConfig, "nodes" | "stack">,
  lang: Language,
  machine = thisMachine,
) {
  const refuse = (message: Text, hint: Text) =>
    new LabError(inLanguage(message, lang), inLanguage(hint, lang));
  const own = hostNumbers.map(hostAddress).join();
  if (!areOwnHosts(nodes))
    throw refuse(
      {
        en: `the lesson kills machines, and the stack ${stack} names yours: ${nodes.join(", ")}.`,
        fr: `la leçon tue des machines, et la stack ${stack} nomme les vôtres\u00a0: ${nodes.join(", ")}.`,
      },
      {
        en: `Go back to the three hosts of this machine: ./lab config set nodeAddresses ${own} --stack ${stack}`,
        fr: `Revenez aux trois hôtes de cette machine\u00a0: ./lab config set nodeAddresses ${own} --stack ${stack}`,
      },
    );
  if (machine.platform !== "linux")
    throw refuse(
      {
        en: "this lesson makes three hosts of one machine, out of Linux namespaces, and this is not Linux.",
        fr: "cette leçon fait trois hôtes d'une machine, avec des espaces de noms de Linux, et ce n'est pas Linux.",
      },
      {
        en: "Do it in a virtual machine with Linux, as root. The other lessons need nothing of the kind: ./lab learn",
        fr: "Faites-la dans une machine virtuelle Linux, en root. Les autres leçons n'en ont pas besoin\u00a0: ./lab learn",
      },
    );
  if (machine.uid !== 0)
    throw refuse(
      {
        en: "this lesson makes three hosts of this machine, and namespaces and engines take root.",
        fr: "cette leçon fait trois hôtes de cette machine\u00a0: les espaces de noms et les moteurs demandent root.",
      },
      {
        en: "In a shell of root (sudo -s), in the same folder: ./lab learn 20, and all that follows",
        fr: "Dans un shell de root (sudo -s), dans le même dossier\u00a0: ./lab learn 20, et toute la suite",
      },
    );
  requireHosts();
}
