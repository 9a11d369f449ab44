import { describe, expect, it } from 'vitest'
import { bannedComments, bannedSentences, readPrograms, type TextFile } from './prose.js'

// Its examples contain what is banned.
const thisFile = 'test/architecture/prose.test.ts'

function bannedProse(program: TextFile): string[] {
  return [...bannedComments(program), ...bannedSentences(program)]
}

describe('comments and messages are plain English', () => {
  it.each([
    ['src', 'src/core/socket.ts'],
    ['bench', 'bench/run.mjs'],
    ['scripts', 'scripts/platform-packages.sh'],
  ])('in %s', (folder, path) => {
    const programs = readPrograms(folder)
    expect(programs.map((program) => program.path)).toContain(path)
    expect(programs.flatMap(bannedProse)).toEqual([])
  })

  // It parses all files of the tests.
  it('in test, names of tests and of contract cases included', { timeout: 60_000 }, () => {
    const programs = readPrograms('test').filter(({ path }) => path !== thisFile)
    expect(programs.map(({ path }) => path)).toContain('test/contract/cases/ready.ts')
    expect(programs.flatMap(bannedProse)).toEqual([])
  })

  it.each([
    ['a.ts', '// Tells the peer.\nsend()'],
    ['a.ts', 'send() // The peer is told.'],
    ['a.ts', '/** The socket, which heeds\n * the signal. */\nexport const socket = open()'],
    ['a.ts', '// Sends what\n// waits.\nsend()'],
    ['a.ts', 'function f() {\n  // A timer of its own.\n}'],
    ['a.ts', "throw new Error('Cannot lend it')"],
    ['a.ts', 'throw new Error(`Cannot give back ${it}`)'],
    ['a.test.ts', "it('tells the code of the answer', () => {})"],
    ['a.ts', 'export const cases = [{ name: `${verb} is heeded` }]'],
    ['a.mjs', 'const a = { b: 1 /* ws stands aside */ }'],
    ['a.mjs', 'export {}\n// For who reads it.'],
    ['a.sh', 'true\n  # what this brings\n  # about'],
  ])('would be seen if it were broken: %s %j', (path, text) => {
    expect(bannedProse({ path, text })).toHaveLength(1)
  })

  it('does not refuse names and words that contain one', () => {
    const text = '// Intelligent: `tell()`.\nconst tell = `use ${tells.told} or /tell`'
    expect(bannedProse({ path: 'a.ts', text })).toEqual([])
  })
})
