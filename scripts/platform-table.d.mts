/** How one case of the contract went on one platform. */
export interface Row {
  readonly platform: string
  readonly version: string
  readonly guarantee: number
  readonly name: string
  readonly state: string
  /** What the platform lacks for the case. */
  readonly lacks: readonly { readonly reason: string; readonly link: string }[]
}

/** The table platform x guarantee, as Markdown. */
export function platformTable(rows: readonly Row[]): string

/** What the letters in the table mean, as a list in Markdown. */
export function platformNotes(rows: readonly Row[]): string

/** What the platforms call themselves, in a line. */
export function platformVersions(rows: readonly Row[]): string
