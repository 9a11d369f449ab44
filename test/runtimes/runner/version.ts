/** What distinguishes the runtimes; a page has none of it. */
interface Globals {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> }
  readonly Deno?: { readonly version: { readonly deno: string } }
  readonly navigator?: { readonly userAgent?: string }
}

/** The platform's own word on what it is. */
export function version(): string {
  const { process, Deno, navigator } = globalThis as Globals
  if (Deno !== undefined) return Deno.version.deno
  return process?.versions?.['bun'] ?? process?.versions?.['node'] ?? navigator?.userAgent ?? ''
}
