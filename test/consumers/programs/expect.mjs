import assert from 'node:assert/strict'

/** The two assertions of other test runners that `channels.mjs` needs. */
export function expect(actual) {
  return {
    toBe: (expected) => assert.equal(actual, expected),
    toEqual: (expected) => assert.deepEqual(actual, expected),
  }
}
