import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../kit/manifest.ts";
import { manifestLine } from "../../kit/manifest.ts";

/** The first line of both README files, by which a kit that is not finished is known as one. */
export const kitHeading = "Kafka lab: classroom kit";

/** The files of a kit that are there to be read, with Windows' starter; all but the starter itself. */
export function kitTexts({ platforms, stack, commit }: Pick<Manifest, "platforms" | "stack" | "commit">) {
  const facts = `${platforms.join(", ")}; stack ${stack}; commit ${commit.slice(0, 12)}`;
  return [
    { name: "README.txt", text: `${kitHeading}\n${facts}\n\n${english}` },
    { name: "LISEZ-MOI.txt", text: `${kitHeading}\n${facts}\n\n${french}` },
    { name: "start.ps1", text: template("start.ps1").replaceAll("\n", "\r\n") },
  ];
}

/** The starter of Linux, macOS and WSL2, tied to this manifest. */
export const starterOf = (manifest: string) =>
  template("start.sh").replace("manifest_sum=@MANIFEST@", manifestLine(manifest));

const template = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");

const english = `All that the Kafka lab needs, for machines without a network.

Linux, macOS, or Windows in a WSL2 shell; open a terminal in this folder:

  sha256sum start.sh      (macOS: shasum -a 256 start.sh)
                          The first 16 letters and digits are the fingerprint on the board.
                          If they differ, stop: this is another kit.
  sh start.sh             asks for the fingerprint, checks every file, puts the lab into ~/kafka-lab

Then:

  cd ~/kafka-lab
  npm run lab             (without npm: ./lab start)

The lab needs a Docker engine. On Debian, as root, the kit installs one where it brings it; everywhere else it must be
there already, and the starter says so. What is on the machine already is kept.
`;

const french = `Tout ce que le lab Kafka demande, pour des machines sans réseau.

Linux, macOS, ou Windows dans un shell WSL2 ; ouvrez un terminal dans ce dossier :

  sha256sum start.sh      (macOS : shasum -a 256 start.sh)
                          Les 16 premiers caractères sont l'empreinte écrite au tableau.
                          S'ils diffèrent, arrêtez : c'est un autre kit.
  sh start.sh             demande l'empreinte, vérifie chaque fichier, met le lab dans ~/kafka-lab

Ensuite :

  cd ~/kafka-lab
  npm run lab             (sans npm : ./lab start)

Le lab demande un moteur Docker. Sur Debian, en root, le kit l'installe s'il l'apporte ; ailleurs il doit déjà être là, et
le programme le dit. Ce qui est déjà sur la machine est gardé.
`;
