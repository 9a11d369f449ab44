import { readFileSync } from 'node:fs'

/** A part of a comment: text, code or a link. */
interface CommentPart {
  readonly text: string
}

/** A doc comment, as TypeDoc writes it. */
interface Comment {
  readonly summary: readonly CommentPart[]
  readonly blockTags?: readonly { readonly tag: string; readonly content: readonly CommentPart[] }[]
}

/** A type, as TypeDoc writes it. */
export interface Type {
  readonly type: string
  readonly name?: string
  readonly types?: readonly Type[]
  /** The members of a type that is written out. */
  readonly declaration?: Reflection
}

/** A module, a class, a member, a signature or a parameter. */
export interface Reflection {
  readonly name: string
  readonly flags: { readonly isOptional?: boolean; readonly isExternal?: boolean }
  readonly comment?: Comment
  readonly type?: Type
  readonly children?: readonly Reflection[]
  readonly signatures?: readonly Reflection[]
  readonly parameters?: readonly Reflection[]
}

/** The modules of the reference, each an entry of the package. */
export function readModules(): readonly Reflection[] {
  const path = new URL('../../reports/site/reference.json', import.meta.url)
  return (JSON.parse(readFileSync(path, 'utf8')) as Required<Reflection>).children
}

/** The text of a doc comment. */
export function summaryOf({ comment }: Reflection): string {
  return (comment?.summary ?? []).map(({ text }) => text).join('')
}

/** Whether a doc comment has a tag, such as `@default`. */
export function hasTag({ comment }: Reflection, name: string): boolean {
  return (comment?.blockTags ?? []).some(({ tag }) => tag === name)
}

/** The members of an interface, of a class, or of an alias of a type that is written out. */
export function childrenOf({ children, type }: Reflection): readonly Reflection[] {
  return children ?? (type ? membersIn(type) : [])
}

function membersIn({ declaration, types = [] }: Type): readonly Reflection[] {
  return [...(declaration?.children ?? []), ...types.flatMap(membersIn)]
}

/** Whether a type is a number, or one of several. */
export function isNumber(type: Type | undefined): boolean {
  return type?.name === 'number' || (type?.types ?? []).some(isNumber)
}
