import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestCase, TestModule } from 'vitest/node'
import type { Reporter } from 'vitest/reporters'
import { platformTable, type Row } from '../../scripts/platform-table.mjs'

const folder = fileURLToPath(new URL('../../reports/platforms/', import.meta.url))

/** Writes down how the cases went on each platform, and prints the table platform x guarantee. */
export class PlatformReporter implements Reporter {
  readonly #group: string

  constructor(group: string) {
    this.#group = group
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) => [...module.children.allTests()].flatMap(rowsOf))
    if (rows.length === 0) return
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}${this.#group}.json`, `${JSON.stringify(rows, null, 2)}\n`)
    console.log(`\n${platformTable(rows)}`)
  }
}

function rowsOf(test: TestCase): Row[] {
  const { platform = [] } = test.meta()
  return platform.map((note) => ({ ...note, state: test.result().state }))
}
