const REMEMBERED = 10_000

/** The ids that requests have had, by which a late or second answer is recognized. */
export interface GivenIds<Id> {
  next(): Id
  has(id: Id): boolean
}

/** Gives the ids 1, 2, 3, ... and knows all of them. */
export function countedIds(): GivenIds<unknown> {
  let last = 0
  return {
    next: () => ++last,
    has: (id) => Number.isInteger(id) && (id as number) > 0 && (id as number) <= last,
  }
}

/** Gives the ids that a function returns, and knows the last 10,000. */
export function rememberedIds<Id>(nextId: () => Id): GivenIds<Id> {
  // A set keeps the order in which its elements were added.
  const given = new Set<Id>()
  return {
    next() {
      const id = nextId()
      given.delete(id)
      given.add(id)
      if (given.size > REMEMBERED) given.delete(given.values().next().value as Id)
      return id
    },
    has: (id) => given.has(id),
  }
}
