/**
 * Returns the address of the repository's files as of a version; `undefined` while package.json names no repository.
 *
 * @throws {Error} If it names one in another form than `owner/name`, `github:owner/name` or an https address.
 */
export function repositoryFiles({ repository, version }) {
  const given = repository?.url ?? repository
  if (given === undefined) return undefined
  const address = given
    .replace(/^git\+|\.git$/g, '')
    .replace(/^(?:github:)?(?=[\w.-]+\/[\w.-]+$)/, 'https://github.com/')
  if (!address.startsWith('https://')) {
    throw new Error(`Cannot link to the repository "${given}": name it by an https address`)
  }
  return `${address}/blob/v${version}`
}
