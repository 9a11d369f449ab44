import { describe, it } from 'vitest'
import { type AnyWebSocketClass, Play } from './class-case.js'
import { classCases } from './cases.js'

/** Runs the list of cases over a class. */
export function runCases(name: string, Class: AnyWebSocketClass, peerUrl: string): void {
  describe(name, () => {
    it.each(classCases)('$name', ({ run }) => run(new Play(Class, peerUrl)))
  })
}
