import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { type Program, results } from './conversation.js'
import { makeProject, tools } from './project.js'
import { run } from './run.js'

// Those that docs/bundlers.md names.
const variablesOfWs = '--allow-env=WS_NO_BUFFER_UTIL,WS_NO_UTF_8_VALIDATE'
const permissions: readonly (readonly [Program, readonly string[]])[] = [
  ['root', [variablesOfWs]],
  ['node', [variablesOfWs]],
  ['browser', []],
]

it.each(permissions)('Deno runs %s with %j beside the network', async (program, permissions) => {
  const url = inject('echoUrl')
  const main = `
    globalThis.echoUrl = '${url}'
    await import('./${program}.mjs')
    console.log(JSON.stringify(await globalThis.result))`
  const project = await makeProject({
    programs: ['conversation.mjs', `${program}.mjs`],
    files: { 'main.mjs': main },
  })
  const deno = join(tools, '.bin/deno')
  const network = `--allow-net=${new URL(url).host}`
  const words = ['run', '--no-prompt', network, ...permissions, 'main.mjs']
  expect(JSON.parse(await run(deno, words, { cwd: project }))).toEqual(results[program])
})
