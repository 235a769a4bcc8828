import { memoryOf, startSubject } from "./subject.mjs";
import { load } from "./wrk.mjs";

const slices = 10;

/**
 * The memory of both services, in MiB, while messages go through them without pause: a tenth of the time at a time.
 *
 * @param {Record<string, string>} env
 * @param {number} minutes
 */
export async function measureGrowth(env, minutes) {
  const serviceA = await startSubject("services/service-a/main.ts", env);
  const serviceB = await startSubject("services/service-b/main.ts", env);
  const seconds = Math.max(1, Math.round((minutes * 60) / slices));
  const rows = [];
  try {
    for (let slice = 1; slice <= slices; slice++) {
      const [sent] = await Promise.all([
        load(serviceA.url, { connections: 16, seconds, bodyBytes: 1_024 }),
        load(serviceB.url, { connections: 16, seconds, mayRefuse: true }),
      ]);
      rows.push({
        minutes: (slice * seconds) / 60,
        "POST a second": Math.round(sent.perSecond),
        "service-a MiB": mebibytes(await memoryOf(serviceA.id)),
        "service-b MiB": mebibytes(await memoryOf(serviceB.id)),
      });
    }
  } finally {
    await serviceA.stop();
    await serviceB.stop();
  }
  return rows;
}

/** @param {number} bytes */
function mebibytes(bytes) {
  return Math.round(bytes / 2 ** 20);
}
