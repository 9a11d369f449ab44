import ts from 'typescript'
import { expect, it } from 'vitest'
import { readSourceModules } from '../architecture/source-module.js'
import { runChild } from '../faults/adversary/child.js'

interface Report {
  readonly isFast: boolean
  readonly received: number
}

const WARM_UP = 100
const COLLECTIONS = 8
const HOT_PATH =
  /^(adapters\/node\/fast-path\/.*|core\/receiving\/.*|core\/frame-queue|core\/sending\/(socket-sink|pull-source))\.ts$/

/** The names of the functions, methods, accessors and classes in a file. A constructor has the name of its class. */
function functionsIn(node: ts.Node): string[] {
  const names: string[] = []
  const isNamed =
    ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isAccessor(node)
  if ((isNamed || ts.isClassDeclaration(node)) && node.name) names.push(node.name.getText())
  ts.forEachChild(node, (child) => void names.push(...functionsIn(child)))
  return names
}

/** The functions whose optimized code V8 has discarded. The bundler may have added a number to a name. */
function discardedIn(output: string): string[] {
  const lines = output.matchAll(
    /^\[marking dependent code .*<SharedFunctionInfo (?:[gs]et )?(\S+)>/gm,
  )
  return Array.from(lines, ([, name = '']) => name.replace(/\d+$/, ''))
}

it(
  'garbage collections discard no optimized code of the hot path',
  { timeout: 60_000 },
  async () => {
    const modules = readSourceModules().filter(({ path }) => HOT_PATH.test(path))
    const hotPath = new Set(modules.flatMap(({ tree }) => functionsIn(tree)))
    const args = [String(WARM_UP), String(COLLECTIONS)]
    const { report, output } = await runChild<Report>('collections', args)
    const discarded = discardedIn(output)

    expect(report).toEqual({ isFast: true, received: (5 * WARM_UP + COLLECTIONS * 20) * 600 })
    expect([...hotPath]).toEqual(
      expect.arrayContaining(['#readPlain', 'deliver', 'push', 'add', 'addAll']),
    )
    // The trace works: a class without instances has this effect.
    expect(discarded).toContain('useControl')
    expect(discarded.filter((name) => hotPath.has(name))).toEqual([])
  },
)
