import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ChatRoom } from './ChatRoom'

const name = new URLSearchParams(location.search).get('name')?.trim() || 'Guest'
const root = createRoot(document.getElementById('root')!)
root.render(
  <StrictMode>
    <ChatRoom name={name} />
  </StrictMode>,
)
