import { memoryOf, startSubject } from "./subject.ts";
import { load } from "./wrk.ts";

const slices = 10;

/** The memory of both services, in MiB, while messages go through them without pause: a tenth of the time at a time. */
export async function measureGrowth(env: Record<string, string>, minutes: number) {
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

function mebibytes(bytes: number) {
  return Math.round(bytes / 2 ** 20);
}
