import type { TopicState } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { words } from "./words.ts";

export function PartitionField(props: {
  topic: TopicState;
  value: number;
  onChange: (partition: number) => void;
}) {
  const { topic, value, onChange } = props;
  const said = useWords(words);
  return (
    <label>
      {said.partitionWord}{" "}
      <select value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {topic.partitions.map(({ partition }) => (
          <option key={partition} value={partition}>
            {partition}
          </option>
        ))}
      </select>
    </label>
  );
}
