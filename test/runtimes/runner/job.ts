/** What a platform is asked to do. Cases go by their index in the contract. */
export interface Job {
  /** Address of the scripted peer, `http://127.0.0.1:port`. */
  readonly peerUrl: string
  /** Whether the channels have layers around them, which leave frames as they are. */
  readonly isLayered: boolean
  /** What has to hold. */
  readonly cases: readonly number[]
  /** What cannot hold for want of a capability, by its name; tried all the same, for the platform may have learnt it. */
  readonly tried: Readonly<Record<string, readonly number[]>>
}

/** What a platform reports while it works. */
export type News =
  | { readonly kind: 'began'; readonly version: string }
  | { readonly kind: 'case'; readonly index: number; readonly problem: string | null }
  | { readonly kind: 'tried'; readonly capability: string; readonly isThere: boolean }
  | { readonly kind: 'ended' }
