import { expect, it } from 'vitest'
import { page } from '../docs/pages.js'
import { identical } from './identical/identical.js'
import { mends } from './mends/mends.js'

const { text } = page('docs/from-rxjs.md')

/** The lines of a section. */
function section(heading: string): readonly string[] {
  const [, rest = ''] = text.split(`\n## ${heading}\n`)
  const [body = ''] = rest.split('\n## ')
  return body.split('\n')
}

it('the page begins with the import that replaces the one of rxjs/webSocket', () => {
  const [, code = ''] = /```ts\n(.*?)```/s.exec(text) ?? []
  expect(code.split('\n')[0]).toBe(
    `import { webSocket } from 'web-socket-channel/rxjs' // before: 'rxjs/webSocket'`,
  )
})

it('the table of the page lists the mends of the tests, each with its reason', () => {
  const rows = section('What is mended')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()))
  expect(rows.map(([, title]) => title)).toEqual(mends.map(({ title }) => title))
  for (const [, , reason] of rows) expect(reason).toMatch(/\w/)
  expect(rows).toHaveLength(10)
})

it('the list of the page is what the tests find identical', () => {
  const bullets = section('What is identical').filter((line) => line.startsWith('- '))
  expect(bullets.map((line) => line.slice(2))).toEqual(identical.map(({ sentence }) => sentence))
})
