import { afterEach, beforeEach, expect, vi } from 'vitest'

/** What React, or anything else, wrote to the console as an error or a warning in this test. */
const complaints: string[] = []

beforeEach(() => {
  complaints.length = 0
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      complaints.push(words.map(String).join(' '))
    })
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  expect(complaints).toEqual([])
})

/** Returns the complaints, which the test expects. */
export function takeComplaints(): string[] {
  return complaints.splice(0)
}
