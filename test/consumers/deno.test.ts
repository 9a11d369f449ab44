import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { conversations, type Entry } from './conversation.js'
import { makeProject, tools } from './project.js'
import { run } from './run.js'

const page = await readFile(join(import.meta.dirname, '../../docs/bundlers.md'), 'utf8')
/** The permission that the page asks for beside the network. */
const environment = /--allow-env=\S+/.exec(page)?.[0] ?? 'docs/bundlers.md lacks --allow-env'

describe('Deno, with the permissions of docs/bundlers.md', () => {
  it.each(['root', 'node'] as const)('runs %s with the variable of ws', async (entry) => {
    expect(await runOnDeno(entry, [environment])).toEqual(conversations[entry])
  })

  it('runs ./browser with the network alone', async () => {
    expect(await runOnDeno('browser', [])).toEqual(conversations.browser)
  })

  it.each(['root', 'node'] as const)('does not import %s without that variable', async (entry) => {
    await expect(runOnDeno(entry, [])).rejects.toThrow('NotCapable: Requires env access')
  })
})

/** Runs the conversation of an entry with permissions beside that for the server, and resolves with its result. */
async function runOnDeno(entry: Entry, permissions: readonly string[]): Promise<unknown> {
  const url = inject('echoUrl')
  const main = `
    import { ${entry} } from './${entry}.mjs'
    globalThis.echoUrl = '${url}'
    console.log(JSON.stringify(await ${entry}()))`
  const project = await makeProject({
    programs: ['conversation.mjs', `${entry}.mjs`],
    files: { 'main.mjs': main },
  })
  const network = `--allow-net=${new URL(url).host}`
  const words = ['run', '--no-prompt', network, ...permissions, 'main.mjs']
  return JSON.parse(await run(join(tools, '.bin/deno'), words, { cwd: project })) as unknown
}
