/** Work that one of many servers does at a time (decision: a row and a poll, nothing of a session). */
export interface Leases {
  /**
   * Runs `work` while this process holds the lease `name`, or returns false at once when another one does. The lease is
   * renewed while the work runs; `signal` aborts when it was lost. A holder that dies loses it after its term.
   */
  whileHeld(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<boolean>;
}
