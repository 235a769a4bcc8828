import type Dockerode from "dockerode";
import type { Admin } from "kafkajs";
import type { Executed } from "../../lib/docker/run-in-container.ts";
import type { OperationDocument } from "../../lib/engines/engine-operation.ts";
import type { ConfigEditor } from "../../lib/project/config-editor.ts";

/** The two languages of the workshop. */
export type Language = "en" | "fr";

/** Text for a learner: the same in both languages, or one in each. */
export type Text = string | { readonly en: string; readonly fr: string };

/** The result of an observation; the learner's terminal shows both texts. */
export interface Observation {
  readonly passed: boolean;
  readonly expected: Text;
  readonly observed: Text;
}

/** One row of `./lab check`. */
export interface Check {
  readonly id: string;
  readonly row: Text;
  /** The command that shows the learner the same. */
  readonly command: string | ((lab: WorkshopLab) => string | Promise<string>);
  /** Why the row may already hold on the starting point; without it, it must fail there. */
  readonly startsTrue?: Text;
  observe(lab: WorkshopLab): Promise<Observation>;
}

/** The result of a check, as the hints get it. */
export interface Row extends Observation {
  readonly id: string;
}

/** The exports of lesson.ts; there are no others. */
export interface LessonModule {
  setup(lab: WorkshopLab): Promise<void>;
  readonly checks: readonly Check[];
  hints(lab: WorkshopLab, rows: readonly Row[]): Promise<readonly Text[]>;
  solve(lab: WorkshopLab): Promise<void>;
  reset(lab: WorkshopLab): Promise<void>;
}

/** Options of an operation: without `allowFailure` a failed one throws. */
export interface OperationSettings {
  /** Set first, and kept, as by `./lab config set`. */
  readonly config?: Readonly<Record<string, string | number | boolean>>;
  readonly refresh?: boolean;
  readonly targets?: readonly string[];
  readonly allowFailure?: boolean;
  /** With the values before and after. */
  readonly diff?: boolean;
  /**
   * For `destroy`: volumes that `keepData` protects stay. Without it they are removed too, so that a lesson begins
   * empty.
   */
  readonly keepVolumes?: boolean;
}

/** A message in the log. */
export interface StoredMessage {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly timestamp: number;
}

/** The end of each partition's log: `high` is the offset that the next message gets. */
export interface PartitionOffsets {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

/** The offset that a group has committed; undefined if it has committed nothing. */
export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | undefined;
}

/** Kafka, from outside; no method takes a message from `message-group`. */
export interface LabKafka {
  bootstrap(): string;
  withAdmin<Result>(use: (admin: Admin) => Promise<Result>): Promise<Result>;
  topicOffsets(topic: string): Promise<PartitionOffsets[]>;
  /** The messages in the topic now, oldest first in each partition; `since` is an earlier result of topicOffsets. */
  read(
    topic: string,
    options?: {
      partition?: number;
      fromOffset?: number;
      since?: readonly PartitionOffsets[];
      limit?: number;
      budgetMs?: number;
    },
  ): Promise<StoredMessage[]>;
  groupOffsets(group: string): Promise<GroupOffset[]>;
  /** A topic's own settings, without the broker's defaults; undefined if there is no such topic. */
  ownSettings(topic: string): Promise<Record<string, string> | undefined>;
  /** Makes these the topic's only settings; for all others the broker's default applies again. */
  setOwnSettings(topic: string, settings: Readonly<Record<string, string>>): Promise<void>;
  describeGroup(group: string): Promise<{ state: string; members: { memberId: string; clientId: string }[] }>;
  send(
    topic: string,
    messages: readonly {
      key?: string;
      value: string;
      partition?: number;
      headers?: Record<string, string>;
    }[],
  ): Promise<{ partition: number; offset: number }[]>;
}

/** An answer of a service; a JSON body is parsed. */
export interface HttpAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the service says, also when it is broken
  readonly body: any;
}

/** The services, by HTTP. */
export interface LabHttp {
  post(message: string, options?: { key?: string; headers?: Record<string, string> }): Promise<HttpAnswer>;
  /** Takes the next message from `message-group`, like a learner's GET: for setup and solve, not for checks. */
  get(options?: { timeoutSeconds?: number; instance?: number }): Promise<HttpAnswer>;
  /** Whether it is ready; false if nothing answers. */
  readyz(service: string): Promise<boolean>;
}

/** Files of the project, by paths from its folder; a learner's edits are saved before they are replaced. */
export interface LabFiles {
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  remove(path: string): void;
  /** The files below a folder. */
  list(folder: string): string[];
  applyDiff(diff: string): void;
  /** The original text of the project. */
  original(path: string): string | undefined;
  /** The folder where this command has saved edits. */
  savedIn(): string | undefined;
}

/** Everything that a lesson may use. */
export interface WorkshopLab {
  readonly lang: Language;
  readonly stack: string;
  readonly dir: string;
  say(text: Text): void;
  /** Asks again until the answer is neither undefined nor false. */
  poll<Result>(
    ask: () => Promise<Result | undefined | false> | Result | undefined | false,
    options: { budgetMs?: number; what: Text },
  ): Promise<Result>;
  up(settings?: OperationSettings): Promise<OperationDocument>;
  preview(settings?: OperationSettings): Promise<OperationDocument>;
  refresh(settings?: OperationSettings): Promise<OperationDocument>;
  destroy(settings?: OperationSettings): Promise<OperationDocument>;
  /** Whether every container of the program runs and both services are ready. */
  isUp(): Promise<boolean>;
  /** Brings the current program and config up, running and ready, whatever was there before. */
  ensureUp(): Promise<void>;
  /** Restores infra/, services/ and the config to their original text; edits are saved in .lab/saved/. */
  restoreProgram(): void;
  readonly config: ConfigEditor;
  readonly files: LabFiles;
  readonly docker: Dockerode;
  nameOf(part: string): string;
  inspect(part: string): Promise<Dockerode.ContainerInspectInfo | undefined>;
  exec(part: string, command: readonly string[]): Promise<Executed>;
  readonly kafka: LabKafka;
  readonly http: LabHttp;
  readonly notes: {
    // biome-ignore lint/suspicious/noExplicitAny: each lesson knows what it has put there
    get(key: string): any;
    set(key: string, value: unknown): void;
    clear(): void;
  };
}
