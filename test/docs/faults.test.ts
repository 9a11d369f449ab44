import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const rows = read('test/faults/README.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
// A row has the case, the tests and what they say; the first two rows are the head.
const cells = rows.slice(2).map((row) => row.split(' | ')[1]?.trim() ?? '')
const named = cells.flatMap((cell) =>
  Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name),
)

/** Whether a name is a test of `test/faults` or `test/timing`, a path in the repository, or a script. */
function isFound(name: string): boolean {
  const script = /^npm run (\S+)$/.exec(name)?.[1]
  if (script) return read('package.json').includes(`"${script}": `)
  const places = [`test/faults/${name}.test.ts`, `test/${name}.test.ts`, name]
  return places.some((path) => existsSync(new URL(path, root)))
}

it('each row of the table of faults names a test, or says that the case is left out', () => {
  expect(cells.length).toBeGreaterThan(50)
  expect(cells.filter((cell) => !cell.includes('`') && cell !== 'left out')).toEqual([])
})

it('what the table of faults names is there', () => {
  expect(named.filter((name) => !isFound(name))).toEqual([])
  expect(['no-such-test', 'npm run no-such-script'].filter(isFound)).toEqual([])
})

it('the table of faults names each test of faults but that of the adversary itself', () => {
  const tests = readdirSync(new URL('test/faults/', root)).flatMap(
    (file) => /^(.+)\.test\.ts$/.exec(file)?.[1] ?? [],
  )
  expect(tests.filter((name) => !named.includes(name))).toEqual(['adversary'])
})
