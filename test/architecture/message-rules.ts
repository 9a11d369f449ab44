import ts from 'typescript'
import type { Rule } from './rule.js'
import type { SourceModule } from './source-module.js'

/** How the messages of errors read: the first argument of an error's class, and variables and properties with these names. */
export const messageRules: readonly Rule[] = [
  {
    name: 'a message has no full stop at its end',
    violations: (modules) =>
      messagesIn(modules, ['message', 'detail'], (text) => /[.\s]$/.test(text)),
    broken: {
      'core/a.ts': `throw new TypeError('Cannot do it.')`,
      'core/b.ts': 'throw new ConnectionClosedError(`Connection closed: ${why}.`, info)',
      'core/c.ts': `const message = 'Cannot do it. '`,
      'core/d.ts': `port.failed({ detail: 'not open.' })`,
      'core/e.ts': `const cause = new Error(why ? 'the peer closed it.' : 'unknown')`,
      'core/f.ts': `throw new RangeError('Cannot do it: ' + 'use another.')`,
    },
  },
  {
    name: 'a message begins with a capital letter',
    violations: (modules) => messagesIn(modules, ['message'], (text) => /^[^\p{Lu}$]/u.test(text)),
    broken: {
      'core/a.ts': `throw new TypeError('cannot do it')`,
      'core/b.ts': 'const message = `connection${where} failed`',
    },
  },
]

/** The messages in files for which a predicate holds, each with its file. `detail`s and causes are parts of sentences. */
function messagesIn(
  modules: readonly SourceModule[],
  names: readonly string[],
  isWrong: (text: string) => boolean,
): string[] {
  return modules.flatMap(({ path, tree }) => {
    const messages = expressionsIn(tree, names).flatMap(textsOf)
    return messages.filter(isWrong).map((text) => `${path}: ${text}`)
  })
}

function expressionsIn(node: ts.Node, names: readonly string[]): ts.Expression[] {
  const found = expressionOf(node, names)
  const inside: ts.Expression[] = []
  ts.forEachChild(node, (child) => void inside.push(...expressionsIn(child, names)))
  return found ? [found, ...inside] : inside
}

function expressionOf(node: ts.Node, names: readonly string[]): ts.Expression | undefined {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    // `Error` itself is only used for causes, whose messages end a sentence.
    const isCause = node.expression.text === 'Error' && !names.includes('detail')
    return node.expression.text.endsWith('Error') && !isCause ? node.arguments?.[0] : undefined
  }
  if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return undefined
  return ts.isIdentifier(node.name) && names.includes(node.name.text) ? node.initializer : undefined
}

/** The texts that an expression may have; `$` stands for each value in a template. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }) => `$${literal.text}`).join('')]
  }
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(textsOf)
  if (!ts.isBinaryExpression(node)) return []
  const [left, right] = [textsOf(node.left), textsOf(node.right)]
  if (node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return [...left, ...right]
  return left.flatMap((start) => right.map((end) => start + end))
}
