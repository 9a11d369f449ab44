import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { codeBlocks } from '../docs/code-block.js'
import { guides } from '../docs/pages.js'
import { extensions, type Format } from './programs.js'

const blocks = guides.flatMap(codeBlocks)

/**
 * Writes the tests of README.md and docs/ that are for a test runner into a project, and resolves with the number of tests. The
 * lines of the files are those of the page.
 */
export async function writePageTests(
  project: string,
  { runner, format }: { readonly runner: 'jest' | 'mocha' | 'vitest'; readonly format: Format },
): Promise<number> {
  const chosen = blocks.filter(({ info }) => info.includes(`in-${runner}`))
  for (const { code, line, place } of chosen) {
    const settings = { loader: 'ts', format, target: 'es2022' } as const
    const { code: script } = await transform('\n'.repeat(line - 1) + code, settings)
    await writeFile(
      join(project, `${place.replace(/\W+/g, '-')}.test${extensions[format]}`),
      script,
    )
  }
  return chosen.flatMap(({ code }) => code.match(/^(it|test)\(/gm) ?? []).length
}
