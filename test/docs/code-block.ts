import type { Page } from './pages.js'

/** A piece of code on a page. */
export interface CodeBlock {
  /** Page and line of the first line of code, as `README.md:30`. */
  readonly place: string
  readonly line: number
  /** What follows the fence: the language, then marks. */
  readonly info: readonly string[]
  readonly code: string
}

/** The fenced code on a page of Markdown. */
export function codeBlocks({ path, text }: Page): readonly CodeBlock[] {
  const fences = text.matchAll(/^( *)```(\S[^\n]*)\n(.*?)^\1```$/gms)
  return [...fences].map(({ index, 2: info = '', 3: code = '' }) => {
    const line = text.slice(0, index).split('\n').length + 1
    return { place: `${path}:${line}`, line, info: info.trim().split(/\s+/), code }
  })
}

/** The fenced code in the doc comments of a source file. */
export function exampleBlocks({ path, text }: Page): readonly CodeBlock[] {
  return codeBlocks({ path, text: text.replace(/^ *\*(?: |$)/gm, '') })
}

/** A page without its code, whose links are no links. */
export function proseOf({ text }: Page): string {
  return text.replace(/^( *)```.*?^\1```$/gms, '').replace(/`[^`\n]*`/g, '')
}
