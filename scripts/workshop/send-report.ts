import { lookup } from "node:dns/promises";
import { BlockList } from "node:net";
import { LabError } from "../../common/lab-error.mjs";
import { knownClassroom, ownLabId, rememberClassroom } from "../../lib/kit/classroom.ts";
import { type ClassReport, classReport } from "../../lib/kit-serving/class-report.ts";
import { confirm } from "../../lib/terminal/terminal.ts";
import { useLanguage } from "../../workshop/authoring/language.ts";
import type { Language } from "../../workshop/authoring/lesson.ts";
import { learnerReport } from "../../workshop/running/learner-report.ts";
import { openRecord } from "../../workshop/running/lesson-record.ts";
import { Progress } from "../../workshop/running/progress.ts";

/** Networks that no router of the internet leads to: a room's, and this machine. */
const nearby = new BlockList();
for (const [net, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
  ["127.0.0.0", 8],
] as const)
  nearby.addSubnet(net, prefix);

/**
 * Sends a learner's report to the teacher's machine: only when asked to, under the name that the learner chose, after
 * all of it was shown, and only to the network of the room.
 */
export async function sendReport(
  address: string | true,
  { lang: asked, name }: { lang?: string; name?: string },
) {
  const lang = useLanguage(asked);
  const url = await roomAddress(address === true ? knownClassroom() : address, lang);
  const report = makeReport(name, lang);
  const say = texts[lang];
  console.log(`${say.shown(url)}\n${JSON.stringify(report, null, 2)}`);
  if (!(await confirm(say.question))) return console.log(say.kept);
  await post(url, report, lang);
  rememberClassroom(url);
  console.log(say.sent);
}

/** All of it; the schema holds it to its form here as well as there. */
export function makeReport(name: string | undefined, lang: Language): ClassReport {
  const { lessons, drills, totals } = learnerReport(lang);
  const progress = new Progress();
  const current = lessons.find(({ lesson }) => progress.isCurrent(lesson));
  const { failing } = current ? openRecord().of(current.lesson) : {};
  const numbers = (state: string) =>
    lessons.filter((each) => each.state === state).map(({ number }) => number);
  const { data } = classReport.safeParse({
    format: "kafka-lab class report",
    version: 1,
    lab: ownLabId(),
    name: name?.trim(),
    ...(current && { lesson: current.number }),
    ...(current?.begun && { begun: current.begun }),
    ...(failing && { stuck: failing }),
    hints: current?.hints ?? 0,
    done: numbers("done"),
    solved: numbers("solved"),
    allHints: totals.hints,
    predictions: totals.predictions,
    right: totals.right,
    drills: drills.map(({ name, seconds, hints }) => ({ name, seconds, hints })),
  });
  if (data) return data;
  throw problem(texts[lang].name);
}

async function roomAddress(given: string | undefined, lang: Language): Promise<string> {
  const url = given === undefined ? null : URL.parse(given.includes("://") ? given : `http://${given}`);
  if (url === null || url.protocol !== "http:") throw problem(texts[lang].address(given));
  const { address, family } = await lookup(url.hostname, 4).catch(() => ({ address: "", family: 4 }));
  if (family === 4 && address !== "" && nearby.check(address)) return url.origin;
  throw problem(texts[lang].far(url.hostname));
}

async function post(url: string, report: ClassReport, lang: Language) {
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(report),
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  } as const;
  const answer = await fetch(`${url}/reports`, request).catch((error) => {
    throw problem(texts[lang].unreached(url, error.cause?.message ?? error.message));
  });
  if (!answer.ok) throw problem(texts[lang].refused(url, (await answer.text()).slice(0, 200).trim()));
}

const problem = ([message, hint]: readonly [string, string]) => new LabError(message, hint);

const texts = {
  en: {
    shown: (url: string) => `This, and nothing else, goes to ${url}:`,
    question: "Send it?",
    kept: "Nothing was sent.",
    sent: "Sent. It replaces what you sent before.",
    name: [
      "a report that is sent has a name, which you choose: letters, digits, spaces, at most 40.",
      "For example: ./lab learn --report --send --name Ana",
    ] as const,
    address: (given = "none") =>
      [
        `the address of the teacher's machine is expected, such as http://192.168.1.10:8920, and there is ${given}.`,
        "Take it from the board: ./lab learn --report --send ADDRESS --name Ana",
      ] as const,
    far: (host: string) =>
      [
        `${host} is not on the room's network, or has no address.`,
        "A report goes only to private addresses: 10.x, 172.16-31.x, 192.168.x.",
      ] as const,
    unreached: (url: string, why: string) =>
      [`${url} does not answer (${why}).`, "Is ./lab kit serve running there, at this address?"] as const,
    refused: (url: string, why: string) =>
      [`${url} did not take it: ${why}`, "Show this to your teacher."] as const,
  },
  fr: {
    shown: (url: string) => `Ceci, et rien d'autre, part vers ${url}\u00a0:`,
    question: "L'envoyer\u00a0?",
    kept: "Rien n'a été envoyé.",
    sent: "Envoyé. Cela remplace votre envoi précédent.",
    name: [
      "un rapport envoyé porte un nom, que vous choisissez\u00a0: lettres, chiffres, espaces, 40 au plus.",
      "Par exemple\u00a0: ./lab learn --report --send --name Ana",
    ] as const,
    address: (given = "aucune") =>
      [
        `il faut l'adresse de la machine de l'enseignant, comme http://192.168.1.10:8920\u00a0; vue\u00a0: ${given}.`,
        "Elle est au tableau\u00a0: ./lab learn --report --send ADRESSE --name Ana",
      ] as const,
    far: (host: string) =>
      [
        `${host} n'est pas sur le réseau de la salle, ou n'a pas d'adresse.`,
        "Un rapport ne va qu'à une adresse privée\u00a0: 10.x, 172.16-31.x, 192.168.x.",
      ] as const,
    unreached: (url: string, why: string) =>
      [`${url} ne répond pas (${why}).`, "./lab kit serve y tourne-t-il, à cette adresse\u00a0?"] as const,
    refused: (url: string, why: string) =>
      [`${url} ne l'a pas pris\u00a0: ${why}`, "Montrez ceci à votre enseignant."] as const,
  },
};
