import type { Missing } from '../contract/capability.js'
import type { ContractCase } from '../contract/contract-case.js'
import { type folders } from './bundle.js'

/** A platform on which the contract runs. */
export interface Platform {
  /** What it is, and which entry of the package runs there if not the root. */
  readonly name: string
  /** Its version, where the platform does not report it. */
  readonly version?: string
  /** Which of the bundles it takes. */
  readonly bundle: keyof typeof folders
  /** Whether the channels have layers around them, which leave frames as they are. */
  readonly isLayered?: boolean
  /** What is not its part, as what a server's side does: no shortcoming. */
  readonly others: Missing
  /** What it cannot do and no wrapper can mend, by the capability's name. */
  readonly lacks: Lacks
  /** Starts it on the job at an address; the bundles are in a folder. */
  launch(stageUrl: string, folder: string): Promise<Running> | Running
}

/** Something that a platform cannot do. */
export interface Lack {
  /** Why, as a clause. */
  readonly reason: string
  /** Where to read about it: an address, or a section of `docs/platforms.md`. */
  readonly link: string
  /** Which cases need it, by their names, where they do not ask for the capability themselves. */
  readonly cases?: RegExp
  /**
   * Why its cases are not tried: there they pass or fail by chance. All others are tried, and one that turns out to be no
   * lack any more fails the run.
   */
  readonly untried?: string
}

export type Lacks = Readonly<Record<string, Lack>>

/** A platform at work. */
export interface Running {
  /** Resolves with the platform's last words when it ends by itself. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

/** The names of what a case needs and a platform lacks. */
export function lacking({ requires = [], name }: ContractCase, lacks: Lacks): string[] {
  const names: readonly string[] = requires
  return Object.entries(lacks)
    .filter(([capability, { cases }]) => names.includes(capability) || cases?.test(name) === true)
    .map(([capability]) => capability)
}

/** Whether a case is about something that is not the platform's part. */
export function isOfOthers({ requires = [] }: ContractCase, { others }: Platform): boolean {
  return requires.some((capability) => others[capability] !== undefined)
}
