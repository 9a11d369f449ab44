import { afterAll, describe, expect, test, type TaskMeta } from 'vitest'
import type { Adapter } from './adapter.js'
import { runCase, type Errors } from './context.js'
import type { ContractCase } from './contract-case.js'
import { contract } from './contract.js'

/** What the table says of a case on an adapter. */
export interface ContractNote {
  readonly adapter: string
  readonly guarantee: number
  readonly name: string
  /** Why the case was left out, one sentence for each capability that is missing. */
  readonly leftOut: readonly string[]
}

declare module 'vitest' {
  interface TaskMeta {
    contract?: readonly ContractNote[]
  }
}

/** Tries every case of the contract that an adapter can play, and notes for the table what was left out and why. */
export function runContract(adapter: Adapter, errors: Errors): void {
  const notes = contract.map((entry) => ({ entry, note: noteOf(entry, adapter) }))
  const leftOut = notes.map(({ note }) => note).filter((note) => note.leftOut.length > 0)
  describe(adapter.name, () => {
    for (const { entry, note } of notes) {
      if (note.leftOut.length > 0) continue
      test(note.name, async ({ task }) => {
        write(task.meta, [note])
        await runCase(entry, { adapter, errors })
      })
    }
    test('says why it leaves out what it leaves out', ({ task }) => {
      write(task.meta, leftOut)
      expect(leftOut.flatMap((note) => note.leftOut).filter((reason) => reason === '')).toEqual([])
    })
    afterAll(() => adapter.stop?.())
  })
}

function noteOf({ guarantee, name, requires = [] }: ContractCase, adapter: Adapter): ContractNote {
  const leftOut = requires.flatMap((capability) => adapter.missing[capability] ?? [])
  return { adapter: adapter.name, guarantee, name: `${guarantee}. ${name}`, leftOut }
}

function write(meta: TaskMeta, contract: readonly ContractNote[]): void {
  meta.contract = contract
}
