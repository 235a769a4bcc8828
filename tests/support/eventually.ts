/** Asks again until the answer is there, within a budget: no test waits a fixed time. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  budgetMs = 30_000,
): Promise<T> {
  for (const deadlineMs = Date.now() + budgetMs; Date.now() < deadlineMs; ) {
    const answer = await probe();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${budgetMs / 1_000} s: ${what}`);
}
