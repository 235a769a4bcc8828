/** The name of member n of a cluster; the first one has the plain name, so that a lab can grow without a rename. */
export const memberName = (name: string, member: number) => (member === 1 ? name : `${name}-${member}`);

/** 1 to `count`, as brokers and ZooKeepers are counted. */
export const membersOf = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
