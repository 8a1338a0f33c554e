/**
 * How the two databases look into the JSON of `resource.search`. Everything else about filters and lists is the same SQL.
 * `json` is an expression that yields JSON; an empty path is the value itself. What isn't there is null.
 */
export interface FilterFragments {
  has(json: string, path: readonly string[]): string;
  /** Text that compares by bytes. */
  text(json: string, path: readonly string[]): string;
  number(json: string, path: readonly string[]): string;
  boolean(json: string, path: readonly string[]): string;
  /** A `from` item with one row per element of the list at `path`; none where there is no list. */
  each(json: string, path: readonly string[], alias: string): string;
  /** The JSON of an element of `each`. */
  element(alias: string): string;
  /** Where an element stands in its list. */
  position(alias: string): string;
  /** Whether `text` contains what is bound to its one placeholder. */
  contains(text: string): string;
  /** The last characters of `text`, as many as the number that is bound to its one placeholder. */
  ending(text: string): string;
  /** A placeholder for a number. */
  readonly numberParam: string;
  /** `ord in …` for a list of numbers that is bound as one text, see `ordList`. */
  readonly inOrds: string;
  ordList(ords: readonly number[]): string;
  /** Ends a statement that looks at very many rows of `resource r`, for the way through the table that is best then. */
  readonly scanOrder: string;
  /** Begins the condition of a statement for `Database.search` or `browse`; `ord` is a column that differs from row to row. */
  inTime(ord: string): string;
}
