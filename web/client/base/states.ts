import { EVENTS_PATH, type States } from "../../contract/states.ts";
import { ask } from "./ask.ts";
import { type Failure, failureFrom } from "./failure.ts";
import { newestOnly } from "./newest.ts";
import { createStore, type Store, useStore } from "./store.ts";

export type Connection = "connecting" | "open" | "away";

const names = [
  "lessons",
  "operation",
  "kafka",
  "stack",
  "drill",
] as const satisfies readonly (keyof States)[];
const AGAIN_MS = 2_000;

/** Whether the server is there. */
export const connection = createStore<Connection>("connecting");

/** Why the server, which is there, answers nothing to this browser. */
export const refusal = createStore<Failure | undefined>(undefined);

const stores = Object.fromEntries(names.map((name) => [name, createStore(undefined)])) as unknown as {
  readonly [Name in keyof States]: Store<States[Name] | undefined>;
};

/** The store of one state; undefined until the server has sent it. */
export function stateOf<Name extends keyof States>(name: Name): Store<States[Name] | undefined> {
  return stores[name];
}

export function useServerState<Name extends keyof States>(name: Name): States[Name] | undefined {
  return useStore(stores[name]);
}

/** Listens for the rest of the page's life. What was shown stays while the server is away, marked as old. */
export function listenForStates(): void {
  const source = new EventSource(EVENTS_PATH);
  source.onopen = () => {
    refusal.set(undefined);
    connection.set("open");
  };
  for (const name of names) {
    const show = newestOnly<string>((data) => (stores[name] as Store<unknown>).set(JSON.parse(data)));
    source.addEventListener(name, ({ data }) => show(data));
  }
  source.onerror = () => {
    connection.set("away");
    // A browser goes on by itself after a cut, but not after a refusal.
    if (source.readyState !== EventSource.CLOSED) return;
    void learnWhy();
    setTimeout(listenForStates, AGAIN_MS);
  };
}

/** A stream of events does not say why it was refused. */
async function learnWhy(): Promise<void> {
  try {
    await ask("GET /lessons");
    refusal.set(undefined);
  } catch (error) {
    const failure = failureFrom(error);
    refusal.set(failure.status === undefined ? undefined : failure);
  }
}
