import { useEffect, useState } from "preact/hooks";
import type { ApiRequests } from "../../contract/api.ts";
import { ask } from "../base/ask.ts";
import { useWords } from "../base/language.ts";
import { useServerState } from "../base/states.ts";
import { useAskingNewest } from "../base/use-asking-newest.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { CallView } from "./call-view.tsx";
import { type Operation, readOpenApi } from "./read-openapi.ts";
import { words } from "./words.ts";

type Services = ApiRequests["GET /services"]["answer"];
type From = ApiRequests["GET /services/:name/openapi"]["answer"]["from"];

interface Described {
  readonly from: From;
  readonly operations: readonly Operation[];
}

/** The calls of the stack's services, to be tried. */
export function CallsView() {
  const said = useWords(words);
  const stack = useServerState("operation")?.stack;
  const [services, setServices] = useState<Services | undefined>();
  const [chosen, setChosen] = useState("service-a");
  const [described, setDescribed] = useState<Described | undefined>();
  const [round, setRound] = useState(0);
  const list = useAskingNewest();
  const one = useAskingNewest();
  useEffect(
    () => list.run(async (signal) => setServices(await ask("GET /services", { signal }))),
    [round, stack],
  );
  // A stack may have fewer instances than the one before.
  const service = services?.find((each) => each.name === chosen) ?? services?.[0];
  const name = service?.name;
  useEffect(() => {
    setDescribed(undefined);
    if (name === undefined) return;
    return one.run(async (signal) => {
      const { from, document } = await ask("GET /services/:name/openapi", { params: { name }, signal });
      setDescribed({ from, operations: readOpenApi(document) });
    });
  }, [name, round]);
  return (
    <div class="calls">
      <div class="bar">
        {service && (
          <label>
            {said.services}{" "}
            <select value={name} onChange={(event) => setChosen(event.currentTarget.value)}>
              {services?.map((each) => (
                <option key={each.name} value={each.name}>
                  {each.name} ({each.isUp ? said.up : said.down})
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" onClick={() => setRound(round + 1)}>
          {said.refresh}
        </button>
      </div>
      <ProblemNote failure={list.failure ?? one.failure} />
      {services?.length === 0 && <p>{said.noStack}</p>}
      {!described && one.isBusy && <p>{said.loading}</p>}
      {described?.from === "source" && <p class="trouble">{said.fromSource}</p>}
      {service &&
        described?.operations.map((operation) => (
          <CallView
            key={`${name} ${operation.method} ${operation.path}`}
            service={service.name}
            url={service.url}
            operation={operation}
          />
        ))}
    </div>
  );
}
