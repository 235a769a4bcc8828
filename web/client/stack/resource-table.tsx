import { useState } from "preact/hooks";
import type { ContainerState } from "../../contract/container.ts";
import type { ResourceRow } from "../../contract/stack.ts";
import { containerWords } from "../base/container-words.ts";
import { useWords } from "../base/language.ts";
import { Badge } from "./badge.tsx";
import { ContainerDialog } from "./container-dialog.tsx";
import { DifferenceTable } from "./difference-table.tsx";
import { noticedBy } from "./noticed-by.ts";
import { words } from "./words.ts";

/** Three columns for each resource; one with differences opens to them. */
export function ResourceTable({ resources }: { resources: readonly ResourceRow[] }) {
  const said = useWords(words);
  const [container, setContainer] = useState<string | undefined>();
  return (
    <>
      <div class="scrolls">
        <table class="resources">
          <thead>
            <tr>
              <th scope="col">{said.resource}</th>
              <th scope="col">{said.wanted}</th>
              <th scope="col">{said.remembered}</th>
              <th scope="col">{said.real}</th>
            </tr>
          </thead>
          {resources.map((row) => (
            <ResourceRows key={row.urn} row={row} onContainer={setContainer} />
          ))}
        </table>
      </div>
      {container !== undefined && (
        <ContainerDialog name={container} onClose={() => setContainer(undefined)} />
      )}
    </>
  );
}

function ResourceRows({ row, onContainer }: { row: ResourceRow; onContainer: (name: string) => void }) {
  const said = useWords(words);
  const inWords = useWords(containerWords);
  const howItIs = ({ state, health }: ContainerState) =>
    [inWords.states[state], health && inWords.health[health]].filter(Boolean).join(", ");
  const { name, type, wanted, remembered, real, container, differences } = row;
  const kind = noticedBy(row);
  const cells = [wanted, remembered, real] as const;
  return (
    <tbody class={kind ? `seen-${kind}` : undefined}>
      <tr>
        <th scope="row">
          {name} <span class="quiet">{shortType(type)}</span>{" "}
          {container && (
            <button
              type="button"
              class="small"
              aria-label={said.logsOf(container.name)}
              onClick={() => onContainer(container.name)}
            >
              {said.logs}
            </button>
          )}
        </th>
        {cells.map((is, at) => (
          <td key={at} class={`is-${is}`}>
            {said.is[is]}
            {at === 2 && container && ` (${howItIs(container)})`}
            {at === 2 && kind && differences.length === 0 && (
              <>
                {" "}
                <Badge kind={kind} />
              </>
            )}
          </td>
        ))}
      </tr>
      {differences.length > 0 && (
        <tr>
          <td colSpan={4}>
            <details>
              <summary>
                {said.differences(differences.length)} {kind && <Badge kind={kind} />}
              </summary>
              <DifferenceTable differences={differences} />
            </details>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** Of `docker:index/container:Container` only what one looks for. */
function shortType(type: string): string {
  return type.split(":").at(-1) ?? type;
}
