import type { ResourceRow } from "../../contract/stack.ts";
import { useWords } from "../base/language.ts";
import { Badge } from "./badge.tsx";
import { words } from "./words.ts";

/** The three values of each property that differs, and which command notices it. */
export function DifferenceTable({ differences }: { differences: ResourceRow["differences"] }) {
  const said = useWords(words);
  return (
    <table class="differences">
      <thead>
        <tr>
          <th scope="col">{said.property}</th>
          <th scope="col">{said.wanted}</th>
          <th scope="col">{said.remembered}</th>
          <th scope="col">{said.real}</th>
          <th scope="col">{said.seenWord}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ property, wanted, remembered, real, seenBy }) => (
          <tr key={property}>
            <th scope="row">{property}</th>
            {[wanted, remembered, real].map((value, at) => (
              <td key={at}>{value === undefined ? "—" : <code>{value}</code>}</td>
            ))}
            <td>
              <Badge kind={seenBy} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
