/** What package.json says of the repository. */
export interface Manifest {
  readonly version: string
  readonly repository?: string | { readonly url: string }
}

/**
 * Returns the address of the repository's files as of a version; `undefined` while package.json names no repository.
 *
 * @throws {Error} If it names one in another form than `owner/name`, `github:owner/name` or an https address.
 */
export function repositoryFiles(manifest: Manifest): string | undefined
