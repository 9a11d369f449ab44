import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Installs the runtimes into this folder; when they are there already it only looks. */
export async function setup(): Promise<void> {
  const options = ['--prefer-offline', '--no-audit', '--no-fund']
  await run('npm', ['install', ...options], { cwd: import.meta.dirname })
}
