import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Asks again and again until the answer is yes; an error counts as no. */
export async function until(what: string, condition: () => Promise<boolean> | boolean, budgetMs = 20_000) {
  const deadline = performance.now() + budgetMs;
  let lastError: unknown;
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline)
      throw new Error(`not within ${budgetMs} ms: ${what}`, { cause: lastError });
    await sleep(25);
  }
}

/** A port nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
