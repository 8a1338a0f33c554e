/** The behaviours of a SCIM service that are promised: tests carry their numbers (`#103 …`). */
export const behaviours = 146;

/** Numbers at the start of a test's name, or as the first column of its table. */
const named = /(?:^|[([,\s])(['"`])#(\d{1,3})(?!\d)/gm;

export const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(named)].map((match) => Number(match[2]));

/** Which of the numbers none of these files has. */
export function missingBehaviours(texts: readonly string[], count: number = behaviours): readonly number[] {
  const tested = new Set(texts.flatMap(numbersIn));
  return Array.from({ length: count }, (_, at) => at + 1).filter((number) => !tested.has(number));
}
