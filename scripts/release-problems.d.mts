/** What a release is checked against. */
export interface Release {
  /** The tag, such as `v0.2.0`. */
  readonly tag: string
  /** The content of package.json. */
  readonly manifest: { readonly version: string; readonly repository?: unknown }
  /** The content of package-lock.json. */
  readonly lock: { readonly version: string }
  /** The text of CHANGELOG.md. */
  readonly changelog: string
}

/** Whether a version can be released: npm refuses a prerelease without `--tag`, and the workflow passes none. */
export function isReleaseVersion(version: string): boolean

/** Returns why a tag cannot be released; nothing if it can. */
export function releaseProblems(release: Release): readonly string[]
