/** One connection of a crowd, by a channel or by raw `ws`. */
export interface Member {
  /** Sends something and waits until it comes back. */
  echo(): Promise<void>
  ask(text: string): void
  /** How it ended: the name and code of the error. */
  readonly ended: Promise<string>
}
