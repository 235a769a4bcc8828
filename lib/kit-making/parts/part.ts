/** What one file of a kit is made from. Its path tells its content: where such a file is, it need not be made again. */
export interface Part {
  readonly path: string;
  /** `any`, or the platform that needs it. */
  readonly platform: string;
  /** About how large it gets, for the room that is needed; what is known beforehand. */
  readonly aboutBytes: number;
  /** Writes it to this file, which has another name until it is whole. */
  readonly write: (file: string, show: (bytes: number) => void) => Promise<void>;
}
