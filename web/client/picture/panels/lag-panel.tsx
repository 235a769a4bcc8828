import { useEffect, useState } from "preact/hooks";
import type { GroupState } from "../../../contract/kafka.ts";
import type { LagHistory } from "../../../contract/kafka-requests.ts";
import { ask } from "../../base/ask.ts";
import { type Failure, failureFrom } from "../../base/failure.ts";
import { formatDuration } from "../../base/format.ts";
import { useWords } from "../../base/language.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { plotLines } from "./plot-points.ts";
import { words } from "./words.ts";

const EVERY_MS = 2_000;
const SIZE = { width: 400, height: 90 };

/** How far each group has been behind. */
export function LagPanel({ groups }: { groups: readonly GroupState[] }) {
  const said = useWords(words);
  if (groups.length === 0) return <p>{said.noGroups}</p>;
  return (
    <>
      {groups.map(({ name }) => (
        <LagPlot key={name} group={name} />
      ))}
    </>
  );
}

function LagPlot({ group }: { group: string }) {
  const said = useWords(words);
  const [samples, setSamples] = useState<LagHistory["samples"]>([]);
  const [failure, setFailure] = useState<Failure | undefined>();
  useEffect(() => {
    const look = () =>
      ask("GET /kafka/groups/:group/lag", { params: { group } }).then(
        (history) => {
          setSamples(history.samples);
          setFailure(undefined);
        },
        (error: unknown) => setFailure(failureFrom(error)),
      );
    void look();
    const timer = setInterval(() => document.hidden || void look(), EVERY_MS);
    return () => clearInterval(timer);
  }, [group]);
  const { lines, most } = plotLines(samples, SIZE);
  const last = samples.at(-1);
  const title = `${said.lagTitle(group)}: ${said.lagNow(last?.lag)}`;
  return (
    <figure class="plot">
      <figcaption>{title}</figcaption>
      <ProblemNote failure={failure} />
      {samples.length === 0 && !failure && <p class="quiet">{said.noSamples}</p>}
      {lines.length > 0 && (
        <svg viewBox={`-4 -4 ${SIZE.width + 60} ${SIZE.height + 24}`} role="img" aria-label={title}>
          <line class="plot-axis" x1="0" y1={SIZE.height} x2={SIZE.width} y2={SIZE.height} />
          {lines.map((points) => (
            <polyline key={points} class="plot-line" points={points} />
          ))}
          <text x={SIZE.width + 6} y="8">
            {most}
          </text>
          <text x={SIZE.width + 6} y={SIZE.height}>
            0
          </text>
          <text x="0" y={SIZE.height + 16}>
            −{formatDuration((last?.atMs ?? 0) - (samples[0]?.atMs ?? 0))}
          </text>
        </svg>
      )}
    </figure>
  );
}
