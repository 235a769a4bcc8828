import { useEffect, useState } from "preact/hooks";

/** A value that parts of the page show and others change. */
export interface Store<Value> {
  get(): Value;
  set(value: Value): void;
  /** Calls at each change; returns what ends that. */
  subscribe(onChange: () => void): () => void;
}

export function createStore<Value>(first: Value): Store<Value> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
  };
}

/** Shows a store's value, and again when it has changed. */
export function useStore<Value>(store: Store<Value>): Value {
  const [, draw] = useState({});
  const value = store.get();
  useEffect(() => {
    // It may have changed between drawing and listening.
    if (!Object.is(store.get(), value)) draw({});
    return store.subscribe(() => draw({}));
  }, [store]);
  return value;
}
