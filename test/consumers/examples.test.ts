import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { makeProject } from './project.js'
import { run } from './run.js'

const installed = join(inject('consumer'), 'node_modules/web-socket-channel/examples')
const readme = await readFile(join(installed, 'README.md'), 'utf8')
/** The commands in the README's tables. All but the server's run to their end; those of `protocols` need their own peer. */
const commands = [...readme.matchAll(/`node (--import \S+ examples\/\S+\.ts[^`]*)`/g)].map(
  ([, words = '']) => words.split(' '),
)
const programs = commands.filter((words) => {
  return !words.some((word) => /examples\/(echo-server|protocols\/.*)\.ts/.test(word))
})

describe('the examples of the installed package, copied as their README says', () => {
  let project: string

  beforeAll(async () => {
    project = await makeProject({
      files: { 'package.json': JSON.stringify({ private: true }) },
      dependencies: { esbuild: 'esbuild' },
    })
    await cp(installed, join(project, 'examples'), { recursive: true })
  })

  it('are as many as the table has', () => {
    expect(programs.length).toBeGreaterThan(7)
  })

  it.each(programs.map((words) => words.join(' ')))('runs: node %s', async (command) => {
    const words = command.replace('ws://127.0.0.1:8080', inject('echoUrl')).split(' ')
    const output = await run(process.execPath, words, { cwd: project })
    expect(output).not.toBe('')
  })

  it('serves an echo to another example', async () => {
    const words = ['--import', './examples/typescript.mjs', 'examples/echo-server.ts', '0']
    const server = spawn(process.execPath, words, {
      cwd: project,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void server.kill())
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const url = `ws://127.0.0.1:${/port: (\d+)/.exec(line.toString())?.[1] ?? ''}`
    const client = ['--import', './examples/typescript.mjs', 'examples/echo-client.ts', url]
    expect(await run(process.execPath, client, { cwd: project })).toContain('received: Hello!')
  })

  it('runs the demo without a page', async () => {
    const words = ['examples/demo/start.mjs', '--headless']
    expect(await run(process.execPath, words, { cwd: project })).toContain('Hello')
  })
})
