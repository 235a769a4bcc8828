import type { Finding } from "./finding.ts";

/** More than any check takes unless it hangs: the slowest asks the Pulumi CLI for its version, within 10 s. */
const checkLimitMs = 12_000;

/** A Kafka client retries a frozen broker, for 10 s each time, before it tries the next one. */
export const clusterLimitMs = 30_000;

/** A check that fails or never ends becomes a row of the report: an engine that hangs must not make the doctor hang. */
export async function limited(
  check: string,
  run: () => Finding | Finding[] | Promise<Finding | Finding[]>,
  limitMs: number = checkLimitMs,
): Promise<Finding | Finding[]> {
  const expected = "an answer";
  const todo = "does Docker answer? docker ps; restart it if not";
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs, { check, expected, seen: `none within ${limitMs / 1_000} s`, todo });
  });
  try {
    return await Promise.race([run(), tooLate as Promise<Finding>]);
  } catch (error) {
    return { check, expected, seen: error instanceof Error ? error.message : String(error), todo };
  } finally {
    clearTimeout(timer);
  }
}
