import { basename } from 'node:path'
import ts from 'typescript'
import type { Rule } from './rule.js'
import type { SourceModule } from './source-module.js'

const vagueNames = ['utils', 'util', 'helpers', 'helper', 'types', 'constants', 'common', 'misc']

/** What a file is called and how it is built (STYLE, "A file"). */
export const fileRules: readonly Rule[] = [
  {
    name: 'file and folder names are kebab-case',
    violations: eachFile(({ path }) =>
      /^([a-z0-9]+(-[a-z0-9]+)*\/)*([a-z0-9]+[-.])*[a-z0-9]+$/.test(path),
    ),
    broken: { 'core/webSocket.ts': '', 'core/close_info.ts': '', 'Layers/json.ts': '' },
  },
  {
    name: 'files are named after what they export',
    violations: eachFile(({ path }) => !vagueNames.includes(basename(path, '.ts'))),
    broken: { 'core/utils.ts': '', 'layers/types.ts': '' },
  },
  {
    name: 'files have fewer than 250 lines',
    violations: eachFile(({ text }) => text.trimEnd().split('\n').length < 250),
    broken: { 'core/long.ts': 'export {}\n'.repeat(250) },
  },
  {
    name: 'there are no default exports',
    violations: eachFile(({ tree }) => !tree.statements.some(isDefaultExport)),
    broken: {
      'core/a.ts': 'export default 1',
      'core/b.ts': 'export default class Channel {}',
      'core/c.ts': 'const c = 1\nexport { c as default }',
      'core/d.ts': `export { default } from './a.js'`,
    },
  },
  {
    name: 'folders have no barrels',
    violations: eachFile(({ path, tree }) => {
      const isBarrel = tree.statements.length > 0 && tree.statements.every(isReexport)
      return !path.includes('/') || (basename(path) !== 'index.ts' && !isBarrel)
    }),
    broken: {
      'core/index.ts': 'export const a = 1',
      'core/all.ts': `export * from './a.js'\nexport { b } from './b.js'`,
    },
  },
]

function eachFile(isGood: (module: SourceModule) => boolean): Rule['violations'] {
  return (modules) => modules.filter((module) => !isGood(module)).map(({ path }) => path)
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true
  if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined) {
    const clause = statement.exportClause
    return ts.isNamedExports(clause) && clause.elements.some(({ name }) => name.text === 'default')
  }
  return (
    ts.canHaveModifiers(statement) &&
    (statement.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  )
}

function isReexport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined
}
