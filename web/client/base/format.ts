import type { Language } from "../../contract/language.ts";

/** A time of day with milliseconds, because records come close together. */
export function formatTime(timestampMs: number, lang: Language): string {
  return new Date(timestampMs).toLocaleString(lang, {
    dateStyle: "short",
    timeStyle: "medium",
  });
}

/** Such as `4:07` or `1:02:09`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const tail = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}
