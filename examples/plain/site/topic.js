// The address says which topic the list shows: `?topic=drone-strikes`. Without script, the links lead to the service's
// own pages.
const shown = new URLSearchParams(location.search).get('topic') ?? ''

if (shown !== '') document.querySelector('colloquy-qa').setAttribute('topic', shown)

for (const link of document.querySelectorAll('[data-topic]')) {
  const { topic } = link.dataset
  link.href = topic === '' ? 'index.html' : `?topic=${topic}`
  if (topic === shown) link.setAttribute('aria-current', 'page')
}
