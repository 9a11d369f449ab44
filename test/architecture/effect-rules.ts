import ts from 'typescript'
import type { Rule } from './rule.js'
import type { SourceModule } from './source-module.js'

/** What the top level of a file may do: declare, and nothing else. */
export const effectRules: readonly Rule[] = [
  {
    name: 'the top level of a file only declares',
    violations: (modules) => modules.flatMap(effectsOf),
    broken: {
      'core/a.ts': 'setInterval(() => {}, 1000)',
      'core/b.ts': `const started = Date.now()`,
      'core/c.ts': `const registry = new Registry()`,
      'core/d.ts': `globalThis.channels = []`,
      'core/e.ts': `class Channel { static { register(this) } }`,
      'core/f.ts': `class Channel { static readonly born = Date.now() }`,
      'core/g.ts': `class Channel extends mixin(Base) {}`,
      'core/h.ts': `const name = (process.title = 'x')`,
      'core/i.ts': `if (typeof process === 'object') { await load() }`,
      'core/j.ts': `const limits = { now: clock() }`,
      'core/k.ts': `@register class Channel {}`,
      'core/l.ts': `import './polyfill.js'`,
    },
  },
]

function effectsOf({ path, tree }: SourceModule): string[] {
  return tree.statements
    .filter((statement) => !isInert(statement))
    .map((statement) => `${path}: ${statement.getText(tree).slice(0, 80)}`)
}

function isInert(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause !== undefined
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.every(({ initializer }) => isValue(initializer))
  }
  if (ts.isClassDeclaration(statement)) return isInertClass(statement)
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    (ts.isModuleDeclaration(statement) && hasModifier(statement, ts.SyntaxKind.DeclareKeyword))
  )
}

function isInertClass(node: ts.ClassLikeDeclaration): boolean {
  const parents = (node.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => types.map(({ expression }) => expression))
  if (!parents.every(isName) || ts.getDecorators(node)?.length) return false
  return node.members.every((member) => {
    if (ts.isClassStaticBlockDeclaration(member)) return false
    if (!ts.isPropertyDeclaration(member)) return true
    return !hasModifier(member, ts.SyntaxKind.StaticKeyword) || isValue(member.initializer)
  })
}

/** Whether evaluating an expression can do nothing but make a value. */
function isValue(node: ts.Expression | undefined): boolean {
  if (node === undefined || isName(node) || isLiteral(node)) return true
  return isDefinition(node) || isMadeOfValues(node) || isMarkedPure(node)
}

function isDefinition(node: ts.Expression): boolean {
  if (ts.isClassExpression(node)) return isInertClass(node)
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node)
}

function isMadeOfValues(node: ts.Expression): boolean {
  if (isWrapper(node)) return isValue(node.expression)
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isValue)
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isInertProperty)
  return isArithmetic(node)
}

function isWrapper(
  node: ts.Expression,
): node is
  ts.AsExpression | ts.SatisfiesExpression | ts.ParenthesizedExpression | ts.SpreadElement {
  const typed = ts.isAsExpression(node) || ts.isSatisfiesExpression(node)
  return typed || ts.isParenthesizedExpression(node) || ts.isSpreadElement(node)
}

function isArithmetic(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isValue(node.operand)
  if (!ts.isBinaryExpression(node) || isAssignment(node.operatorToken.kind)) return false
  return isValue(node.left) && isValue(node.right)
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}

function isInertProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isPropertyAssignment(property)) return isValue(property.initializer)
  return ts.isMethodDeclaration(property) || ts.isShorthandPropertyAssignment(property)
}

function isMarkedPure(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false
  const before = node.getSourceFile().text.slice(node.getFullStart(), node.getStart())
  return /[@#]__PURE__/.test(before)
}

function isName(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isName(node.expression)
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.NullKeyword
}

function isLiteral(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  )
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (node.modifiers ?? []).some((found) => found.kind === kind)
}
