/** Changes some of the state; `undefined` takes a part out of the URL. */
export function withState<State extends object>(
  state: State,
  change: { [Key in keyof State]?: State[Key] | undefined },
): State;
export function withState(state: object, change: object): object {
  return Object.fromEntries(Object.entries({ ...state, ...change }).filter(([, value]) => value !== undefined));
}
