import type { RecordCell } from "../../../contract/kafka.ts";
import type { StoredRecord } from "../brokers/fetch-records.ts";
import { safeHeaders, safeText } from "./safe-text.ts";

/** A record as the page may show it. @param most how many characters of each text */
export function recordCell(record: StoredRecord, most: number): RecordCell {
  const { offset, key, value, headers, timestampMs } = record;
  return {
    offset,
    key: key && safeText(key, most),
    value: value && safeText(value, most),
    headers: safeHeaders(headers, most),
    timestampMs,
  };
}
