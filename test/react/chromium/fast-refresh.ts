/** Components of which React takes each for an edit of the others. */
interface Family {
  current: unknown
}

/** What `react-refresh`, and with it Vite and Next.js, uses of React's development build. */
interface Internals {
  setRefreshHandler(resolve: (type: unknown) => Family | undefined): void
  scheduleRefresh(
    root: unknown,
    update: Record<`${'updated' | 'stale'}Families`, Set<Family>>,
  ): void
}

let internals: Internals | undefined
const roots = new Set<unknown>()
const families = new Map<unknown, Family>()

// React looks for it when it is imported: a test imports this file first.
Object.assign(globalThis, {
  __REACT_DEVTOOLS_GLOBAL_HOOK__: {
    supportsFiber: true,
    inject(injected: Internals) {
      internals = injected
      injected.setRefreshHandler((type) => families.get(type))
    },
    onCommitFiberRoot: (_: unknown, root: unknown) => roots.add(root),
    onCommitFiberUnmount: () => undefined,
  },
})

/** Replaces a component that is on the page by its edited version, as Fast Refresh does. */
export function replace(component: unknown, edited: unknown): void {
  const family = families.get(component) ?? { current: component }
  families.set(component, family).set(edited, family)
  family.current = edited
  const update = { updatedFamilies: new Set([family]), staleFamilies: new Set<Family>() }
  for (const root of roots) internals?.scheduleRefresh(root, update)
}
