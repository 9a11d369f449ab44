import { expect, inject, it } from 'vitest'
import { codeBlocks } from '../docs/code-block.js'
import { page } from '../docs/pages.js'
import { runInProject } from './project.js'

// The other code of the guide is for RxJS 7, and runs with the tests of the docs.
const blocks = codeBlocks({ path: 'docs/from-rxjs.md', text: page('docs/from-rxjs.md').text })
const forRxJS9 = blocks.filter(({ info: [language] }) => language === 'mjs')

it('the guide has code for RxJS 9', () => {
  expect(forRxJS9).toHaveLength(1)
})

it.each(forRxJS9)('runs, and prints what it says: $place', async ({ code }) => {
  const project = inject('projects')['9.0.0-beta.0']
  if (!project) throw new Error('There is no project with RxJS 9')
  const comments = [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, printed]) => printed)
  const server = `
    import { startEchoServer } from 'web-socket-channel/testing'
    const server = await startEchoServer()`
  const program = code.replace(`'wss://echo.example'`, 'server.url')
  const end = `await channel.closed\nawait server.close()`
  const printed = await runInProject(project, [server, program, end].join('\n'))
  expect(printed.trimEnd().split('\n')).toEqual(comments)
})
