import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** One import, re-export, `import()`, `require()`, `import('...')` type or `/// <reference>` of a module. */
export interface ModuleImport {
  readonly specifier: string
  /** Path under `src` that a relative specifier stands for; `undefined` for a package. */
  readonly target: string | undefined
  /** Whether it leaves no trace in the JavaScript. */
  readonly typeOnly: boolean
  /** What it takes at run time; `*` is everything. */
  readonly names: readonly string[]
  /** Whether it is a declaration at the top, and not a call. */
  readonly isStatic: boolean
}

/** A file of `src`, parsed. */
export interface SourceModule {
  /** Path under `src`, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
  readonly imports: readonly ModuleImport[]
}

const src = fileURLToPath(new URL('../../src/', import.meta.url))

/** Parses every file of `src`. */
export function readSourceModules(): SourceModule[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => parseSourceModule(path, readFileSync(src + path, 'utf8')))
}

/** Parses one file as if it stood at `path` under `src`. */
export function parseSourceModule(path: string, text: string): SourceModule {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return { path, text, tree, imports: [...referencesOf(tree), ...importsOf(tree, tree)] }
}

/** The modules that a module leads to, itself included, each with the way there. */
export function reachableFrom(
  path: string,
  modules: readonly SourceModule[],
): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>([[path, [path]]])
  for (const [current, way] of ways) {
    const module = modules.find((candidate) => candidate.path === current)
    for (const { target } of module?.imports ?? []) {
      if (target !== undefined && !ways.has(target)) ways.set(target, [...way, target])
    }
  }
  return ways
}

function referencesOf(tree: ts.SourceFile): ModuleImport[] {
  const references = [...tree.referencedFiles, ...tree.typeReferenceDirectives]
  return references.map(({ fileName }) => describe(fileName, tree, { typeOnly: true }))
}

function importsOf(node: ts.Node, tree: ts.SourceFile): ModuleImport[] {
  const found = importOf(node, tree)
  const inside: ModuleImport[] = []
  ts.forEachChild(node, (child) => void inside.push(...importsOf(child, tree)))
  return found === undefined ? inside : [found, ...inside]
}

function importOf(node: ts.Node, tree: ts.SourceFile): ModuleImport | undefined {
  if (ts.isImportDeclaration(node)) return describe(textOf(node.moduleSpecifier), tree, taken(node))
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return describe(textOf(node.moduleSpecifier), tree, passedOn(node))
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return describe(textOf(node.argument.literal), tree, { typeOnly: true })
  }
  const [argument] = isLoadingCall(node) ? node.arguments : []
  return argument === undefined
    ? undefined
    : describe(textOf(argument), tree, { names: ['*'], isStatic: false })
}

function isLoadingCall(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return true
  return ts.isIdentifier(node.expression) && node.expression.text === 'require'
}

function taken(node: ts.ImportDeclaration): Partial<ModuleImport> {
  const clause = node.importClause
  if (clause === undefined) return {}
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return { typeOnly: true }
  const byDefault = clause.name === undefined ? [] : ['default']
  return asTaken([...byDefault, ...namesIn(clause.namedBindings)])
}

function passedOn(node: ts.ExportDeclaration): Partial<ModuleImport> {
  if (node.isTypeOnly) return { typeOnly: true }
  return asTaken(node.exportClause === undefined ? ['*'] : namesIn(node.exportClause))
}

function asTaken(names: readonly string[]): Partial<ModuleImport> {
  return names.length === 0 ? { typeOnly: true } : { names }
}

function namesIn(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): string[] {
  if (bindings === undefined) return []
  if (ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return ['*']
  return bindings.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text)
}

function describe(
  specifier: string,
  tree: ts.SourceFile,
  details: Partial<ModuleImport>,
): ModuleImport {
  const target = specifier.startsWith('.') ? pathOf(specifier, tree.fileName) : undefined
  return { specifier, target, typeOnly: false, names: [], isStatic: true, ...details }
}

function pathOf(specifier: string, from: string): string {
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts')
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : node.getText()
}
