import { ChatRoom } from '../ChatRoom'

/** Rendered on the server for each request. */
export default async function Page({ searchParams }: PageProps<'/'>) {
  const { name = '' } = await searchParams
  return <ChatRoom name={String(name).trim() || 'Guest'} />
}
