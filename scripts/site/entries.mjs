import { existsSync } from 'node:fs'

/**
 * The entries of the package, from its `exports`: each with its name, as users import it, and the source that its types come
 * from. An entry with other types on Node is there twice.
 */
export function entriesOf({ name, exports }, root) {
  const entries = Object.entries(exports)
    .filter(([, targets]) => typeof targets === 'object')
    .flatMap(([subpath, targets]) =>
      typesOf(targets).map((types) => {
        const source = `${root}src/${/^\.\/dist\/(.+)\.d\.c?ts$/.exec(types)[1]}.ts`
        const title = name + subpath.slice(1)
        return { title: source.endsWith('.node.ts') ? `${title} (on Node)` : title, source }
      }),
    )
  const missing = entries.filter(({ source }) => !existsSync(source))
  if (missing.length > 0) throw new Error(`There is no source of ${missing[0].title}`)
  return entries
}

/** The declarations of ESM, each once. */
function typesOf(targets) {
  const conditions = Object.entries(targets).filter(([condition]) => condition !== 'require')
  const found = conditions.flatMap(([condition, target]) => {
    if (condition === 'types') return [target]
    return typeof target === 'object' ? typesOf(target) : []
  })
  return [...new Set(found)]
}
