/** @typedef {import("./run-doctor.mjs").Finding} Finding */

/** More than any check takes that ends by itself: the slowest asks the Pulumi CLI for its version, within 10 s. */
export const checkLimitMs = 12_000;

/** A Kafka client asks a frozen broker again, 10 s at a time, before it goes to the next one. */
export const clusterLimitMs = 30_000;

/**
 * A check that fails or never ends becomes a row of the report: an engine that hangs must not make the doctor hang.
 *
 * @param {string} check
 * @param {() => Finding | Finding[] | Promise<Finding | Finding[]>} run
 * @param {number} [limitMs]
 * @returns {Promise<Finding | Finding[]>}
 */
export async function limited(check, run, limitMs = checkLimitMs) {
  const expected = "an answer";
  const todo = "does Docker answer? docker ps; restart it if not";
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const tooLate = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs, { check, expected, seen: `none within ${limitMs / 1_000} s`, todo });
  });
  try {
    return await Promise.race([run(), /** @type {Promise<Finding>} */ (tooLate)]);
  } catch (error) {
    return { check, expected, seen: error instanceof Error ? error.message : String(error), todo };
  } finally {
    clearTimeout(timer);
  }
}
