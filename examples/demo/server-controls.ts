/** What the demo's server does: answers, keeps its connections without answering, or does not listen. */
export type ServerState = 'running' | 'frozen' | 'stopped'

export const serverActions = ['start', 'stop', 'drop', 'freeze', 'thaw'] as const

export type ServerAction = (typeof serverActions)[number]

/** What the page can do to its server. */
export interface ServerControls {
  /** Resolves with the state of the server. */
  look(): Promise<ServerState>
  /** Does it and resolves with the new state. Rejects with the reason if it is impossible. */
  act(action: ServerAction): Promise<ServerState>
}
