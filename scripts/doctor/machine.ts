import { lookup } from "node:dns/promises";
import { readFileSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import { labDir } from "../../common/project.mjs";
import type { Finding, Subject } from "./finding.ts";

const diskNeededGb = 3;
const memoryNeededGb = 1;

/**
 * Checks the disk where the engine keeps its images; on Docker Desktop that is inside its virtual machine, so the
 * project's own disk is checked instead.
 */
export async function checkDisk({ docker }: Subject): Promise<Finding> {
  const info = await docker?.info().catch(() => undefined);
  const { folder, freeGb } = diskOf([info?.DockerRootDir, labDir]);
  return rate(
    "disk",
    freeGb,
    diskNeededGb,
    ` in ${folder}`,
    "free some: docker system df shows what uses it",
  );
}

export async function checkMemory({ docker, config }: Subject): Promise<Finding> {
  const running = (await docker?.listContainers().catch(() => [])) ?? [];
  const ours = running.some(({ Names }) => Names.includes(`/${config.prefix}kafka`));
  const neededGb = ours ? 0.2 : memoryNeededGb;
  return rate("memory", availableGb(), neededGb, "", "close what uses it, or lower the heaps (kafkaHeapMb)");
}

/** The stack's ports are on 127.0.0.1, and its outputs say localhost: if that is only ::1, nothing answers. */
export async function checkLocalhost(
  resolve: () => Promise<{ address: string }[]> = () => lookup("localhost", { all: true }),
): Promise<Finding> {
  const found = await resolve().catch(() => []);
  const addresses = [...new Set(found.map(({ address }) => address))];
  const finding = {
    check: "localhost",
    expected: "127.0.0.1",
    seen: addresses.join(", ") || "an unknown name",
  };
  if (addresses.some((address) => address.startsWith("127."))) return finding;
  return { ...finding, todo: "add the line '127.0.0.1 localhost' to /etc/hosts, or use 127.0.0.1 instead" };
}

function diskOf(folders: (string | undefined)[]) {
  for (const folder of folders) {
    try {
      const { bavail, bsize } = statfsSync(folder ?? "");
      return { folder, freeGb: (bavail * bsize) / 1e9 };
    } catch {}
  }
  return { folder: "this folder", freeGb: 0 };
}

/** The memory that the kernel could provide, caches included; on other systems than Linux, the free memory. */
function availableGb() {
  try {
    const [, kilobytes] = /MemAvailable:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8")) ?? [];
    if (kilobytes) return (Number(kilobytes) * 1_024) / 1e9;
  } catch {}
  return freemem() / 1e9;
}

function rate(check: string, gb: number, neededGb: number, where: string, todo: string): Finding {
  const finding = { check, expected: `${neededGb} GB free`, seen: `${gb.toFixed(1)} GB${where}` };
  return gb >= neededGb ? finding : { ...finding, todo };
}
