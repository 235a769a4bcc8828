/** What stays when a lesson moves: `groups` of `05-groups`. */
export function nameWithoutNumber(lesson: string) {
  return lesson.replace(/^\d+-/, "");
}
