import { mkdirSync, writeFileSync } from 'node:fs'
import type { TestCase, TestModule } from 'vitest/node'
import type { Reporter } from 'vitest/reporters'
import type { ContractNote } from '../contract/run-contract.js'

type Row = ContractNote & { readonly state: ReturnType<TestCase['result']>['state'] }

const folder = 'reports/contract'

/** Writes the table "guarantee x adapter, cases that passed" of a run, and prints a short one. */
export class ContractReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) => [...module.children.allTests()].flatMap(rowsOf))
    if (rows.length === 0) return
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/contract.json`, `${JSON.stringify(rows, null, 2)}\n`)
    writeFileSync(`${folder}/contract.md`, `${fullTable(rows)}\n\n${leftOut(rows)}\n`)
    console.log(
      `\n${shortTable(rows)}\n${folder}/contract.md has it by guarantee, with what was left out and why`,
    )
  }
}

function rowsOf(test: TestCase): Row[] {
  const { contract = [] } = test.meta()
  return contract.map((note) => ({ ...note, state: test.result().state }))
}

function fullTable(rows: readonly Row[]): string {
  const adapters = unique(rows.map((row) => row.adapter))
  const guarantees = unique(rows.map((row) => row.guarantee)).sort((one, other) => one - other)
  const lines = guarantees.map((guarantee) =>
    line([
      guarantee,
      ...adapters.map((adapter) =>
        cell(rows.filter((row) => row.adapter === adapter && row.guarantee === guarantee)),
      ),
    ]),
  )
  return [
    line(['guarantee', ...adapters]),
    line(['---', ...adapters.map(() => '---')]),
    ...lines,
  ].join('\n')
}

function leftOut(rows: readonly Row[]): string {
  const adapters = unique(rows.map((row) => row.adapter))
  return adapters
    .map((adapter) => {
      const reasons = unique(
        rows.filter((row) => row.adapter === adapter).flatMap((row) => row.leftOut),
      )
      const lines = reasons.map((reason) => {
        const cases = rows.filter((row) => row.adapter === adapter && row.leftOut.includes(reason))
        return `- ${reason}: ${cases.length} cases`
      })
      return [`Left out on ${adapter}:`, '', ...(lines.length === 0 ? ['- nothing'] : lines)].join(
        '\n',
      )
    })
    .join('\n\n')
}

function shortTable(rows: readonly Row[]): string {
  const adapters = unique(rows.map((row) => row.adapter))
  const width = Math.max(...adapters.map((adapter) => adapter.length))
  const lines = adapters.map((adapter) => {
    const own = rows.filter((row) => row.adapter === adapter)
    return `  ${adapter.padEnd(width)}  ${cell(own)}`
  })
  return ['Contract: cases that passed', ...lines].join('\n')
}

function cell(rows: readonly Row[]): string {
  const tried = rows.filter((row) => row.leftOut.length === 0)
  const passed = tried.filter((row) => row.state === 'passed').length
  const failed = tried.filter((row) => row.state === 'failed').length
  const omitted = rows.length - tried.length
  return [
    `${passed}/${tried.length}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(omitted > 0 ? [`${omitted} left out`] : []),
  ].join(', ')
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)]
}
