import { waitFor } from "../../common/wait-for.ts";

/**
 * Asks again until there is an answer, within a budget, so that no test waits a fixed time. An error counts as no
 * answer.
 */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  budgetMs = 30_000,
): Promise<T> {
  let cause: unknown;
  const ask = async () => {
    try {
      return (await probe()) || undefined;
    } catch (error) {
      cause = error;
      return undefined;
    }
  };
  const answer = await waitFor(ask, { budgetMs, everyMs: 20 });
  if (answer !== undefined) return answer;
  const last = cause instanceof Error ? ` (${cause.message})` : "";
  throw new Error(`not within ${budgetMs / 1_000} s: ${what}${last}`, { cause });
}
