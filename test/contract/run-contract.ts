import { afterAll, describe, test, type TaskMeta } from 'vitest'
import type { Adapter } from './adapter.js'
import { runCase, type Errors } from './context.js'
import { contract } from './contract.js'

declare module 'vitest' {
  interface TaskMeta {
    contract?: {
      readonly adapter: string
      readonly guarantee: number
      /** Why the case was left out, one sentence for each capability that is missing. */
      readonly leftOut: readonly string[]
    }
  }
}

/** Tries every case of the contract on an adapter, and notes for the table what was left out and why. */
export function runContract(adapter: Adapter, errors: Errors): void {
  describe(adapter.name, () => {
    for (const entry of contract) {
      const { guarantee, name, requires = [] } = entry
      test(`${guarantee}. ${name}`, async ({ task, skip }) => {
        const leftOut = requires.flatMap((capability) => adapter.missing[capability] ?? [])
        note(task.meta, { adapter: adapter.name, guarantee, leftOut })
        if (leftOut.length > 0) skip(leftOut.join('; '))
        await runCase(entry, { adapter, errors })
      })
    }
    afterAll(() => adapter.stop?.())
  })
}

function note(meta: TaskMeta, contract: NonNullable<TaskMeta['contract']>): void {
  meta.contract = contract
}
