import { useState } from "preact/hooks";
import type { TopicState } from "../../contract/kafka.ts";
import { useWords } from "../base/language.ts";
import { words } from "./words.ts";

interface TopicChoiceProps {
  readonly topics: readonly TopicState[];
  readonly chosen: string | undefined;
  /** Whether Kafka has said which there are. */
  readonly isKnown: boolean;
  readonly onChoose: (name: string) => void;
}

export function TopicChoice({ topics, chosen, isKnown, onChoose }: TopicChoiceProps) {
  const said = useWords(words);
  const [isInternal, setInternal] = useState(false);
  const shown = topics.filter(({ internal, name }) => isInternal || !internal || name === chosen);
  return (
    <div class="bar">
      <label>
        {said.topic}{" "}
        <select value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
          {shown.map(({ name, partitions }) => (
            <option key={name} value={name}>
              {name} ({partitions.length})
            </option>
          ))}
        </select>
      </label>
      <label class="switch">
        <input
          type="checkbox"
          checked={isInternal}
          onChange={(event) => setInternal(event.currentTarget.checked)}
        />
        {said.internal}
      </label>
      {isKnown && shown.length === 0 && <span class="quiet">{said.noTopics}</span>}
    </div>
  );
}
