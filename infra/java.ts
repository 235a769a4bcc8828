/** Enough for every command-line tool, and so small that three of them fit next to a server in its container. */
const toolHeap = "-Xms16m -Xmx96m";

/**
 * Docker knows the name of a container only while it runs, and Java caches an unknown name for 10 s: brokers that
 * looked one up while it was away could not elect a controller with it when it was back. Addresses change too: two
 * containers that come back may have swapped theirs, and Java would connect to the wrong one for 30 s.
 */
const shortNameCaches = ["-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=1"];

/**
 * Java's options in a container of Kafka or ZooKeeper, in the variables of Kafka's own start scripts. `docker exec`
 * passes all of them to tools as well, but only servers read EXTRA_ARGS; of two heaps Java takes the last one, which is
 * that of EXTRA_ARGS.
 */
export function javaEnvironment(heapMb: number): Record<string, string> {
  return {
    EXTRA_ARGS: `-Xms${heapMb}m -Xmx${heapMb}m`,
    KAFKA_HEAP_OPTS: toolHeap,
    KAFKA_OPTS: shortNameCaches.join(" "),
  };
}
