import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { KafkaState } from "../../contract/kafka.ts";
import { keep, readKept } from "../base/kept.ts";
import { useBoth, useWords } from "../base/language.ts";
import { useServerState } from "../base/states.ts";
import { CommandButton } from "../terminal/command-button.tsx";
import { BrokersView } from "./cluster/brokers-view.tsx";
import { ConsumersView, ProducersView } from "./cluster/clients-view.tsx";
import { NodesView } from "./cluster/nodes-view.tsx";
import { LogView } from "./log/log-view.tsx";
import { groupsOf } from "./log/row-layout.ts";
import { newsOf, type Seen, seenOf } from "./motion/news.ts";
import { playNews } from "./motion/play-news.ts";
import { Panels } from "./panels/panels.tsx";
import { TopicChoice } from "./topic-choice.tsx";
import { askForRecords } from "./view-request.ts";
import { words } from "./words.ts";

/** Kafka as it is now: who sends, the logs, who reads, and the brokers that keep them. */
export function PictureView({ isShown }: { isShown: boolean }) {
  const said = useWords(words);
  const both = useBoth();
  const state = useServerState("kafka");
  const [wanted, setWanted] = useState(readKept("topic"));
  const [partitions, setPartitions] = useState<readonly number[]>([]);
  const picture = useRef<HTMLDivElement>(null);
  const topic = state?.topics.find(({ name }) => name === wanted) ?? firstTopic(state);
  const groups = groupsOf(topic?.name ?? "", state?.groups ?? []);
  useNews(picture, isShown ? state : undefined, topic?.name ?? "", partitions);
  const choose = (name: string) => {
    keep("topic", name);
    setWanted(name);
  };
  if (!state) return <p class="padded quiet">{said.waiting}</p>;
  const reason = state.reason && both(state.reason);
  const trouble = state.reach === "up" ? reason : [said[state.reach], reason].filter(Boolean).join(" ");
  if (
    state.reach === "down" &&
    [...state.services, ...state.brokers].every(({ state }) => state === "missing")
  )
    return (
      <div class="picture" ref={picture}>
        <div class="empty">
          <p role="status">{trouble}</p>
          <CommandButton command="./lab up" class="primary">
            {said.start}
          </CommandButton>
        </div>
      </div>
    );
  return (
    <div class={state.reach === "up" ? "picture" : "picture picture-old"} ref={picture}>
      <p role="status" class="trouble">
        {trouble}
      </p>
      <div class="picture-row">
        <ProducersView state={state} />
        <ConsumersView state={state} topic={topic?.name ?? ""} groups={groups} />
      </div>
      <TopicChoice
        topics={state.topics}
        chosen={topic?.name}
        isKnown={state.reach === "up"}
        onChoose={choose}
      />
      {topic && (
        <>
          <LogView
            key={topic.name}
            topic={topic}
            groups={groups}
            onShown={(shown, cells) => {
              setPartitions(shown);
              askForRecords(topic.name, shown, cells);
            }}
          />
          <Panels topic={topic} groups={groups} />
        </>
      )}
      <BrokersView state={state} topic={topic} />
      <NodesView state={state} />
    </div>
  );
}

/** That of the lessons, else the first that is not Kafka's own. */
function firstTopic(state: KafkaState | undefined) {
  const own = state?.topics.filter(({ internal }) => !internal);
  return own?.find(({ name }) => name === "message-topic") ?? own?.[0];
}

/** Plays what is new since the state before, once it is drawn. */
function useNews(
  picture: { readonly current: HTMLElement | null },
  state: KafkaState | undefined,
  topic: string,
  partitions: readonly number[],
): void {
  const before = useRef<{ seen: Seen | undefined; topic: string }>({ seen: undefined, topic });
  useLayoutEffect(() => {
    const old = before.current.topic === topic ? before.current.seen : undefined;
    const shown = new Set(partitions);
    before.current = { seen: state && seenOf(old, state, topic, shown), topic };
    if (!picture.current || !state) return;
    playNews(picture.current, topic, newsOf(old, state, topic, shown));
  }, [state, topic]);
  // What came while nobody looked is not shown moving later.
  useEffect(() => {
    const forget = () => {
      if (document.hidden) before.current = { seen: undefined, topic };
    };
    document.addEventListener("visibilitychange", forget);
    return () => document.removeEventListener("visibilitychange", forget);
  }, [topic]);
}
