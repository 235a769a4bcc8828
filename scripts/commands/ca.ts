import { X509Certificate } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { readAuthority } from "../../lib/reach/authority.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { inLanguage, useLanguage } from "../../workshop/authoring/language.ts";
import type { Language, Text } from "../../workshop/authoring/lesson.ts";

/**
 * Writes the certificate of the running lab's authority to a file, for `curl --cacert`, or to the output where the file
 * is `-`. It adds nothing to what this machine trusts.
 */
export async function ca(file: string | undefined, options: { stack?: string; lang?: string }) {
  const lang = useLanguage(options.lang);
  await requireDocker();
  const config = readLabConfig(await chooseStack({ asked: options.stack, log: console.error }));
  if (config.httpsPortOffset === 0) throw withoutHttps(config, lang);
  const authority = await readAuthority(config);
  if (authority === undefined) throw notThere(lang);
  if (file === "-") return void process.stdout.write(authority);
  const path = file === undefined ? join(labDir, ".lab", "ca.pem") : resolve(file);
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, authority);
  console.log(inLanguage(written(file ?? relative(process.cwd(), path), authority, config), lang));
}

function written(path: string, authority: string, { serviceAPort, httpsPortOffset }: LabConfig): Text {
  const until = new X509Certificate(authority).validToDate.toISOString().slice(0, 10);
  const curl = `  curl --cacert ${quoted(path)} https://localhost:${serviceAPort + httpsPortOffset}/readyz`;
  return {
    en: `${path} is the certificate of this lab's authority, for localhost and loopback addresses alone, until ${until}:\n${curl}\nOnly what is given this file trusts it: the certificates of this machine are as they were.`,
    fr: `${path} est le certificat de l'autorité de ce labo, pour localhost et les adresses de bouclage seulement, jusqu'au ${until}\u00a0:\n${curl}\nSeul ce qui reçoit ce fichier s'y fie\u00a0: les certificats de cette machine restent ce qu'ils étaient.`,
  };
}

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);

function withoutHttps({ stack }: LabConfig, lang: Language) {
  const todo = `./lab config set httpsPortOffset 2000 --stack ${stack}`;
  return lang === "fr"
    ? new LabError(`les services de la stack ${stack} ne parlent pas https.`, `${todo}\u00a0; puis ./lab up`)
    : new LabError(`the services of the stack ${stack} speak no https.`, `${todo}; then ./lab up`);
}

function notThere(lang: Language) {
  return lang === "fr"
    ? new LabError(
        "aucun service en marche n'a de certificat.",
        "./lab up\u00a0; s'il n'y a rien à faire\u00a0: ./lab doctor",
      )
    : new LabError(
        "no service that runs has a certificate.",
        "./lab up; if there is nothing to do: ./lab doctor",
      );
}
