import { parseGoDuration } from "../../../common/go-duration.ts";
import { isMap } from "../../model/property-values.ts";
import {
  type CheckFailure,
  type PropertyMap,
  type PropertyValue,
  UNKNOWN,
} from "../../model/resource-type.ts";
import { blocksOf, textOf } from "../properties/property-access.ts";

/** A check of one value, and a description of valid values. */
interface Rule {
  readonly accepts: (value: PropertyValue) => boolean;
  readonly expected: string;
}

const duration: Rule = {
  accepts: (value) => parseGoDuration(textOf(value)) !== undefined,
  expected: 'a duration such as "2s" or "1m30s"',
};
const port: Rule = { accepts: (value) => isWithin(value, 0, 65_535), expected: "a port from 1 to 65535" };
const notNegative: Rule = { accepts: (value) => isWithin(value, 0, Infinity), expected: "0 or more" };
const oneOf = (...words: string[]): Rule => ({
  accepts: (value) => words.includes(textOf(value)),
  expected: `one of ${words.join(", ")}`,
});
const matching = (pattern: RegExp, expected: string): Rule => ({
  accepts: (value) => pattern.test(textOf(value)),
  expected,
});

/** Rules for values, by property; a property inside a block is `block.property`. */
const RULES: Readonly<Record<string, Rule>> = {
  image: {
    accepts: (value) => textOf(value).trim() !== "",
    expected: "an image (one that was built or loaded on this machine has no repoDigest: give its imageId)",
  },
  restart: oneOf("no", "on-failure", "always", "unless-stopped"),
  memory: notNegative,
  memoryReservation: notNegative,
  memorySwap: { accepts: (value) => isWithin(value, -1, Infinity), expected: "-1 (no limit) or more" },
  shmSize: notNegative,
  cpuShares: notNegative,
  cpuPeriod: notNegative,
  cpuQuota: notNegative,
  cpuSet: matching(/^\d+([,-]\d+)*$/, 'processors such as "0-1" or "0,2"'),
  cpus: { accepts: (value) => Number(value) > 0, expected: 'a number of processors such as "1.5"' },
  waitTimeout: notNegative,
  "healthcheck.interval": duration,
  "healthcheck.timeout": duration,
  "healthcheck.startPeriod": duration,
  "healthcheck.startInterval": duration,
  "healthcheck.retries": notNegative,
  "ports.internal": port,
  "ports.external": port,
  "ports.protocol": oneOf("tcp", "udp", "sctp"),
  "mounts.type": oneOf("bind", "volume", "tmpfs"),
  "volumes.hostPath": matching(/^(\/|[A-Za-z]:\\)/, "an absolute path"),
  "volumes.selinuxRelabel": oneOf("z", "Z"),
  "uploads.permissions": matching(/^0[0-7]{3}$/, 'a mode such as "0644"'),
};

/** The values that the provider refuses before it calls Docker. */
export function checkContainer(inputs: PropertyMap): CheckFailure[] {
  return [...checkBlock(inputs, "", ""), ...checkVolumes(inputs), ...checkUploads(inputs)];
}

function checkBlock(block: PropertyMap, path: string, rulePrefix: string): CheckFailure[] {
  return Object.entries(block).flatMap(([name, value]) => {
    const [at, rule] = [path + name, RULES[rulePrefix + name]];
    if (rule !== undefined && value !== UNKNOWN && !rule.accepts(value))
      return [{ property: at, reason: `expected ${rule.expected}, saw ${JSON.stringify(value)}` }];
    if (rulePrefix !== "") return [];
    if (isMap(value)) return checkBlock(value, `${at}.`, `${name}.`);
    return blocksOf(value).flatMap((inner, index) => checkBlock(inner, `${at}[${index}].`, `${name}.`));
  });
}

function checkVolumes({ volumes }: PropertyMap): CheckFailure[] {
  return blocksOf(volumes).flatMap(({ containerPath, fromContainer }, index) => {
    const given = [containerPath, fromContainer].filter((value) => textOf(value) !== "").length;
    const reason = "expected either containerPath or fromContainer";
    return given === 1 ? [] : [{ property: `volumes[${index}]`, reason }];
  });
}

function checkUploads({ uploads }: PropertyMap): CheckFailure[] {
  return blocksOf(uploads).flatMap(({ content, contentBase64, source }, index) => {
    const given = [content, contentBase64, source].filter((value) => textOf(value) !== "").length;
    const reason = "expected exactly one of content, contentBase64 and source";
    return given === 1 ? [] : [{ property: `uploads[${index}]`, reason }];
  });
}

function isWithin(value: PropertyValue, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}
