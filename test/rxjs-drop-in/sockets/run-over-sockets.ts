import { describe, it } from 'vitest'
import { identicalOverSockets } from './identical-cases.js'
import { mendsOverSockets } from './mend-cases.js'
import { Play, type SocketStage } from './socket-case.js'

/** Runs the cases that are the same with both modules. */
export function runIdentical(name: string, stage: SocketStage): void {
  describe(`identical: ${name}`, () => {
    it.each(identicalOverSockets)('$name', ({ run }) => run(new Play(stage)))
  })
}

/** Runs the cases of the mends. */
export function runMends(name: string, stage: SocketStage): void {
  describe(`mends: ${name}`, () => {
    it.each(mendsOverSockets)('$name', ({ run }) => run(new Play(stage)))
  })
}
