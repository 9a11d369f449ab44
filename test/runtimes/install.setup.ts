import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { nodes } from './nodes.js'

const run = promisify(execFile)

/**
 * Installs the runtimes into this folder; when they are there already it only looks. They have to start: Bun is nothing
 * but a note without its install script.
 */
export async function setup(): Promise<void> {
  const options = ['--prefer-offline', '--ignore-scripts=false', '--no-audit', '--no-fund']
  await run('npm', ['install', ...options], { cwd: import.meta.dirname })
  const installed = ['bun', 'deno', 'workerd'].map((name) =>
    join(import.meta.dirname, 'node_modules/.bin', name),
  )
  for (const runtime of [...installed, ...Object.values(nodes)]) await run(runtime, ['--version'])
}
