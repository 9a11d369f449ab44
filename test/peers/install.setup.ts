import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const folders = [import.meta.dirname, join(import.meta.dirname, '../../examples/chat/nats')]

/** Installs the packages of this group, and those of the chat. When they are installed already, npm only checks them. */
export async function setup(): Promise<void> {
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  for (const cwd of folders) await run('npm', ['install', ...options], { cwd })
}
