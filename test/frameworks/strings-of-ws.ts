import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'

const folder = dirname(createRequire(import.meta.url).resolve('ws/package.json'))

/** The sentences in the code of `ws` and of its stub for browsers. A minifier leaves strings as they are. */
async function stringsOfWs(): Promise<ReadonlySet<string>> {
  const modules = (await readdir(join(folder, 'lib'))).map((file) => `lib/${file}`)
  const sentences = new Set<string>()
  for (const path of [...modules, 'browser.js']) {
    const text = await readFile(join(folder, path), 'utf8')
    const collect = (node: ts.Node): void => {
      if (ts.isStringLiteral(node) && isSentence(node.text)) sentences.add(node.text)
      ts.forEachChild(node, collect)
    }
    collect(ts.createSourceFile(path, text, ts.ScriptTarget.Latest))
  }
  return sentences
}

// A short string could be in any code.
function isSentence(text: string): boolean {
  return text.length >= 20 && text.includes(' ')
}

/** The strings of `ws` that are in the scripts of a folder. */
export async function findWs(scripts: string): Promise<string[]> {
  const paths = await readdir(scripts, { recursive: true })
  const codes = paths
    .filter((path) => /\.m?js$/.test(path))
    .map((path) => readFile(join(scripts, path), 'utf8'))
  if (codes.length === 0) throw new Error(`There are no scripts in ${scripts}`)
  const code = (await Promise.all(codes)).join('\n')
  return [...(await stringsOfWs())].filter((text) => code.includes(text))
}
