// What travels between the server and the page; both import it, so that neither can misread the other.

export type Language = "en" | "fr";

/** A text of the workshop in both languages. */
export interface Both {
  readonly en: string;
  readonly fr: string;
}

/** Every state that the page shows, by its name on the stream of events; each is sent whole when it has changed. */
export interface States {
  readonly lessons: LessonsState;
  readonly operation: OperationState;
  readonly kafka: KafkaState;
  readonly stack: StackState;
  readonly drill: DrillState;
}

/** The sidebar: all lessons with the learner's progress. */
export interface LessonsState {
  readonly lessons: readonly LessonEntry[];
  /** The number of the lesson that was begun last. */
  readonly current: number | undefined;
}

export interface LessonEntry {
  readonly number: number;
  /** The folder's name, which keeps the progress. */
  readonly name: string;
  readonly title: Both;
  readonly minutes: number;
  readonly progress: "new" | "begun" | "solved" | "done";
}

/** One lesson in one language, as the page shows it. */
export interface LessonPage {
  readonly number: number;
  readonly name: string;
  readonly lang: Language;
  readonly title: string;
  readonly minutes: number;
  /**
   * Sanitized HTML. A block of the lesson is an element with `data-block` and the block's index in `blocks`; what a
   * command prints is the element with `data-output` and the same index. `data-prediction` is an empty element with the id
   * of a prediction, `pre[data-mermaid]` the source of a diagram. Links have what they open in `data-lesson`, `data-page`,
   * `data-file` or `data-external`, and a term its definition in `data-definition`.
   */
  readonly html: string;
  readonly blocks: readonly Block[];
  readonly predictions: readonly Prediction[];
  /** The indices of the blocks that the learner has done. */
  readonly ticked: readonly number[];
}

/** A text beside the lessons, such as the glossary; its HTML is like that of a lesson. */
export interface TextPage {
  readonly name: string;
  readonly lang: Language;
  readonly title: string;
  readonly html: string;
  readonly blocks: readonly Block[];
}

/** A block of a lesson: what it is, and what a click may do with it. */
export type Block =
  | {
      readonly kind: "command";
      readonly text: string;
      /** Shells other than bash are only copied. */
      readonly shell: "sh" | "powershell";
      readonly must: "succeed" | "fail" | "repeat-until" | "repeat-until-fails";
      /** Goes on next to the others, up to the block that `stops` it by Ctrl-C and types nothing. */
      readonly secondTerminal: boolean;
      readonly stops: boolean;
      /** What the lesson prints under it; `…` stands for what changes. */
      readonly output: string | undefined;
    }
  | { readonly kind: "file"; readonly path: string; readonly change: "write" | "edit"; readonly text: string }
  | { readonly kind: "shown"; readonly language: string; readonly text: string };

export interface Prediction {
  /** Its number in the lesson, as `./lab predict` counts. */
  readonly id: string;
  /** Sanitized HTML, as the texts of the choices and the answer. */
  readonly question: string;
  /** Empty where the learner writes a line of their own. */
  readonly choices: readonly { readonly letter: string; readonly text: string }[];
  readonly right: string | undefined;
  /** Why it is right; shown once the learner has answered. */
  readonly answer: string;
  /** What the learner answered first, if they have. */
  readonly answered: string | undefined;
}

/** What a block of a lesson makes of its file. */
export interface FileChange {
  readonly path: string;
  /** Sent back to make the change, so that it is the one that was shown. */
  readonly version: string;
  /** Whether the file has the change already; the difference is then empty. */
  readonly isDone: boolean;
  /** A unified diff from the file as it is now. */
  readonly diff: string;
}

/** What came of a run: why it is not as the lesson says, if it is not, and the blocks that are done now. */
export interface RunVerdict {
  readonly fault: "status" | "output" | "too-long" | "unasked" | undefined;
  readonly ticked: readonly number[];
}

/** A row of `./lab check`. */
export interface CheckRow {
  readonly id: string;
  readonly row: Both;
  readonly passed: boolean;
  readonly expected: Both;
  readonly observed: Both;
  /** The command that shows the same. */
  readonly command: string;
}

/** The rows of a lesson, as they are now. */
export interface CheckResult {
  readonly rows: readonly CheckRow[];
  readonly progress: LessonEntry["progress"];
}

/** A hint for the first row that fails; an indented line of it is a command. */
export interface HintResult {
  /** Undefined where no hint helps before what is in `said` is done. */
  readonly text: Both | undefined;
  /** The row; undefined if all hold, and the hint then says how to go on. */
  readonly row: Both | undefined;
  readonly step: number;
  readonly of: number;
  /** What the lab has to say besides, such as a command that was cut off, in the language asked for. */
  readonly said: readonly string[];
}

/** A file of the project as it is now. */
export interface OwnFile {
  readonly path: string;
  /** Left out if there is no such file yet. */
  readonly text?: string | undefined;
}

/** What the page asks about lessons, below `/api`; addresses have `?lang=en` or `?path=infra/kafka.ts` where said. */
export interface LessonRequests {
  "GET /lessons": { answer: LessonsState };
  /** `?lang=` */
  "GET /lessons/:number": { answer: LessonPage };
  /** `?lang=` */
  "GET /pages/:name": { answer: TextPage };
  /** `?path=`, a file that a block of the lesson changes, or that its text links to. */
  "GET /lessons/:number/file": { answer: OwnFile };
  /** `?path=`, a file that the text links to. */
  "GET /pages/:name/file": { answer: OwnFile };
  /** The first answer counts, and is in `answered`. */
  "POST /lessons/:number/predictions": {
    body: { lang: Language; id: string; letter: "a" | "b" | "c" | "d" };
    answer: Prediction;
  };
  /** Counted, and the end of the lesson, only if the learner asked for it; the page may look every few seconds. */
  "POST /lessons/:number/check": { body: { lang: Language; isAsked: boolean }; answer: CheckResult };
  "POST /lessons/:number/hint": { body: { lang: Language }; answer: HintResult };
  "POST /lessons/:number/changes/preview": { body: { block: number }; answer: FileChange };
  /** `saved`: the messages about what the learner had written there. */
  "POST /lessons/:number/changes": {
    body: { block: number; version: string };
    answer: { saved: readonly Both[]; ticked: readonly number[] };
  };
  /**
   * Judges what a command printed. Of a second terminal it is all since its block began, without an exit status while it
   * goes on, also for the block that stops it.
   */
  "POST /lessons/:number/runs": {
    body: { lang: Language; block: number; exitStatus?: number | undefined; output: string };
    answer: RunVerdict;
  };
  /** For a lesson that begins anew. */
  "POST /lessons/:number/ticks/clear": {
    body: Record<string, never>;
    answer: { ticked: readonly number[] };
  };
}

/** An answer about lessons that is not 2xx: a problem document (RFC 9457) with its words in both languages. */
export interface Refused {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly words: Both;
  /** What to do next. */
  readonly advice?: Both | undefined;
}

/** What is at work on the lab, whoever started it. */
export interface OperationState {
  /** Undefined before the first start has chosen one; a stack that is not there counts as none. */
  readonly stack: string | undefined;
  /** `./lab up` and so on, with its process; undefined when nothing is under way. */
  readonly underWay: { readonly command: string; readonly pid: number; readonly sinceMs: number } | undefined;
}

/** Kafka as it is now. */
export interface KafkaState {
  readonly reach: "up" | "coming" | "down";
  /** Why nothing, or not everything, can be said, and what to do; in words for a learner. */
  readonly reason: Both | undefined;
  readonly mode: "zookeeper" | "kraft";
  readonly brokers: readonly BrokerState[];
  readonly zookeepers: readonly ContainerState[];
  readonly services: readonly ServiceState[];
  readonly topics: readonly TopicState[];
  readonly groups: readonly GroupState[];
}

export interface ContainerState {
  readonly name: string;
  readonly state: "running" | "paused" | "exited" | "created" | "restarting" | "missing";
  readonly health: "healthy" | "starting" | "unhealthy" | undefined;
}

export interface ServiceState extends ContainerState {
  /** By which Kafka knows it, such as `service-b-2`; the container's name begins with that of the lab, if it has one. */
  readonly clientId: string;
}

export interface BrokerState extends ContainerState {
  readonly id: number;
  readonly registered: boolean;
  readonly controller: boolean;
}

export interface TopicState {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: readonly PartitionState[];
}

export interface PartitionState {
  readonly partition: number;
  /** -1 without one. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly low: number;
  readonly high: number;
  /** The newest records, oldest first: as many as the page shows. */
  readonly latest: readonly RecordCell[];
}

/**
 * A record in the picture. Texts are cut, to 200 characters in the state and to 2,000 elsewhere, with a mark such as
 * `… [+8000 B]`; control characters are made visible; bytes that are no text are written like `[3 B] 00 ff 1a`.
 */
export interface RecordCell {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly timestampMs: number;
}

export interface GroupState {
  readonly name: string;
  readonly state: string;
  readonly members: readonly {
    readonly clientId: string;
    readonly partitions: readonly (readonly [topic: string, partition: number])[];
  }[];
  readonly positions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly committed: number | undefined;
    readonly lag: number | undefined;
  }[];
}

/** Three columns for each resource. */
export interface StackState {
  /** Undefined before the first start has chosen one. */
  readonly stack: string | undefined;
  /** Why something is unknown: Docker does not answer, or the state cannot be read. */
  readonly reason: Both | undefined;
  /** What the program wants is known by this preview, until it is old; undefined before the first one. */
  readonly preview:
    | {
        readonly atMs: number;
        /** The program, the settings or the state have changed since. */
        readonly isOld: boolean;
        /** It is being made anew. */
        readonly isRunning: boolean;
        readonly plan: StackPlan;
      }
    | undefined;
  readonly resources: readonly ResourceRow[];
}

export interface ResourceRow {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly wanted: "present" | "absent" | "unknown";
  readonly remembered: "present" | "absent";
  readonly real: "present" | "absent" | "different" | "unknown";
  /** Of a container that is there: what its name in Docker is, and how it is. */
  readonly container: ContainerState | undefined;
  /** Differences by property, as a refresh or a plan would show them. */
  readonly differences: readonly {
    readonly property: string;
    readonly wanted: string | undefined;
    readonly remembered: string | undefined;
    readonly real: string | undefined;
    /** Which command notices it. */
    readonly seenBy: "plan" | "refresh" | "nobody";
  }[];
}

export interface DrillState {
  /** Without its name, which would give the fault away. */
  readonly drawn:
    | {
        readonly level: 1 | 2 | 3;
        readonly sinceMs: number;
        readonly hints: number;
        readonly symptom: Both;
      }
    | undefined;
  /** The last one, once it is over: repaired, or given up. */
  readonly ended:
    | {
        readonly name: string;
        readonly level: 1 | 2 | 3;
        readonly explanation: Both;
        readonly repaired: DrillRepair | undefined;
      }
    | undefined;
}

/** Changes (everything but GET and HEAD) carry the page's token in this header. The page has it in `<meta name="page-token">`. */
export const PAGE_TOKEN_HEADER = "x-lab-page";

/** Sockets carry it as a protocol: `new WebSocket(url, [TERMINAL_PROTOCOL, PAGE_PROTOCOL + token])`. */
export const PAGE_PROTOCOL = "page.";
export const TERMINAL_PROTOCOL = "kafka-lab-terminal";

/** GET: every state by its name as a server-sent event, all at first, then each when it has changed. */
export const EVENTS_PATH = "/api/events";

/**
 * GET: `TerminalTab[]`. POST with a `TerminalSize`: 201 and the new tab. DELETE and the socket: `/api/terminals/ID`.
 * What the terminal shows is sent again on attach, so a page that reloads goes on where it was.
 */
export const TERMINALS_PATH = "/api/terminals";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalTab {
  readonly id: string;
  /** The shell's name, such as `bash`. */
  readonly shell: string;
  readonly at: ShellAt;
}

/** By the shell's OSC 133 marks; `unknown` where the shell sends none. */
export type ShellAt = "prompt" | "running" | "unknown";

/** The terminal's socket: both sides send these as JSON texts. */
export type ToTerminal =
  | { readonly type: "input"; readonly data: string }
  | { readonly type: "resize"; readonly columns: number; readonly rows: number }
  | { readonly type: "run"; readonly id: number; readonly text: string };

export type FromTerminal =
  | { readonly type: "output"; readonly data: string }
  | { readonly type: "prompt"; readonly at: ShellAt }
  /** To the page that asked for the run. The output is as the terminal got it, and cut when it is long. */
  | { readonly type: "ran"; readonly id: number; readonly exitStatus: number; readonly output: string }
  | { readonly type: "refused"; readonly id: number; readonly reason: string }
  | { readonly type: "ended"; readonly exitStatus: number }
  /** There is no such terminal, or this machine can open none; the socket closes after it. */
  | { readonly type: "unavailable"; readonly reason: string };

/** What the page asks about Kafka, below `/api`; `?lang=` where a refusal would be in words of the lab. */
export interface KafkaRequests {
  /** What the state `kafka` has records of, for all pages; the answer is what the server made of it. */
  "POST /kafka/view": { body: KafkaView; answer: KafkaView };
  /**
   * `?partition=&from=&count=`: records in the order of their offsets, from `from` on, 200 at most. Instead of `from`:
   * `timestampMs`, for those from a time on; without both, the newest.
   */
  "GET /kafka/topics/:topic/records": { answer: RecordPage };
  /**
   * `?text=`, and `&partition=` for only one: the newest records whose key, value or headers have the text, in any case. It
   * looks for two seconds at most; `&next=` goes on where an answer's `next` ended. It stops when the page hangs up.
   */
  "GET /kafka/topics/:topic/search": { answer: RecordSearch };
  /** `acks` as Kafka has it: -1 waits for all in-sync replicas, 0 for nobody. */
  "POST /kafka/topics/:topic/records": { body: NewRecord; answer: SentRecord };
  /** What a move of a group would do. */
  "POST /kafka/groups/:group/moves/preview": {
    body: { topic: string; to: GroupTarget };
    answer: GroupMove;
  };
  /** Makes the move that was shown. */
  "POST /kafka/groups/:group/moves": {
    body: { topic: string; to: GroupTarget; version: string };
    answer: GroupMove;
  };
  /** How far the group was behind while a page was open, for ten minutes at most. */
  "GET /kafka/groups/:group/lag": { answer: LagHistory };
}

export interface KafkaView {
  /** Without partitions: all. Of 100 partitions in all at most. */
  readonly topics: readonly { readonly topic: string; readonly partitions?: readonly number[] | undefined }[];
  /** How many of the newest records of each partition, 50 at most, and 2,000 in all. */
  readonly cells: number;
}

export interface LagHistory {
  /** Oldest first, one a second; where the total is undefined, Kafka did not say. */
  readonly samples: readonly { readonly atMs: number; readonly lag: number | undefined }[];
}

export interface RecordPage {
  readonly low: number;
  readonly high: number;
  readonly records: readonly RecordCell[];
}

export interface RecordSearch {
  /** Newest first. */
  readonly found: readonly (RecordCell & { readonly partition: number })[];
  /** How many records were looked at in all, of how many, and whether those were all. */
  readonly looked: number;
  readonly of: number;
  readonly isWhole: boolean;
  /** To go on with; undefined when `isWhole`. */
  readonly next: string | undefined;
}

export interface NewRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly acks: -1 | 0 | 1;
  /** Left out, the producer's own partitioner chooses. */
  readonly partition?: number | undefined;
}

export interface SentRecord {
  readonly partition: number;
  /** Undefined with `acks` 0: nobody says. */
  readonly offset: number | undefined;
  readonly tookMs: number;
}

export type GroupTarget =
  | { readonly kind: "earliest" | "latest" }
  | { readonly kind: "offset"; readonly partition: number; readonly offset: number }
  | { readonly kind: "time"; readonly timestampMs: number };

export interface GroupMove {
  /** Sent back to make the move, so that it is the one that was shown. */
  readonly version: string;
  /** Why it cannot be made now, such as members that are still there. */
  readonly obstacle: Both | undefined;
  readonly positions: readonly {
    readonly partition: number;
    readonly from: number | undefined;
    readonly to: number;
    /** Why it stays, or goes elsewhere than was asked. */
    readonly note: Both | undefined;
  }[];
  /** The command that does the same. */
  readonly command: string;
}

/** What the page asks about the stack, below `/api`. */
export interface StackRequests {
  /** Runs the program once, which takes seconds; the plan is in the state `stack`, too. Refused while anything is at work. */
  "POST /stack/preview": { body: { lang: Language }; answer: StackPlan };
  /** `?lines=`, 200 without it, 2,000 at most. */
  "GET /stack/containers/:name/logs": { answer: { readonly text: string } };
  /** `?lines=`: the same as plain text, and what comes after it until the page leaves. Not JSON. */
  "GET /stack/containers/:name/logs/follow": { answer: string };
  /** Oldest first. */
  "GET /stack/containers/:name/health": { answer: { readonly probes: readonly HealthProbe[] } };
}

export interface StackPlan {
  readonly steps: readonly {
    readonly op: "create" | "update" | "replace" | "delete" | "same";
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Of a resource that is created, its properties, without `before`. */
    readonly diff: readonly {
      readonly property: string;
      /** Whether it is the reason for a replacement. */
      readonly replaces: boolean;
      readonly before: string | undefined;
      readonly after: string | undefined;
    }[];
  }[];
  /** What the engine has to say besides: the errors of a preview that failed. */
  readonly said: readonly string[];
}

export interface HealthProbe {
  readonly atMs: number;
  readonly exitStatus: number;
  readonly output: string;
}

/** Calls of the two services, below `/api`: the server makes them, because the page may talk to nobody else. */
export interface ApiRequests {
  "GET /services": {
    answer: readonly { readonly name: string; readonly url: string; readonly isUp: boolean }[];
  };
  /** The service's own OpenAPI document: as it runs, or else as its source says. */
  "GET /services/:name/openapi": {
    answer: { readonly from: "service" | "source"; readonly document: unknown };
  };
  "POST /services/:name/calls": { body: ServiceCall; answer: ServiceAnswer };
}

export interface ServiceCall {
  readonly method: string;
  /** With its query, such as `/api/messages?limit=1`. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** As text; the end of a long one is left out. */
  readonly body: string;
  readonly isCut: boolean;
  readonly tookMs: number;
}

/**
 * What the page asks about drills, below `/api`; the one under way is the state `drill`. It is drawn, checked and given
 * up by the commands of `./lab`, in the terminal.
 */
export interface DrillRequests {
  /** The easiest first. */
  "GET /drills": { answer: readonly DrillEntry[] };
  /** `?lang=`: a repair in a few lines, to show to others; they name neither the drill nor the learner. */
  "GET /drills/:name/result": { answer: { readonly text: string } };
}

export interface DrillEntry {
  readonly name: string;
  readonly level: 1 | 2 | 3;
  /** The last repair, and the fastest one. */
  readonly repaired: DrillRepair | undefined;
  readonly bestSeconds: number | undefined;
}

export interface DrillRepair {
  readonly seconds: number;
  readonly hints: number;
}
