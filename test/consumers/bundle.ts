import { join } from 'node:path'
import type { Program } from './conversation.js'
import { type Format, writePrograms } from './programs.js'
import { makeProject } from './project.js'
import { run } from './run.js'

/** Bundles a program of `programs` and resolves with the path of the bundle. */
export type Bundle = (program: Program) => Promise<string>

/** Makes functions that bundle with a program of `tools`, in a separate process. */
function bundlerOf(tool: string): (options?: object, format?: Format) => Bundle {
  const script = join(import.meta.dirname, 'tools', `${tool}.mjs`)
  return (options = {}, format = 'esm') =>
    async (program) => {
      const project = await makeProject({})
      const [entry = ''] = await writePrograms(project, { programs: [program], format })
      const args = [script, project, entry, JSON.stringify(options)]
      const output = await run(process.execPath, args, { cwd: project })
      return output.trim().split('\n').at(-1) ?? ''
    }
}

export const esbuild = bundlerOf('esbuild')
export const metro = bundlerOf('metro')
export const parcel = bundlerOf('parcel')
export const rollup = bundlerOf('rollup')
export const vite = bundlerOf('vite')
export const webpack = bundlerOf('webpack')
