import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** A file of the repository. */
export interface TextFile {
  /** Path under the repository's root. */
  readonly path: string
  readonly text: string
}

const root = fileURLToPath(new URL('../../', import.meta.url))

// The private idiom that STYLE bans, each where plain English has a usual word.
const BANNED =
  /(?<!\/)\b(tell(s|ing)?|told|heed(s|ed|ing)?|len(ds?|t|ding)|(give[sn]?|gave|giving) back|of (its|their|our) own|what waits|who reads|st(ands?|ood) aside|(brings?|brought) about|(takes?|took|taken|taking) part|(is|are|was|were) left with)\b/i

/** Reads all programs in a folder of the repository, but for installed packages. */
export function readPrograms(folder: string): TextFile[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(m?ts|mjs|sh)$/.test(path) && !path.includes('node_modules/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))
}

/** The comments that contain a banned word, each with its file. */
export function bannedComments({ path, text }: TextFile): string[] {
  return banned(path, path.endsWith('.sh') ? shellComments(text) : proseIn(path, text).comments)
}

/** The sentences in strings that contain a banned word, each with its file. */
export function bannedSentences({ path, text }: TextFile): string[] {
  return path.endsWith('.sh') ? [] : banned(path, proseIn(path, text).sentences)
}

function banned(path: string, prose: Iterable<string>): string[] {
  return Array.from(prose)
    .filter((part) => BANNED.test(part))
    .map((part) => `${path}: ${part.slice(0, 200)}`)
}

/** One text for all comments, as a sentence may span lines. */
function shellComments(text: string): string[] {
  const lines = text.split('\n').filter((line) => /^\s*#/.test(line))
  return [lines.map((line) => line.replace(/^\s*#+\s*/, '')).join(' ')]
}

function proseIn(path: string, text: string): Record<'comments' | 'sentences', Set<string>> {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const comments = new Set<string>()
  const sentences = new Set<string>()
  const visit = (node: ts.Node): void => {
    const before = ts.getLeadingCommentRanges(text, node.pos) ?? []
    const behind = ts.getTrailingCommentRanges(text, node.end) ?? []
    // Comments that follow each other are one text, as a sentence may span lines.
    for (const ranges of [before, behind]) {
      if (ranges.length > 0) comments.add(ranges.map((range) => wordsOf(text, range)).join(' '))
    }
    if (ts.isStringLiteralLike(node) && node.text.includes(' ')) sentences.add(node.text)
    if (ts.isTemplateExpression(node)) sentences.add(sentenceOf(node))
    for (const child of node.getChildren(tree)) visit(child)
  }
  visit(tree)
  return { comments, sentences }
}

/** The text of a template, without the code in it. */
function sentenceOf({ head, templateSpans }: ts.TemplateExpression): string {
  return [head.text, ...templateSpans.map(({ literal }) => literal.text)].join('${}')
}

function wordsOf(text: string, { pos, end }: ts.CommentRange): string {
  const withoutMarks = text.slice(pos, end).replace(/^\s*(\/\*+|\/\/|\*(?!\/))|\*\/$/gm, '')
  // Code in backticks is not prose.
  return withoutMarks
    .replace(/`[^`]*`/g, '``')
    .replace(/\s+/g, ' ')
    .trim()
}
