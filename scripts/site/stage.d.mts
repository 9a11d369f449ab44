/** Where the pages are, where their copies go, and the address of the repository's files, if it has one. */
export interface Staging {
  readonly root: string
  readonly folder: string
  readonly repository?: string | undefined
}

/** Copies the pages into a folder for TypeDoc, and returns the paths of the copies, but for the front page. */
export function stagePages(staging: Staging): Promise<readonly string[]>
