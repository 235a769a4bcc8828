import { LabError } from "../lab-error.mjs";

/** @import { Check, WorkshopLab } from "./types.ts" */

/**
 * Changes one place of the program, as somebody in a hurry would have; `up` is left to the caller.
 *
 * @param {WorkshopLab} lab
 * @param {string} path
 * @param {string} from
 * @param {string} to
 */
export function replaceIn(lab, path, from, to) {
  const text = lab.files.read(path) ?? "";
  if (!text.includes(from))
    throw new LabError(`${path} is not as this drill expects it.`, "Bring it back: ./lab reset 11");
  lab.files.write(path, text.replace(from, to));
}

/** Puts a file of the program back as it came, and applies it. @param {WorkshopLab} lab @param {string} path */
export async function revert(lab, path) {
  lab.files.write(path, lab.files.original(path) ?? "");
  await lab.ensureUp();
}

/** A client on this machine gets through, all the way to the leader of a partition. @type {Check} */
export const reachableFromOutside = {
  id: "outside",
  row: {
    en: "a client on this machine reaches the broker",
    fr: "un client de cette machine atteint le broker",
  },
  command: "./lab trace --from host --to external",
  async observe(lab) {
    const offsets = await lab.kafka.topicOffsets("message-topic");
    return { passed: offsets.length > 0, expected: ok, observed: ok };
  },
};

/** Both services do their work. @type {Check} */
export const servicesReady = {
  id: "services",
  row: { en: "service-a and service-b are ready", fr: "service-a et service-b sont prêts" },
  command: "curl http://localhost:5102/readyz",
  async observe(lab) {
    const services = ["service-a", "service-b"];
    const ready = await Promise.all(services.map((service) => lab.http.readyz(service)));
    const away = services.filter((_, index) => !ready[index]).join(", ");
    return {
      passed: away === "",
      expected: ok,
      observed: away === "" ? ok : { en: `not ready: ${away}`, fr: `pas prêt : ${away}` },
    };
  },
};

const ok = { en: "yes", fr: "oui" };
