import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { importing, type ModuleFormat, moduleFormats } from '../../package/consumer.js'
import { reactVersions } from '../react-versions.js'

const names = ['StreamBuilder', 'useChannel', 'useSnapshot', 'useStatus']

interface Run {
  readonly version: string
  readonly format: ModuleFormat
  /** Options of Node. */
  readonly flags?: readonly string[]
}

/** Runs a program in a project with a version of React; returns what it reported. Fails if it complained. */
async function run(source: string, { version, format, flags = [] }: Run): Promise<unknown> {
  const program = join(inject('reactProjects')[version] ?? '', `program-${flags.length}.${format}`)
  await writeFile(
    program,
    `const report = (value) => console.log(JSON.stringify(value))\n${source}`,
  )
  const words = ['--trace-warnings', ...flags, program]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, words)
  if (stderr !== '') throw new Error(`The process complained:\n${stderr}`)
  return JSON.parse(stdout) as unknown
}

describe.each(reactVersions)('beside React %s', (version) => {
  describe.each(moduleFormats)('loaded from .%s', (format) => {
    const entry = importing(format, '* as entry', 'web-socket-channel/react')

    it('exports exactly the names of its list', async () => {
      const source = `${entry}\nreport(Object.keys(entry))`
      const found = (await run(source, { version, format })) as string[]
      expect(found.filter((name) => name !== '__esModule').sort()).toEqual(names)
    })

    it('is rendered on a server, where it opens nothing and subscribes to nothing', async () => {
      const source = `${entry}
        ${importing(format, '{ createElement }', 'react')}
        ${importing(format, '{ renderToString }', 'react-dom/server')}
        ${importing(format, '{ Observable }', 'rxjs')}
        const done = []
        const stream = new Observable(() => void done.push('subscribed'))
        function Page() {
          const channel = entry.useChannel(() => done.push('opened'))
          const { connectionState, data } = entry.useSnapshot(stream, 'first')
          const status = entry.useStatus(channel)
          const builder = (snapshot) => snapshot.connectionState + ' ' + snapshot.data
          const list = createElement(entry.StreamBuilder, { stream: undefined, initialData: 1, builder })
          return createElement('p', null, channel, connectionState, data, status.name, list)
        }
        const html = renderToString(createElement(Page)).replaceAll('<!-- -->', '|')
        report({ html, done })`
      const expected = { html: '<p>waiting|first|connecting|none 1</p>', done: [] }
      expect(await run(source, { version, format })).toEqual(expected)
    })
  })
})

// Server components of React 18 need a framework's build of React.
it.each(moduleFormats)(
  'loaded from .%s it can be imported by server components',
  async (format) => {
    const source = `
    ${importing(format, '* as entry', 'web-socket-channel/react')}
    ${importing(format, '* as React', 'react')}
    report([typeof React.useState, typeof entry.useChannel])`
    const flags = ['--conditions', 'react-server']
    const found = await run(source, { version: '19', format, flags })
    expect(found).toEqual(['undefined', 'function'])
  },
)

it.each(['react.js', 'react.cjs'])('%s is marked as code of the client', async (file) => {
  const path = join(
    inject('reactProjects')['19'] ?? '',
    'node_modules/web-socket-channel/dist',
    file,
  )
  const code = await readFile(path, 'utf8')
  expect(code).toMatch(/^'use client';/)
})

it('no other file of the package loads react, or names its types', async () => {
  const dist = join(inject('reactProjects')['19'] ?? '', 'node_modules/web-socket-channel/dist')
  const files = (await readdir(dist)).filter((name) => /\.(c?js|d\.c?ts)$/.test(name))
  const texts = await Promise.all(files.map((name) => readFile(join(dist, name), 'utf8')))
  const withReact = files.filter((_, index) => /['"]react['"/]/.test(texts[index] ?? ''))
  expect(withReact.sort()).toEqual(['react.cjs', 'react.d.cts', 'react.d.ts', 'react.js'])
})
