/**
 * Has one piece of work at a time, in the order asked for. Who asks for the same, by its name, while it waits or is under
 * way, gets its result too, so that asking often does not make a queue.
 */
export function takeTurns() {
  const asked = new Map<string, Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const same = asked.get(name) as Promise<Result> | undefined;
    if (same) return same;
    const mine = last.then(work).finally(() => asked.delete(name));
    asked.set(name, mine);
    last = mine.catch(() => undefined);
    return mine;
  };
}
