import { join } from 'node:path'
import type { Program } from './conversation.js'
import { makeProject } from './project.js'
import { run } from './run.js'

/** Bundles a program of `programs` and resolves with the path of the bundle. */
export type Bundle = (program: Program) => Promise<string>

/** Makes a function that bundles with a program of `tools`, in a process of its own. */
export function bundlerWith(
  tool: 'esbuild' | 'metro' | 'parcel' | 'rollup' | 'webpack',
  options: object,
): Bundle {
  const script = join(import.meta.dirname, 'tools', `${tool}.mjs`)
  return async (program) => {
    const project = await makeProject({ programs: ['conversation.mjs', `${program}.mjs`] })
    const output = await run(
      process.execPath,
      [script, project, program, JSON.stringify(options)],
      {
        cwd: project,
      },
    )
    return output.trim().split('\n').at(-1) ?? ''
  }
}
