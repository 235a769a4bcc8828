import RequestQueue from "kafkajs/src/network/requestQueue/index.js";

/**
 * kafkajs 2.2.4 sets a timer in the past after every answer, which Node 24 warns about (TimeoutNegativeWarning).
 * A timer is of use only while the broker throttles us or requests wait, so we set it then.
 * https://github.com/tulios/kafkajs/issues/1751
 */
export function stopNegativeTimers(): void {
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  if (schedule.name === "scheduleWhenUseful") return;
  RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleWhenUseful() {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
